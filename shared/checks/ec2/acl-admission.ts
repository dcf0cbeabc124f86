import type { Cited } from "../../evidence/cited.ts";
import {
  type AddressRange,
  ALL_IPV4,
  ALL_IPV6,
  intersect,
  isWorld,
  parseCidr,
  subtract,
} from "./address-ranges.ts";
import type { AclEntry, NetworkAcl } from "./network-acls.ts";
import type { PortProtocol } from "./ports.ts";

/** One inbound rule of a network ACL, read. */
export interface AclRule {
  readonly number: number;
  readonly allows: boolean;
  readonly addresses: AddressRange;
  /** The range as the rule writes it. */
  readonly cidr: string;
  /** IANA's number, -1 for all protocols. */
  readonly protocol: string;
  /** Null where the rule is about all ports. */
  readonly ports: { readonly from: number; readonly to: number } | null;
  readonly at: Cited<AclEntry>;
}

/** The inbound rules of a network ACL in the order in which AWS applies them. */
export interface AclRules {
  readonly rules: readonly AclRule[];
  /** Rules, or the list of them, that do not say what they match. */
  readonly unclear: readonly Cited<unknown>[];
}

/**
 * Reads the inbound rules of a network ACL, lowest number first.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html
 */
export function inboundRules(acl: Cited<NetworkAcl>): AclRules {
  const entries = acl.at("Entries");
  if (entries.value === undefined) return { rules: [], unclear: [acl] };
  const rules: AclRule[] = [];
  const unclear: Cited<unknown>[] = [];
  for (const entry of entries.each()) {
    if (entry.value.Egress === true) continue;
    const rule = readRule(entry);
    if (rule === null) unclear.push(entry);
    else rules.push(rule);
  }
  return { rules: rules.toSorted((a, b) => a.number - b.number), unclear };
}

/**
 * The rules by which the world is let in on a port; empty where it is not. For every address the
 * first rule that matches decides, so a denial before an allowance closes what it names and no more.
 */
export function admittingWorld(
  rules: readonly AclRule[],
  protocol: PortProtocol,
  port: number,
): AclRule[] {
  let undecided: AddressRange[] = [ALL_IPV4, ALL_IPV6];
  const admitted: AddressRange[] = [];
  const admitting: AclRule[] = [];
  for (const rule of rules) {
    if (!matches(rule, protocol, port)) continue;
    const decided = undecided.flatMap((range) => intersect(range, rule.addresses));
    if (rule.allows && decided.length > 0) {
      admitted.push(...decided);
      admitting.push(rule);
    }
    undecided = undecided.flatMap((range) => subtract(range, rule.addresses));
  }
  return isWorld(admitted) ? admitting : [];
}

function readRule(entry: Cited<AclEntry>): AclRule | null {
  const { RuleNumber, RuleAction, Egress, Protocol, PortRange } = entry.value;
  const cidr = entry.value.CidrBlock ?? entry.value.Ipv6CidrBlock;
  const addresses = cidr === undefined ? null : parseCidr(cidr);
  if (cidr === undefined || addresses === null || Egress === undefined) return null;
  if (RuleNumber === undefined || RuleAction === undefined || Protocol === undefined) return null;
  const { From, To } = PortRange ?? {};
  const named = From !== undefined && To !== undefined;
  if (hasPorts(Protocol) && !named) return null;
  return {
    number: RuleNumber,
    allows: RuleAction === "allow",
    addresses,
    cidr,
    protocol: Protocol,
    ports: hasPorts(Protocol) && named ? { from: From, to: To } : null,
    at: entry,
  };
}

function matches({ protocol, ports }: AclRule, wanted: PortProtocol, port: number): boolean {
  if (protocol !== "-1" && protocol !== PROTOCOL_NUMBERS[wanted]) return false;
  return ports === null || (ports.from <= port && port <= ports.to);
}

/** https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml */
const PROTOCOL_NUMBERS: Readonly<Record<PortProtocol, string>> = { tcp: "6", udp: "17" };

function hasPorts(protocol: string): boolean {
  return protocol === PROTOCOL_NUMBERS.tcp || protocol === PROTOCOL_NUMBERS.udp;
}
