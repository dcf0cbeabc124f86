import type { Cited, Recorded } from "../../evidence/cited.ts";
import { classicLoadBalancers } from "../../sources/elb/load-balancers.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { type Judgement, notApplicable, type Population } from "../check.ts";

/** One Classic Load Balancer as AWS describes it. */
export type ClassicLoadBalancer = NonNullable<
  Recorded<
    SourceOutput<typeof classicLoadBalancers, "DescribeLoadBalancers">
  >["LoadBalancerDescriptions"]
>[number];

/** Protocols that end TLS at the load balancer. */
export const CLASSIC_TLS_PROTOCOLS: ReadonlySet<string | undefined> = new Set(["HTTPS", "SSL"]);

/** Every Classic Load Balancer. Its listeners have no names of their own and are judged with it. */
export const everyClassicLoadBalancer: Population<Cited<ClassicLoadBalancer>> = {
  definition: "the Classic Load Balancers",
  needs: [classicLoadBalancers],
  *members({ evidence, account, partition }) {
    for (const entry of evidence.items(
      classicLoadBalancers,
      "DescribeLoadBalancers",
      "LoadBalancerDescriptions",
    )) {
      const { LoadBalancerName: name } = entry.value;
      const { region } = entry.file;
      yield {
        of: entry,
        resource: {
          id: name ?? entry.citation.pointer,
          arn:
            name === undefined
              ? null
              : `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${name}`,
          type: "AWS::ElasticLoadBalancing::LoadBalancer",
          region,
        },
        at: entry,
        // The list has no tags, and reading them takes further calls.
        tags: null,
      };
    }
  },
};

/** Says that the load balancer is internal; null where the internet reaches it. */
export function classicOutOfReach(
  balancer: Cited<ClassicLoadBalancer>,
  id: string,
): Judgement | null {
  const scheme = balancer.at("Scheme");
  return scheme.value === "internal"
    ? notApplicable(`The Classic Load Balancer ${id} takes nothing from the internet.`, scheme)
    : null;
}

/** The protocols that clients speak to it, each at its place. */
export function frontProtocols(balancer: Cited<ClassicLoadBalancer>): Cited<string | undefined>[] {
  return balancer
    .at("ListenerDescriptions")
    .each()
    .map((described) => described.at("Listener").at("Protocol"));
}
