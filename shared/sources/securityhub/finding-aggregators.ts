import { reads, source } from "../source.ts";
import { hubDescription } from "./hub.ts";
import { securityHub } from "./service.ts";

/**
 * Whether Security Hub copies findings into a region, and from which: what stands in the aggregation
 * region is there once more than it was found.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ListFindingAggregators.html
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindingAggregator.html
 */
export const findingAggregators = source({
  name: "securityhub.finding-aggregators",
  scope: "regional",
  operations: [
    hubDescription,
    reads(securityHub, "ListFindingAggregators", {
      actions: ["securityhub:ListFindingAggregators"],
    }),
    reads(securityHub, "GetFindingAggregator", {
      actions: ["securityhub:GetFindingAggregator"],
      gone: ["ResourceNotFoundException"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(securityHub);
    // Where Security Hub is off this throws: nothing is copied.
    await client.send(new sdk.DescribeHubCommand({}));
    let NextToken: string | undefined;
    do {
      // 100 is the largest page.
      const page = await client.send(
        new sdk.ListFindingAggregatorsCommand({ MaxResults: 100, NextToken }),
      );
      ({ NextToken } = page);
      await each(page.FindingAggregators ?? [], ({ FindingAggregatorArn }) =>
        client.send(new sdk.GetFindingAggregatorCommand({ FindingAggregatorArn })),
      );
    } while (NextToken);
  },
});
