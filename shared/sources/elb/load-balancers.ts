import { source } from "../source.ts";
import { classicLoadBalancerListing, eachClassicLoadBalancer } from "./each-load-balancer.ts";

/** Every Classic Load Balancer of a region with its scheme and listeners. */
export const classicLoadBalancers = source({
  name: "elb.load-balancers",
  scope: "regional",
  operations: classicLoadBalancerListing,
  gather: (context) => eachClassicLoadBalancer(context, async () => {}),
});
