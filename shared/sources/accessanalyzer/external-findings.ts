import { reads, source } from "../source.ts";
import { ANALYZERS_PAGE_ITEMS, EXTERNAL_ACCESS_TYPES, everyAnalyzer } from "./every-analyzer.ts";
import { accessAnalyzer } from "./service.ts";

/**
 * The most findings that Access Analyzer gives in one page.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindings.html
 */
const FINDINGS_PAGE_ITEMS = 100;

/**
 * What each analyzer of the region for external access says is open to other accounts or to
 * everyone: active findings, and archived ones, which somebody took as intended. Resolved findings
 * are left out. A region without an analyzer has none.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindings.html
 */
export const externalFindings = source({
  name: "accessanalyzer.external-findings",
  scope: "regional",
  operations: [
    reads(accessAnalyzer, "ListAnalyzers", { actions: ["access-analyzer:ListAnalyzers"] }),
    reads(accessAnalyzer, "ListFindings", {
      actions: ["access-analyzer:ListFindings"],
      gone: ["ResourceNotFoundException"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(accessAnalyzer);
    const listed = await everyAnalyzer((nextToken) =>
      client.send(new sdk.ListAnalyzersCommand({ maxResults: ANALYZERS_PAGE_ITEMS, nextToken })),
    );
    const external = listed.filter(({ type }) => EXTERNAL_ACCESS_TYPES.has(type));
    await each(external, async ({ arn: analyzerArn }) => {
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListFindingsCommand({
            analyzerArn,
            filter: { status: { eq: ["ACTIVE", "ARCHIVED"] } },
            maxResults: FINDINGS_PAGE_ITEMS,
            nextToken,
          }),
        );
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    });
  },
});
