import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { routeTables } from "../../sources/ec2/route-tables.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { pagesIn } from "./listed-pages.ts";
import { oncePerRegion } from "./once-per-region.ts";

type Page = Recorded<SourceOutput<typeof routeTables, "DescribeRouteTables">>;

/** One route table as EC2 describes it. */
export type RouteTable = NonNullable<Page["RouteTables"]>[number];

/** One route of a table. */
export type Route = NonNullable<RouteTable["Routes"]>[number];

interface RegionRouteTables {
  readonly bySubnet: ReadonlyMap<string, Cited<RouteTable>>;
  readonly mainByVpc: ReadonlyMap<string, Cited<RouteTable>>;
  readonly whole: boolean;
  readonly lists: readonly Cited<unknown>[];
}

const regionRouteTables = oncePerRegion((evidence, region): RegionRouteTables => {
  const { pages, whole } = pagesIn(evidence.answers(routeTables, "DescribeRouteTables"), region);
  const bySubnet = new Map<string, Cited<RouteTable>>();
  const mainByVpc = new Map<string, Cited<RouteTable>>();
  for (const table of pages.flatMap((page) => page.at("RouteTables").each())) {
    const { Associations = [], VpcId } = table.value;
    for (const { SubnetId, Main } of Associations) {
      if (SubnetId !== undefined) bySubnet.set(SubnetId, table);
      else if (Main === true && VpcId !== undefined) mainByVpc.set(VpcId, table);
    }
  }
  return { bySubnet, mainByVpc, whole, lists: pages.map((page) => page.at("RouteTables")) };
});

/**
 * The route table that a subnet follows: its own, or else the main one of its VPC. Undefined where
 * EC2 lists neither.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 * @throws Unread where the tables were not read to the last page, and the subnet's own is not among
 *   those that were
 */
export function routeTableOf(
  {
    SubnetId,
    VpcId,
  }: { readonly SubnetId?: string | undefined; readonly VpcId?: string | undefined },
  evidence: EvidenceView,
  region: string | null,
): Cited<RouteTable> | undefined {
  const { bySubnet, mainByVpc, whole, lists } = regionRouteTables(evidence, region);
  const own = bySubnet.get(SubnetId ?? "");
  if (own !== undefined) return own;
  if (!whole) {
    evidence.call(routeTables, "DescribeRouteTables", { MaxResults: 100 }, region ?? undefined);
    throw new Unread("DescribeRouteTables was not read to its last page", lists[0] ?? null);
  }
  return mainByVpc.get(VpcId ?? "");
}

/**
 * Whether a route leads to an internet gateway that is there: through one, addresses on the internet
 * can also reach in. NAT and egress-only gateways let nobody in, and have members of their own.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
 */
export function leadsToInternet({ value: { GatewayId, State } }: Cited<Route>): boolean {
  return GatewayId?.startsWith("igw-") === true && State !== "blackhole";
}
