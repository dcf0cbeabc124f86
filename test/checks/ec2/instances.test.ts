import { describe, expect, it } from "vitest";
import { instanceNotOpenToWorld } from "../../../shared/checks/ec2/instance-not-open-to-world.ts";
import { instanceRequiresImdsv2 } from "../../../shared/checks/ec2/instance-requires-imdsv2.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { all, group, rule, v4, v6, world } from "./group-evidence.ts";
import { instancesOf, type Listed } from "./machine-evidence.ts";
import { network } from "./network-evidence.ts";

const HOSTILE = "=1+<b>\"x'\u202e";
const NONE =
  "not-applicable 123456789012: Account 123456789012 has none of the instances, running or stopped.";
const DENIED =
  "indeterminate 123456789012: Not all of the instances, running or stopped in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeInstances.";

const instance = (more: Record<string, Json> = {}): Json => ({
  InstanceId: "i-1",
  State: { Code: 16, Name: "running" },
  Tags: [],
  NetworkInterfaces: [],
  ...more,
});
const withOptions = (MetadataOptions: Json, more: Record<string, Json> = {}): Json =>
  instance({ MetadataOptions, ...more });
const TOKENS_OPTIONAL = { HttpTokens: "optional", HttpEndpoint: "enabled", State: "applied" };
const state = (Name: string) => ({ State: { Name } });

describe("ec2.instance-requires-imdsv2", () => {
  it.each<[string, Listed, string[]]>([
    [
      "passes where tokens are required",
      [withOptions({ HttpTokens: "required", HttpEndpoint: "enabled" })],
      ["pass i-1: The metadata service of i-1 requires session tokens."],
    ],
    [
      "fails where they are optional",
      [withOptions(TOKENS_OPTIONAL)],
      ["fail i-1: The metadata service of i-1 answers without a session token."],
    ],
    [
      "fails for a stopped instance, which starts again as it is",
      [withOptions(TOKENS_OPTIONAL, state("stopped"))],
      ["fail i-1: The metadata service of i-1 answers without a session token."],
    ],
    [
      "passes where the service is switched off",
      [withOptions({ HttpTokens: "optional", HttpEndpoint: "disabled" })],
      ["pass i-1: The metadata service of i-1 is switched off."],
    ],
    [
      "does not pass where the options are left out",
      [instance()],
      [
        "indeterminate i-1: EC2 does not say whether the metadata service of i-1 requires session tokens.",
      ],
    ],
    [
      "does not pass a word that AWS has added since",
      [withOptions({ HttpTokens: "sometimes", HttpEndpoint: "enabled" })],
      [
        "indeterminate i-1: EC2 does not say whether the metadata service of i-1 requires session tokens.",
      ],
    ],
    [
      "leaves out what has ended",
      [withOptions(TOKENS_OPTIONAL, state("terminated"))],
      [
        "not-applicable 123456789012: Account 123456789012 has none of the instances, running or stopped left to judge.",
      ],
    ],
    [
      "keeps hostile names inert",
      [withOptions(TOKENS_OPTIONAL, { Tags: [{ Key: "Name", Value: HOSTILE }] })],
      [
        `fail i-1: The metadata service of i-1 ${JSON.stringify(HOSTILE)} answers without a session token.`,
      ],
    ],
    ["says that there are none", [], [NONE]],
    ["is indeterminate when the list is denied", "denied", [DENIED]],
    ["is indeterminate when half of it is missing", "second page denied", [DENIED]],
  ])("%s", (_sentence, listed, expected) => {
    expect(outcomes(instanceRequiresImdsv2, [instancesOf(listed)])).toEqual(expected);
  });

  it("cites the option of the very instance", () => {
    const listed = [
      withOptions({ HttpTokens: "required" }),
      withOptions(TOKENS_OPTIONAL, { InstanceId: "i-2" }),
    ];
    expect(citations(instanceRequiresImdsv2, [instancesOf(listed)])[1]).toBe(
      "ec2.instances.eu-west-1.json#/calls/0/response/Reservations/1/Instances/0/MetadataOptions/HttpTokens",
    );
  });
});

/** A network interface of an instance that bears the group sg-1. */
const face = (more: Record<string, Json>): Json => ({
  NetworkInterfaceId: "eni-1",
  Groups: [{ GroupId: "sg-1", GroupName: "web" }],
  Ipv6Addresses: [],
  ...more,
});
const ELASTIC = { Association: { PublicIp: "203.0.113.7" } };
const IPV6 = { Ipv6Addresses: [{ Ipv6Address: "2001:db8::7" }] };
const facing = (...faces: Json[]) => instancesOf([instance({ NetworkInterfaces: faces })]);
const groups = (...permissions: Json[]) => network({ groups: [group(permissions)] });
const web = [rule("tcp", 443, 443, world), rule("tcp", 80, 80, world)];

describe("ec2.instance-not-open-to-world", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes without a public address, whatever the group opens",
      [facing(face({})), ...groups(all(world))],
      ["pass medium i-1 has no public address."],
    ],
    [
      "passes a public address that nobody from the world reaches",
      [facing(face(ELASTIC)), ...groups(rule("tcp", 22, 22, { IpRanges: v4("198.51.100.0/24") }))],
      [
        "pass medium i-1 has the public address 203.0.113.7, but no group of it lets the whole internet in.",
      ],
    ],
    [
      "fails a public address with a port open to the world",
      [facing(face(ELASTIC)), ...groups(rule("tcp", 8080, 8080, world))],
      [
        "fail medium i-1 has the public address 203.0.113.7, and its groups let the whole internet reach TCP port 8080.",
      ],
    ],
    [
      "is low where only web ports are open",
      [facing(face(ELASTIC)), ...groups(...web)],
      [
        "fail low i-1 has the public address 203.0.113.7, and its groups let the whole internet reach TCP port 443 and TCP port 80.",
      ],
    ],
    [
      "is not low where another port is open beside them",
      [facing(face(ELASTIC)), ...groups(...web, rule("tcp", 22, 22, world))],
      [
        "fail medium i-1 has the public address 203.0.113.7, and its groups let the whole internet reach TCP port 443, TCP port 80 and TCP port 22.",
      ],
    ],
    [
      "names all ports once",
      [facing(face(ELASTIC)), ...groups(all(world))],
      [
        "fail medium i-1 has the public address 203.0.113.7, and its groups let the whole internet reach all ports.",
      ],
    ],
    [
      "counts an IPv6 address as public",
      [facing(face(IPV6)), ...groups(rule("tcp", 22, 22, { Ipv6Ranges: v6("::/0") }))],
      [
        "fail medium i-1 has the public address 2001:db8::7, and its groups let the whole internet reach TCP port 22.",
      ],
    ],
    [
      "does not mix up the versions: IPv4 address, rule for IPv6",
      [facing(face(ELASTIC)), ...groups(rule("tcp", 22, 22, { Ipv6Ranges: v6("::/0") }))],
      [
        "pass medium i-1 has the public address 203.0.113.7, but no group of it lets the whole internet in.",
      ],
    ],
    [
      "looks at each interface by itself: the public one bears no open group",
      [facing(face({}), face({ ...ELASTIC, Groups: [] })), ...groups(rule("tcp", 22, 22, world))],
      [
        "pass medium i-1 has the public address 203.0.113.7, but no group of it lets the whole internet in.",
      ],
    ],
    [
      "does not pass where a group is not listed",
      [facing(face(ELASTIC)), ...network({})],
      ["indeterminate medium i-1 could not be judged: the group sg-1 is not listed."],
    ],
    [
      "does not pass where the groups are denied",
      [facing(face(ELASTIC)), ...network({ groups: "denied" })],
      ["indeterminate medium i-1 could not be judged: the group sg-1 is not listed."],
    ],
    [
      "does not pass where the interface leaves its groups out",
      [facing({ NetworkInterfaceId: "eni-1", ...ELASTIC }), ...groups()],
      [
        "indeterminate medium i-1 has a public address, and the rules of its groups do not say whom they let in.",
      ],
    ],
    [
      "does not pass where a rule does not say whom it lets in",
      [facing(face(ELASTIC)), ...groups(rule("tcp", 22, 22, { IpRanges: [{}] }))],
      [
        "indeterminate medium i-1 has a public address, and the rules of its groups do not say whom they let in.",
      ],
    ],
    [
      "does not pass where the interfaces are left out",
      [instancesOf([{ InstanceId: "i-1", State: { Name: "running" } }]), ...groups()],
      ["indeterminate medium EC2 does not say which addresses i-1 has."],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    const { findings } = judged(instanceNotOpenToWorld, evidence);
    expect(findings.map((one) => `${one.status} ${one.severity} ${one.reason}`)).toEqual(expected);
  });

  it.each<[string, Listed, string[]]>([
    ["says that there are none", [], [NONE]],
    ["is indeterminate when the list is denied", "denied", [DENIED]],
  ])("%s", (_sentence, listed, expected) => {
    expect(outcomes(instanceNotOpenToWorld, [instancesOf(listed), ...groups()])).toEqual(expected);
  });

  it("cites the address and the rule", () => {
    const evidence = [facing(face(ELASTIC)), ...groups(rule("tcp", 22, 22, world))];
    expect(citations(instanceNotOpenToWorld, evidence)).toEqual([
      "ec2.instances.eu-west-1.json#/calls/0/response/Reservations/0/Instances/0/NetworkInterfaces/0/Association/PublicIp",
      "ec2.security-groups.eu-west-1.json#/calls/0/response/SecurityGroups/0/IpPermissions/0/IpRanges/0",
    ]);
  });
});
