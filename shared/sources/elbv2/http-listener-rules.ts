import { reads, source } from "../source.ts";
import { eachListener, listenerListing } from "./each-load-balancer.ts";
import { elbv2 } from "./service.ts";

/**
 * The rules of each listener for plain HTTP: a default action that redirects to HTTPS says nothing
 * of the paths and host names that a rule before it sends elsewhere.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html
 */
export const httpListenerRules = source({
  name: "elbv2.http-listener-rules",
  scope: "regional",
  operations: [
    ...listenerListing,
    reads(elbv2, "DescribeRules", {
      actions: ["elasticloadbalancing:DescribeRules"],
      gone: ["ListenerNotFound", "ListenerNotFoundException"],
    }),
  ],
  gather: (context) =>
    eachListener(context, async ({ client, sdk }, { ListenerArn, Protocol }) => {
      if (Protocol !== "HTTP") return;
      let Marker: string | undefined;
      do {
        // 400 is the largest page.
        const page = await client.send(
          new sdk.DescribeRulesCommand({ ListenerArn, PageSize: 400, Marker }),
        );
        Marker = page.NextMarker;
      } while (Marker);
    }),
});
