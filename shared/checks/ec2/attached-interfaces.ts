import type { Cited, Recorded } from "../../evidence/cited.ts";
import { networkInterfaces } from "../../sources/ec2/network-interfaces.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { pagesIn } from "./listed-pages.ts";
import { oncePerRegion } from "./once-per-region.ts";

type Page = Recorded<SourceOutput<typeof networkInterfaces, "DescribeNetworkInterfaces">>;

/** One network interface as EC2 describes it. */
export type NetworkInterface = NonNullable<Page["NetworkInterfaces"]>[number];

/** What the network interfaces of a region say about groups and VPCs. */
export interface AttachedInterfaces {
  readonly byGroup: ReadonlyMap<string, readonly Cited<NetworkInterface>[]>;
  readonly byVpc: ReadonlyMap<string, readonly Cited<NetworkInterface>[]>;
  /** Whether all were read: only then does it mean something that none is listed. */
  readonly whole: boolean;
  /** The lists themselves, to cite where none is listed. */
  readonly lists: readonly Cited<unknown>[];
}

/** The network interfaces of a region by security group and by VPC. */
export const attachedInterfaces = oncePerRegion((evidence, region): AttachedInterfaces => {
  const { pages, whole } = pagesIn(
    evidence.answers(networkInterfaces, "DescribeNetworkInterfaces"),
    region,
  );
  const byGroup = new Map<string, Cited<NetworkInterface>[]>();
  const byVpc = new Map<string, Cited<NetworkInterface>[]>();
  let placed = true;
  for (const page of pages) {
    for (const one of page.at("NetworkInterfaces").each()) {
      const { Groups, VpcId } = one.value;
      // One that does not say where it belongs may belong to anything.
      if (Groups === undefined || VpcId === undefined) placed = false;
      if (VpcId !== undefined) add(byVpc, VpcId, one);
      for (const { GroupId } of Groups ?? []) {
        if (GroupId !== undefined) add(byGroup, GroupId, one);
      }
    }
  }
  return {
    byGroup,
    byVpc,
    whole: whole && placed,
    lists: pages.map((page) => page.at("NetworkInterfaces")),
  };
});

function add<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}
