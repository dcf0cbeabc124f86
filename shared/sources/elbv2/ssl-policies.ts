import { reads, source } from "../source.ts";
import { eachListener, listenerListing } from "./each-load-balancer.ts";
import { elbv2 } from "./service.ts";

/**
 * What each TLS policy that a listener of the region names allows, as AWS itself says it: asked once
 * for each name, so that no list of policies has to be kept here and grow old.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeSSLPolicies.html
 */
export const sslPolicies = source({
  name: "elbv2.ssl-policies",
  scope: "regional",
  operations: [
    ...listenerListing,
    reads(elbv2, "DescribeSSLPolicies", {
      actions: ["elasticloadbalancing:DescribeSSLPolicies"],
    }),
  ],
  gather: (context) =>
    eachListener(context, async ({ client, sdk }, { SslPolicy }) => {
      if (SslPolicy === undefined) return;
      await client.send(new sdk.DescribeSSLPoliciesCommand({ Names: [SslPolicy] }));
    }),
});
