import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { loadBalancerAttributes } from "../../sources/elbv2/load-balancer-attributes.ts";
import { loadBalancers } from "../../sources/elbv2/load-balancers.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

/** One load balancer as AWS describes it. */
export type LoadBalancer = NonNullable<
  Recorded<SourceOutput<typeof loadBalancers, "DescribeLoadBalancers">>["LoadBalancers"]
>[number];

/** Every application, network and gateway load balancer. */
export const everyLoadBalancer: Population<Cited<LoadBalancer>> = {
  definition: "the application, network and gateway load balancers",
  needs: [loadBalancers],
  *members({ evidence }) {
    for (const entry of evidence.items(loadBalancers, "DescribeLoadBalancers", "LoadBalancers")) {
      const { LoadBalancerArn: arn, LoadBalancerName } = entry.value;
      yield {
        of: entry,
        resource: {
          id: LoadBalancerName ?? arn ?? entry.citation.pointer,
          arn: arn ?? null,
          type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
          region: entry.file.region,
        },
        at: entry,
        // The list has no tags, and reading them takes further calls.
        tags: null,
      };
    }
  },
};

/**
 * An attribute of a load balancer, at its value; undefined where AWS does not list it.
 *
 * @throws Unread when the attributes were not answered, Gone when the load balancer was deleted
 */
export function attributeOf(
  evidence: EvidenceView,
  balancer: Cited<LoadBalancer>,
  key: string,
): { readonly value: Cited<string | undefined> | undefined; readonly at: Cited<unknown> } {
  const { LoadBalancerArn } = balancer.value;
  const answer = evidence.call(
    loadBalancerAttributes,
    "DescribeLoadBalancerAttributes",
    { LoadBalancerArn },
    balancer.file.region ?? undefined,
  );
  if (answer.outcome !== "ok") return { value: undefined, at: answer.at };
  const attributes = answer.response.at("Attributes");
  const found = attributes.each().find(({ value }) => value.Key === key);
  return { value: found?.at("Value"), at: attributes };
}
