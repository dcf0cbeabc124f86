import { reads, source } from "../source.ts";
import { ANALYZERS_PAGE_ITEMS, everyAnalyzer } from "./every-analyzer.ts";
import { accessAnalyzer } from "./service.ts";

/**
 * Every analyzer of the region, of the account or of its organization, with its state.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAnalyzers.html
 */
export const analyzers = source({
  name: "accessanalyzer.analyzers",
  scope: "regional",
  operations: [
    reads(accessAnalyzer, "ListAnalyzers", { actions: ["access-analyzer:ListAnalyzers"] }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(accessAnalyzer);
    await everyAnalyzer((nextToken) =>
      client.send(new sdk.ListAnalyzersCommand({ maxResults: ANALYZERS_PAGE_ITEMS, nextToken })),
    );
  },
});
