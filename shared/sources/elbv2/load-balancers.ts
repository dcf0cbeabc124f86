import { source } from "../source.ts";
import { eachLoadBalancer, loadBalancerListing } from "./each-load-balancer.ts";

/** Every application, network and gateway load balancer of a region: its type, scheme and zones. */
export const loadBalancers = source({
  name: "elbv2.load-balancers",
  scope: "regional",
  operations: loadBalancerListing,
  gather: (context) => eachLoadBalancer(context, async () => {}),
});
