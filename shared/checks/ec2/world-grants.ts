import type { Cited } from "../../evidence/cited.ts";
import { type AddressRange, isWorld, parseCidr } from "./address-ranges.ts";
import { describePorts, LAST_PORT, type PortProtocol, type Ports } from "./ports.ts";
import type { SecurityGroup } from "./security-groups.ts";

/** One address range that one inbound rule lets reach some ports. */
export interface Grant extends Ports {
  readonly addresses: AddressRange;
  /** The range as the rule writes it. */
  readonly cidr: string;
  /** The rule's traffic in words: `all traffic`, `TCP port 22`. */
  readonly traffic: string;
  readonly at: Cited<unknown>;
}

/** The inbound rules of a group, as far as they name addresses. */
export interface Grants {
  readonly grants: readonly Grant[];
  /** Rules, or the list of them, that do not say whom they let in or where. */
  readonly unclear: readonly Cited<unknown>[];
}

type Permission = NonNullable<SecurityGroup["IpPermissions"]>[number];

/**
 * Reads a group's inbound rules. Rules for other groups and for prefix lists let nobody in from the
 * world, and protocols without ports (ICMP, ESP) reach none: neither is a grant.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export function grantsOf(group: Cited<SecurityGroup>): Grants {
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
    for (const { at, cidr } of sources) {
      const addresses = cidr === undefined ? null : parseCidr(cidr);
      if (cidr === undefined || addresses === null) unclear.push(at);
      else grants.push(...(ports ?? []).map((some) => ({ ...some, addresses, cidr, at })));
    }
  }
  return { grants, unclear };
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
    const alone = here.filter(({ addresses }) => isWorld([addresses]));
    if (alone.length > 0) return alone;
    return isWorld(here.map(({ addresses }) => addresses)) ? here : [];
  });
}

/** The ports that a rule opens, none where its protocol has no ports, null where it does not say. */
function portsOf({
  IpProtocol,
  FromPort,
  ToPort,
}: Permission): (Ports & Pick<Grant, "traffic">)[] | null {
  if (IpProtocol === undefined) return null;
  if (IpProtocol === "-1") {
    return (["tcp", "udp"] as const).map((protocol) => ({
      ...{ protocol, from: 0, to: LAST_PORT },
      traffic: "all traffic",
    }));
  }
  const protocol = PORT_PROTOCOLS.get(IpProtocol);
  if (protocol === undefined) return [];
  if (FromPort === undefined || ToPort === undefined) return null;
  const ports = { protocol, from: FromPort, to: ToPort };
  return [{ ...ports, traffic: describePorts(ports) }];
}

/** By name as EC2 gives them, and by IANA's number as it takes them. */
const PORT_PROTOCOLS: ReadonlyMap<string, PortProtocol> = new Map([
  ["tcp", "tcp"],
  ["6", "tcp"],
  ["udp", "udp"],
  ["17", "udp"],
]);
