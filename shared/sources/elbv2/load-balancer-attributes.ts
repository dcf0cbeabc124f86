import { reads, source } from "../source.ts";
import { eachLoadBalancer, LOAD_BALANCER_GONE, loadBalancerListing } from "./each-load-balancer.ts";
import { elbv2 } from "./service.ts";

/**
 * Attributes of each load balancer, among them where its access logs go and whether it is protected
 * from deletion.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 */
export const loadBalancerAttributes = source({
  name: "elbv2.load-balancer-attributes",
  scope: "regional",
  operations: [
    ...loadBalancerListing,
    reads(elbv2, "DescribeLoadBalancerAttributes", {
      actions: ["elasticloadbalancing:DescribeLoadBalancerAttributes"],
      gone: LOAD_BALANCER_GONE,
    }),
  ],
  gather: (context) =>
    eachLoadBalancer(context, ({ client, sdk }, LoadBalancerArn) =>
      client.send(new sdk.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
    ),
});
