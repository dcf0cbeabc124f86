import { reads, source } from "../source.ts";
import { hubDescription, NOT_SUBSCRIBED } from "./hub.ts";
import { securityHub } from "./service.ts";

/**
 * The standards that Security Hub checks a region against, and whether each is ready.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetEnabledStandards.html
 */
export const standards = source({
  name: "securityhub.standards",
  scope: "regional",
  operations: [
    hubDescription,
    reads(securityHub, "GetEnabledStandards", {
      actions: ["securityhub:GetEnabledStandards"],
      notEnabled: NOT_SUBSCRIBED,
    }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(securityHub);
    // Where Security Hub is off this throws: there are no standards to ask for.
    await client.send(new sdk.DescribeHubCommand({}));
    let NextToken: string | undefined;
    do {
      // 100 is the largest page.
      const page = new sdk.GetEnabledStandardsCommand({ MaxResults: 100, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
