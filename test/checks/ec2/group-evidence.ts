import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { network, networkInterface } from "./network-evidence.ts";

/** IPv4 ranges as a rule holds them. */
export const v4 = (...ranges: string[]): Json => ranges.map((CidrIp) => ({ CidrIp }));
/** IPv6 ranges as a rule holds them. */
export const v6 = (...ranges: string[]): Json => ranges.map((CidrIpv6) => ({ CidrIpv6 }));
/** A rule for ports, that lets nobody in but these sources. */
export const rule = (
  protocol: string,
  from: number,
  to: number,
  sources: Record<string, Json>,
): Json => ({
  IpProtocol: protocol,
  FromPort: from,
  ToPort: to,
  IpRanges: [],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
  ...sources,
});
/** A rule for all traffic. */
export const all = (sources: Record<string, Json>): Json => ({ IpProtocol: "-1", ...sources });
/** The source that is everyone, over IPv4. */
export const world = { IpRanges: v4("0.0.0.0/0") };

/** The group sg-1 with these inbound rules, or without any list of rules. */
export const group = (permissions: Json[] | undefined, name = "web"): Json => ({
  GroupId: "sg-1",
  GroupName: name,
  VpcId: "vpc-1",
  OwnerId: "123456789012",
  ...(permissions === undefined ? {} : { IpPermissions: permissions }),
  IpPermissionsEgress: [],
  Tags: [],
});
/** One group with these rules, attached to one interface. */
export const attached = (...permissions: Json[]) =>
  network({
    groups: [group(permissions)],
    interfaces: [networkInterface("eni-1", "vpc-1", "sg-1")],
  });
