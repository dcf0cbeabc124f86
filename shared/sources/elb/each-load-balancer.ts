import type {
  ElasticLoadBalancingClient,
  LoadBalancerDescription,
} from "@aws-sdk/client-elastic-load-balancing";
import { type GatherContext, reads } from "../source.ts";
import { elb } from "./service.ts";

/** The code with which AWS says that a Classic Load Balancer was deleted after it was listed. */
export const CLASSIC_LOAD_BALANCER_GONE = [
  "LoadBalancerNotFound",
  "AccessPointNotFoundException",
] as const;

/**
 * What it takes to list the Classic Load Balancers of a region.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancers.html
 */
export const classicLoadBalancerListing = [
  reads(elb, "DescribeLoadBalancers", { actions: ["elasticloadbalancing:DescribeLoadBalancers"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface ElbClient {
  readonly client: ElasticLoadBalancingClient;
  readonly sdk: typeof import("@aws-sdk/client-elastic-load-balancing");
}

/** Lists every Classic Load Balancer of the region, and reads more of each. */
export async function eachClassicLoadBalancer(
  context: GatherContext,
  read: (elb: ElbClient, name: string, balancer: LoadBalancerDescription) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(elb);
  let Marker: string | undefined;
  do {
    // 400 is the largest page.
    const page = await client.send(new sdk.DescribeLoadBalancersCommand({ PageSize: 400, Marker }));
    Marker = page.NextMarker;
    await context.each(page.LoadBalancerDescriptions ?? [], async (balancer) => {
      if (balancer.LoadBalancerName === undefined) {
        context.incomplete("DescribeLoadBalancers gave a load balancer without its name");
        return;
      }
      await read({ client, sdk }, balancer.LoadBalancerName, balancer);
    });
  } while (Marker);
}
