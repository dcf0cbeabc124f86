import type { Cited } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { type AddressRange, isWorld, parseCidr } from "./address-ranges.ts";
import { oncePerRegion } from "./once-per-region.ts";
import { LAST_PORT, type PortProtocol, type Ports } from "./ports.ts";
import type { SecurityGroup } from "./security-groups.ts";

/** One address range that one inbound rule lets reach some ports. */
export interface Grant extends Ports {
  readonly addresses: AddressRange;
  /** Whether the range is the world by itself. */
  readonly isWorld: boolean;
  /** The range as the rule writes it. */
  readonly cidr: string;
  /** Whether the rule is about all traffic, whatever the protocol. */
  readonly isAllTraffic: boolean;
  readonly at: Cited<unknown>;
}

/** The inbound rules of a group, as far as they name addresses. */
export interface Grants {
  readonly grants: readonly Grant[];
  /** Rules, or the list of them, that do not say whom they let in or where. */
  readonly unclear: readonly Cited<unknown>[];
}

type OpenedPorts = Ports & Pick<Grant, "isAllTraffic">;
type Permission = NonNullable<SecurityGroup["IpPermissions"]>[number];

/** An address range with what is told of it, null where the text is none. */
type ReadCidr = Pick<Grant, "addresses" | "isWorld"> | null;

/** What was read for one check serves all others; the same few ranges stand in thousands of rules. */
const readBefore = oncePerRegion(() => ({
  byGroup: new Map<SecurityGroup, Grants>(),
  byCidr: new Map<string, ReadCidr>(),
}));

/**
 * Reads a group's inbound rules. Rules for other groups and for prefix lists let nobody in from the
 * world, and protocols without ports (ICMP, ESP) reach none: neither is a grant.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function grantsOf(group: Cited<SecurityGroup>, evidence: EvidenceView): Grants {
  const { byGroup, byCidr } = readBefore(evidence, group.file.region);
  let found = byGroup.get(group.value);
  if (found === undefined) {
    found = readGrants(group, byCidr);
    byGroup.set(group.value, found);
  }
  return found;
}

function readGrants(group: Cited<SecurityGroup>, byCidr: Map<string, ReadCidr>): Grants {
  const permissions = group.at("IpPermissions");
  if (permissions.value === undefined) return { grants: [], unclear: [group] };
  const grants: Grant[] = [];
  const unclear: Cited<unknown>[] = [];
  for (const permission of permissions.each()) {
    const sources = [
      ...permission
        .at("IpRanges")
        .each()
        .map((at) => ({ at, cidr: at.value.CidrIp })),
      ...permission
        .at("Ipv6Ranges")
        .each()
        .map((at) => ({ at, cidr: at.value.CidrIpv6 })),
    ];
    const ports = portsOf(permission.value);
    if (ports === null && sources.length > 0) unclear.push(permission);
    if (ports === null || ports.length === 0) continue;
    for (const { at, cidr } of sources) {
      const range = cidr === undefined ? null : readCidr(cidr, byCidr);
      if (cidr === undefined || range === null) unclear.push(at);
      else grants.push(...ports.map((some) => ({ ...some, ...range, cidr, at })));
    }
  }
  return { grants, unclear };
}

function readCidr(cidr: string, byCidr: Map<string, ReadCidr>): ReadCidr {
  let range = byCidr.get(cidr);
  if (range === undefined) {
    const addresses = parseCidr(cidr);
    range = addresses === null ? null : { addresses, isWorld: isWorld([addresses]) };
    byCidr.set(cidr, range);
  }
  return range;
}

/** The grants by which the world reaches one of these ports; empty where it reaches none. */
export function reachingSome(grants: readonly Grant[], ports: Ports): Grant[] {
  return [...new Set(grantsBySlice(grants, ports).flat())];
}

/** The grants by which the world reaches all of these ports; empty where it misses one. */
export function reachingEvery(grants: readonly Grant[], ports: Ports): Grant[] {
  const slices = grantsBySlice(grants, ports);
  return slices.some((slice) => slice.length === 0) ? [] : [...new Set(slices.flat())];
}

/**
 * Cuts the ports where a rule begins or ends, so that within a slice the same rules hold, and gives
 * for each slice the grants that make it reachable for the world: those that do so alone, else all
 * that do so together, else none.
 */
function grantsBySlice(grants: readonly Grant[], ports: Ports): Grant[][] {
  const near = grants.filter(
    ({ protocol, from, to }) => protocol === ports.protocol && from <= ports.to && to >= ports.from,
  );
  const starts = near
    .flatMap(({ from, to }) => [from, to + 1])
    .filter((start) => start > ports.from && start <= ports.to);
  return [...new Set([ports.from, ...starts])].map((port) => {
    const here = near.filter(({ from, to }) => from <= port && port <= to);
    const alone = here.filter((grant) => grant.isWorld);
    if (alone.length > 0 || here.length < 2) return alone;
    return isWorld(here.map(({ addresses }) => addresses)) ? here : [];
  });
}

/** The ports that a rule opens, none where its protocol has no ports, null where it does not say. */
function portsOf({ IpProtocol, FromPort, ToPort }: Permission): OpenedPorts[] | null {
  if (IpProtocol === undefined) return null;
  if (IpProtocol === "-1") {
    const all = { from: 0, to: LAST_PORT, isAllTraffic: true };
    return [
      { protocol: "tcp", ...all },
      { protocol: "udp", ...all },
    ];
  }
  const protocol = PORT_PROTOCOLS.get(IpProtocol);
  if (protocol === undefined) return [];
  if (FromPort === undefined || ToPort === undefined) return null;
  return [{ protocol, from: FromPort, to: ToPort, isAllTraffic: false }];
}

/** By name as EC2 gives them, and by IANA's number as it takes them. */
const PORT_PROTOCOLS: ReadonlyMap<string, PortProtocol> = new Map([
  ["tcp", "tcp"],
  ["6", "tcp"],
  ["udp", "udp"],
  ["17", "udp"],
]);
