import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { managedInstances as source } from "../../sources/ssm/managed-instances.ts";
import type { Population } from "../check.ts";
import { type Instance, runningInstances } from "../ec2/instances.ts";
import { oncePerRegion } from "../ec2/once-per-region.ts";
import { wholeList } from "../whole-list.ts";

type Page = Recorded<SourceOutput<typeof source, "DescribeInstanceInformation">>;

/** One machine as Systems Manager describes it. */
export type ManagedNode = NonNullable<Page["InstanceInformationList"]>[number];

/** What Systems Manager manages in one region. */
export interface ManagedNodes {
  readonly byId: ReadonlyMap<string | undefined, Cited<ManagedNode>>;
  /** The lists, to cite where something is not among them. */
  readonly lists: readonly Cited<unknown>[];
}

/**
 * What Systems Manager manages in a region, whole.
 *
 * @throws Unread where the list was not read to its end: a machine may stand on the rest
 */
export const managedNodes = oncePerRegion((evidence, region): ManagedNodes => {
  const first = { MaxResults: 50 };
  const pages = wholeList(evidence, source, "DescribeInstanceInformation", first, region);
  const lists = pages.map((page) => page.at("InstanceInformationList"));
  const missing = lists.find(({ value }) => value === undefined);
  if (missing !== undefined) throw new Unread("DescribeInstanceInformation gave no list", missing);
  const nodes = lists.flatMap((list) => list.each());
  return { byId: new Map(nodes.map((node) => [node.value.InstanceId, node])), lists };
});

/** An instance that Systems Manager manages. */
export interface ManagedInstance {
  readonly instance: Cited<Instance>;
  readonly node: Cited<ManagedNode>;
}

/** Every running instance that Systems Manager manages; only of these it knows the patches. */
export const managedInstances: Population<ManagedInstance> = {
  definition: "the running instances that Systems Manager manages",
  needs: [...runningInstances.needs, source],
  *members(context) {
    const nodes = nodesById(context.evidence);
    for (const member of runningInstances.members(context)) {
      const node = nodes.get(member.of.value.InstanceId);
      if (node !== undefined && member.excluded === undefined) {
        yield { ...member, of: { instance: member.of, node } };
      }
    }
  },
};

function nodesById(evidence: EvidenceView): ReadonlyMap<string | undefined, Cited<ManagedNode>> {
  const nodes = evidence.items(source, "DescribeInstanceInformation", "InstanceInformationList");
  return new Map(nodes.map((node) => [node.value.InstanceId, node]));
}

/** The ids of a region's instances that run and are managed. */
export function managedIds(evidence: EvidenceView, region: string | null): string[] {
  const nodes = nodesById(evidence);
  return evidence
    .items(source, "DescribeInstances", "Reservations")
    .filter(({ file }) => file.region === region)
    .flatMap((reservation) => reservation.value.Instances ?? [])
    .filter(({ State }) => State?.Name === "running")
    .flatMap(({ InstanceId }) =>
      InstanceId !== undefined && nodes.has(InstanceId) ? [InstanceId] : [],
    );
}
