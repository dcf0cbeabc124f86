import { reads, source } from "../source.ts";
import {
  CLASSIC_LOAD_BALANCER_GONE,
  classicLoadBalancerListing,
  eachClassicLoadBalancer,
} from "./each-load-balancer.ts";
import { elb } from "./service.ts";

/** Protocols of listeners that are negotiated by an SSL policy. */
const WITH_TLS: ReadonlySet<string | undefined> = new Set(["HTTPS", "SSL"]);

/**
 * The policies of each Classic Load Balancer that has an encrypted listener: they say which
 * protocol versions it takes.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerPolicies.html
 */
export const classicLoadBalancerPolicies = source({
  name: "elb.load-balancer-policies",
  scope: "regional",
  operations: [
    ...classicLoadBalancerListing,
    reads(elb, "DescribeLoadBalancerPolicies", {
      actions: ["elasticloadbalancing:DescribeLoadBalancerPolicies"],
      gone: CLASSIC_LOAD_BALANCER_GONE,
    }),
  ],
  gather: (context) =>
    eachClassicLoadBalancer(
      context,
      async ({ client, sdk }, LoadBalancerName, { ListenerDescriptions = [] }) => {
        if (!ListenerDescriptions.some(({ Listener }) => WITH_TLS.has(Listener?.Protocol))) return;
        await client.send(new sdk.DescribeLoadBalancerPoliciesCommand({ LoadBalancerName }));
      },
    ),
});
