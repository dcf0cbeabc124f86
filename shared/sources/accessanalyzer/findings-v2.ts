import { reads, source } from "../source.ts";
import { ANALYZERS_PAGE_ITEMS, everyAnalyzer } from "./every-analyzer.ts";
import { accessAnalyzer } from "./service.ts";

/**
 * Every finding of every analyzer of a region: access from outside and within, and access that nobody
 * uses. A region without an analyzer has none.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindingsV2.html
 */
export const accessAnalyzerFindings = source({
  name: "accessanalyzer.findings-v2",
  scope: "regional",
  operations: [
    reads(accessAnalyzer, "ListAnalyzers", { actions: ["access-analyzer:ListAnalyzers"] }),
    // https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindingsV2.html: both
    // operations use the action of the first.
    reads(accessAnalyzer, "ListFindingsV2", {
      actions: ["access-analyzer:ListFindings"],
      gone: ["ResourceNotFoundException"],
      streamed: true,
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(accessAnalyzer);
    const listed = await everyAnalyzer((nextToken) =>
      client.send(new sdk.ListAnalyzersCommand({ maxResults: ANALYZERS_PAGE_ITEMS, nextToken })),
    );
    await each(listed, async ({ arn: analyzerArn }) => {
      let nextToken: string | undefined;
      do {
        // 100 is the largest page.
        const page = await client.send(
          new sdk.ListFindingsV2Command({ analyzerArn, maxResults: 100, nextToken }),
        );
        ({ nextToken } = page);
      } while (nextToken !== undefined);
    });
  },
});
