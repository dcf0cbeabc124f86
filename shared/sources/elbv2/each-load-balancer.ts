import type {
  ElasticLoadBalancingV2Client,
  Listener,
  LoadBalancer,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type GatherContext, reads } from "../source.ts";
import { elbv2 } from "./service.ts";

/** The code with which AWS says that a load balancer was deleted after it was listed. */
export const LOAD_BALANCER_GONE = [
  "LoadBalancerNotFound",
  "LoadBalancerNotFoundException",
] as const;

/**
 * What it takes to list the load balancers of a region.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html
 */
export const loadBalancerListing = [
  reads(elbv2, "DescribeLoadBalancers", {
    actions: ["elasticloadbalancing:DescribeLoadBalancers"],
  }),
] as const;

/**
 * What it takes to list the listeners of each load balancer.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html
 */
export const listenerListing = [
  ...loadBalancerListing,
  reads(elbv2, "DescribeListeners", {
    actions: ["elasticloadbalancing:DescribeListeners"],
    gone: LOAD_BALANCER_GONE,
  }),
] as const;

/** The client of a region, with its SDK package. */
export interface Elbv2Client {
  readonly client: ElasticLoadBalancingV2Client;
  readonly sdk: typeof import("@aws-sdk/client-elastic-load-balancing-v2");
}

/** Lists every load balancer of the region, and reads more of each. */
export async function eachLoadBalancer(
  context: GatherContext,
  read: (elbv2: Elbv2Client, arn: string, balancer: LoadBalancer) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(elbv2);
  let Marker: string | undefined;
  do {
    // 400 is the largest page.
    const page = await client.send(new sdk.DescribeLoadBalancersCommand({ PageSize: 400, Marker }));
    Marker = page.NextMarker;
    await context.each(page.LoadBalancers ?? [], async (balancer) => {
      if (balancer.LoadBalancerArn === undefined) {
        context.incomplete("DescribeLoadBalancers gave a load balancer without its ARN");
        return;
      }
      await read({ client, sdk }, balancer.LoadBalancerArn, balancer);
    });
  } while (Marker);
}

/** Lists the listeners of every load balancer of the region, and reads more of each. */
export async function eachListener(
  context: GatherContext,
  read: (elbv2: Elbv2Client, listener: Listener) => Promise<unknown>,
): Promise<void> {
  await eachLoadBalancer(context, async ({ client, sdk }, LoadBalancerArn) => {
    let Marker: string | undefined;
    do {
      // 400 is the largest page.
      const page = await client.send(
        new sdk.DescribeListenersCommand({ LoadBalancerArn, PageSize: 400, Marker }),
      );
      Marker = page.NextMarker;
      await context.each(page.Listeners ?? [], (listener) => read({ client, sdk }, listener));
    } while (Marker);
  });
}
