import { eachLoadBalancer, loadBalancerListing } from "../elbv2/each-load-balancer.ts";
import { reads, source } from "../source.ts";
import { wafv2 } from "./service.ts";

/**
 * The web ACL of each application load balancer that the internet reaches. Asked of the load
 * balancers, of which there are few, rather than of every web ACL for what it protects; an answer
 * without one says that there is none.
 *
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html
 */
export const loadBalancerWebAcls = source({
  name: "wafv2.load-balancer-web-acls",
  scope: "regional",
  operations: [
    ...loadBalancerListing,
    reads(wafv2, "GetWebACLForResource", {
      actions: ["wafv2:GetWebACLForResource", "elasticloadbalancing:GetLoadBalancerWebACL"],
      gone: ["WAFNonexistentItemException"],
    }),
  ],
  gather: (context) =>
    eachLoadBalancer(context, async (_elbv2, ResourceArn, { Scheme, Type }) => {
      if (Scheme === "internal" || (Type !== undefined && Type !== "application")) return;
      const { client, sdk } = await context.open(wafv2);
      await client.send(new sdk.GetWebACLForResourceCommand({ ResourceArn }));
    }),
});
