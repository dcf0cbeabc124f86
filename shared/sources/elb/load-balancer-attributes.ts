import { reads, source } from "../source.ts";
import {
  CLASSIC_LOAD_BALANCER_GONE,
  classicLoadBalancerListing,
  eachClassicLoadBalancer,
} from "./each-load-balancer.ts";
import { elb } from "./service.ts";

/**
 * Attributes of each Classic Load Balancer, among them where its access logs go.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerAttributes.html
 */
export const classicLoadBalancerAttributes = source({
  name: "elb.load-balancer-attributes",
  scope: "regional",
  operations: [
    ...classicLoadBalancerListing,
    reads(elb, "DescribeLoadBalancerAttributes", {
      actions: ["elasticloadbalancing:DescribeLoadBalancerAttributes"],
      gone: CLASSIC_LOAD_BALANCER_GONE,
    }),
  ],
  gather: (context) =>
    eachClassicLoadBalancer(context, ({ client, sdk }, LoadBalancerName) =>
      client.send(new sdk.DescribeLoadBalancerAttributesCommand({ LoadBalancerName })),
    ),
});
