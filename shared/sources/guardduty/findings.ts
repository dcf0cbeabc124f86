import { reads, source } from "../source.ts";
import { detectorListing, eachDetector } from "./detectors.ts";
import { guardduty } from "./service.ts";

/**
 * Every finding of GuardDuty in a region, archived ones included: since when it has been there, and
 * whether somebody looked at it.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListFindings.html
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetFindings.html
 */
export const guardDutyFindings = source({
  name: "guardduty.findings",
  scope: "regional",
  operations: [
    detectorListing,
    reads(guardduty, "ListFindings", { actions: ["guardduty:ListFindings"], streamed: true }),
    reads(guardduty, "GetFindings", { actions: ["guardduty:GetFindings"], streamed: true }),
  ],
  gather: (context) =>
    eachDetector(context, async ({ client, sdk }, DetectorId) => {
      let NextToken: string | undefined;
      do {
        // 50 is the largest page, and the most that GetFindings takes.
        const page = await client.send(
          new sdk.ListFindingsCommand({ DetectorId, MaxResults: 50, NextToken }),
        );
        ({ NextToken } = page);
        const { FindingIds = [] } = page;
        if (FindingIds.length === 0) continue;
        await client.send(new sdk.GetFindingsCommand({ DetectorId, FindingIds }));
      } while (NextToken);
    }),
});
