import { reads, source } from "../source.ts";
import { detectorListing, eachDetector } from "./detectors.ts";
import { guardduty } from "./service.ts";

/**
 * Every finding of GuardDuty that nobody has archived, with its severity and when it was made.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListFindings.html
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetFindings.html
 */
export const openFindings = source({
  name: "guardduty.open-findings",
  scope: "regional",
  operations: [
    detectorListing,
    reads(guardduty, "ListFindings", { actions: ["guardduty:ListFindings"] }),
    reads(guardduty, "GetFindings", { actions: ["guardduty:GetFindings"] }),
  ],
  gather: (context) =>
    eachDetector(context, async ({ client, sdk }, DetectorId) => {
      let NextToken: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListFindingsCommand({
            DetectorId,
            FindingCriteria: { Criterion: { "service.archived": { Equals: ["false"] } } },
            // 50 is the largest page, and the most that GetFindings takes.
            MaxResults: 50,
            NextToken,
          }),
        );
        ({ NextToken } = page);
        const { FindingIds = [] } = page;
        if (FindingIds.length === 0) continue;
        await client.send(new sdk.GetFindingsCommand({ DetectorId, FindingIds }));
      } while (NextToken);
    }),
});
