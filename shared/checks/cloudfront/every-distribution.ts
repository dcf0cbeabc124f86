import type { Cited, Recorded } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { distributions } from "../../sources/cloudfront/distributions.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { type Judgement, notApplicable, type Population } from "../check.ts";

type DistributionList = NonNullable<
  Recorded<SourceOutput<typeof distributions, "ListDistributions">>["DistributionList"]
>;

/** One distribution as CloudFront lists it. */
export type Distribution = NonNullable<DistributionList["Items"]>[number];

/** Every distribution, by the name that people call it: its first alias, else CloudFront's own. */
export const everyDistribution: Population<Cited<Distribution>> = {
  definition: "the distributions of CloudFront",
  needs: [distributions],
  *members({ evidence }) {
    for (const page of evidence.answers(distributions, "ListDistributions")) {
      const list = page.at("DistributionList");
      const items = list.at("Items");
      // CloudFront leaves the items out where it counts none, and always counts.
      if ((list.value?.Quantity ?? -1) !== (items.value?.length ?? 0)) {
        throw new Unread("ListDistributions gave fewer distributions than it counted", list);
      }
      for (const entry of items.each()) {
        const { ARN, Id, Aliases, DomainName } = entry.value;
        yield {
          of: entry,
          resource: {
            id: Aliases?.Items?.[0] ?? DomainName ?? Id ?? entry.citation.pointer,
            arn: ARN ?? null,
            type: "AWS::CloudFront::Distribution",
            region: null,
          },
          at: entry,
          // The list has no tags, and reading them takes a call for each distribution.
          tags: null,
        };
      }
    }
  },
};

/** Says that the distribution is switched off and answers nobody; null where it answers. */
export function switchedOff(distribution: Cited<Distribution>, id: string): Judgement | null {
  const enabled = distribution.at("Enabled");
  return enabled.value === false
    ? notApplicable(`The distribution ${id} is switched off and answers nobody.`, enabled)
    : null;
}

/** The default behaviour and each other one: which path, and its settings at their place. */
export function behaviours(distribution: Cited<Distribution>) {
  const byDefault = distribution.at("DefaultCacheBehavior");
  const others = distribution.at("CacheBehaviors");
  if ((others.value?.Quantity ?? -1) !== (others.value?.Items?.length ?? 0)) {
    throw new Unread("ListDistributions gave fewer behaviours than it counted", others);
  }
  return [
    {
      path: "the default behaviour",
      policy: byDefault.at("ViewerProtocolPolicy"),
      realtime: byDefault.at("RealtimeLogConfigArn"),
    },
    ...others
      .at("Items")
      .each()
      .map((behaviour) => ({
        path: behaviour.value.PathPattern ?? "a path",
        policy: behaviour.at("ViewerProtocolPolicy"),
        realtime: behaviour.at("RealtimeLogConfigArn"),
      })),
  ];
}
