import { reads, source } from "../source.ts";
import { sns } from "./service.ts";

/**
 * Every subscription of a region's topics, confirmed or still waiting to be. SNS gives 100 to a
 * page.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html
 */
export const subscriptions = source({
  name: "sns.subscriptions",
  scope: "regional",
  operations: [reads(sns, "ListSubscriptions", { actions: ["sns:ListSubscriptions"] })],
  async gather({ open }) {
    const { client, sdk } = await open(sns);
    let NextToken: string | undefined;
    do {
      const page = new sdk.ListSubscriptionsCommand({ NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
