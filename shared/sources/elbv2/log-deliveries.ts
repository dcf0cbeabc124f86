import { deliveryListing, listDeliveries } from "../logs/log-deliveries.ts";
import { source } from "../source.ts";
import { eachLoadBalancer, loadBalancerListing } from "./each-load-balancer.ts";

/**
 * Which load balancers send logs through CloudWatch Logs rather than by their own attribute. Asked
 * only where the internet reaches a load balancer at all.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-logs.html
 */
export const loadBalancerLogDeliveries = source({
  name: "elbv2.log-deliveries",
  scope: "regional",
  operations: [...loadBalancerListing, ...deliveryListing],
  async gather(context) {
    let isReached = false;
    await eachLoadBalancer(context, async (_elbv2, _arn, { Scheme }) => {
      if (Scheme !== "internal") isReached = true;
    });
    if (isReached) await listDeliveries(context);
  },
});
