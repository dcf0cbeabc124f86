import { reads, source } from "../source.ts";
import { securityHub } from "./service.ts";

/**
 * The code with which Security Hub answers an account that has not switched it on, which it also
 * uses for other refusals: the message tells which, and checks read it.
 */
export const NOT_SUBSCRIBED = ["InvalidAccessException"] as const;

/**
 * What it takes to know whether Security Hub is on in a region: sources that ask more of it declare
 * this beside their own operations.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html
 */
export const hubDescription = reads(securityHub, "DescribeHub", {
  actions: ["securityhub:DescribeHub"],
  notEnabled: NOT_SUBSCRIBED,
});

/** Whether Security Hub is on in a region. */
export const hub = source({
  name: "securityhub.hub",
  scope: "regional",
  operations: [hubDescription],
  async gather({ open }) {
    const { client, sdk } = await open(securityHub);
    await client.send(new sdk.DescribeHubCommand({}));
  },
});
