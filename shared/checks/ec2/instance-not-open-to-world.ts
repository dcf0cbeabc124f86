import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { securityGroups } from "../../sources/ec2/security-groups.ts";
import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { type Instance, instances, nameOfInstance } from "./instances.ts";
import { listInWords } from "./list-in-words.ts";
import { pagesIn } from "./listed-pages.ts";
import { oncePerRegion } from "./once-per-region.ts";
import { describePorts, LAST_PORT, type PortService, tcp, udp } from "./ports.ts";
import type { SecurityGroup } from "./security-groups.ts";
import { type Grant, grantsOf, reachingSome } from "./world-grants.ts";

type NetworkInterface = NonNullable<Instance["NetworkInterfaces"]>[number];

/**
 * A public address alone lets nobody in, and a group that is open to the world reaches nothing behind
 * a private address: both together on one network interface, over the same version of the Internet
 * Protocol, put an instance on the internet. Every IPv6 address of an instance is a public one.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
 */
export const instanceNotOpenToWorld = check({
  id: "ec2.instance-not-open-to-world",
  title: "No instance faces the whole internet by itself",
  severity: "medium",
  controls: [supports("NW-01", "security groups")],
  why: "What stands on the internet itself has no load balancer or filter before it, and every flaw of what it runs is found by scanners within hours.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Put a load balancer before what customers use, reach the rest by Session Manager or a VPN, then take the open rule and the public address away. Who came in by that address is cut off.",
    cli: "aws ec2 modify-network-interface-attribute --region REGION --network-interface-id INTERFACE_ID --no-associate-public-ip-address; aws ec2 disassociate-address --region REGION --association-id ASSOCIATION_ID",
    cdk: 'new ec2.Instance(this, "Host", { vpc, instanceType, machineImage, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, associatePublicIpAddress: false });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterface.html",
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
    ],
  },
  population: instances,
  needs: [securityGroups],
  judge(instance, { evidence }, { region }) {
    const name = nameOfInstance(instance.value);
    const interfaces = instance.at("NetworkInterfaces");
    if (interfaces.value === undefined) {
      return indeterminate(`EC2 does not say which addresses ${name} has.`, instance);
    }
    const faces = interfaces.each().flatMap(publicFacesOf);
    const [place, ...morePlaces] = faces.map(({ at }) => at);
    if (place === undefined) return pass(`${name} has no public address.`, interfaces);
    const rules = faces.map((face) => ({ face, ...rulesOf(face, evidence, region) }));
    const open = rules.flatMap(({ grants }) => openedBy(grants));
    if (open.length > 0) {
      const reason = `${name} has the public address ${wordsOf(faces)}, and its groups let the whole internet reach ${wordsOfPorts(open)}.`;
      const rulePlaces = new Set(open.map(({ at }) => at));
      return {
        ...fail(reason, place, ...morePlaces, ...rulePlaces),
        ...(open.every(isWeb) ? { severity: "low" } : {}),
      };
    }
    const [unclear, ...moreUnclear] = rules.flatMap((one) => one.unclear);
    if (unclear !== undefined) {
      return indeterminate(
        `${name} has a public address, and the rules of its groups do not say whom they let in.`,
        unclear,
        ...moreUnclear,
      );
    }
    return pass(
      `${name} has the public address ${wordsOf(faces)}, but no group of it lets the whole internet in.`,
      place,
      ...morePlaces,
    );
  },
});

/** One version of the Internet Protocol by which a network interface has public addresses. */
interface PublicFace {
  readonly version: 4 | 6;
  readonly address: string;
  readonly groups: Cited<NetworkInterface["Groups"]>;
  readonly at: Cited<unknown>;
}

function publicFacesOf(face: Cited<NetworkInterface>): PublicFace[] {
  const groups = face.at("Groups");
  const publicIp = face.at("Association").at("PublicIp");
  const [ipv6] = face.at("Ipv6Addresses").each();
  const faces: PublicFace[] = [];
  if (publicIp.value !== undefined) {
    faces.push({ version: 4, address: publicIp.value, groups, at: publicIp });
  }
  if (ipv6 !== undefined) {
    const address = ipv6.value.Ipv6Address ?? "of IPv6";
    faces.push({ version: 6, address, groups, at: ipv6 });
  }
  return faces;
}

function wordsOf(faces: readonly PublicFace[]): string {
  return listInWords(faces.map(({ address }) => address));
}

const groupsById = oncePerRegion((evidence, region) => {
  const answers = evidence.answers(securityGroups, "DescribeSecurityGroups");
  const { pages } = pagesIn(answers, region);
  const groups = pages.flatMap((page) => page.at("SecurityGroups").each());
  return new Map(groups.map((group) => [group.value.GroupId, group]));
});

/**
 * What the groups of an interface let in over its version of the protocol.
 *
 * @throws Unread where a group is not listed: it may let everyone in
 */
function rulesOf({ groups, version }: PublicFace, evidence: EvidenceView, region: string | null) {
  if (groups.value === undefined) return { grants: [], unclear: [groups] };
  const found = groups.each().map((reference) => {
    const group: Cited<SecurityGroup> | undefined = groupsById(evidence, region).get(
      reference.value.GroupId,
    );
    if (group === undefined) {
      throw new Unread(
        `the group ${reference.value.GroupId ?? "without an id"} is not listed`,
        reference,
      );
    }
    return grantsOf(group, evidence);
  });
  return {
    grants: found
      .flatMap(({ grants }) => grants)
      .filter(({ addresses }) => addresses.version === version),
    unclear: found.flatMap(({ unclear }) => unclear),
  };
}

const EVERY_PORT: readonly PortService[] = [
  tcp("every TCP port", 0, LAST_PORT),
  udp("every UDP port", 0, LAST_PORT),
];

function openedBy(grants: readonly Grant[]): Grant[] {
  return EVERY_PORT.flatMap((ports) => reachingSome(grants, ports));
}

/** HTTP and HTTPS, HTTP/3 included: meant for everyone, if not necessarily on a machine by itself. */
function isWeb({ protocol, from, to }: Grant): boolean {
  return from === to && (from === 443 || (from === 80 && protocol === "tcp"));
}

function wordsOfPorts(open: readonly Grant[]): string {
  const ports = open.map((grant) => (grant.isAllTraffic ? "all ports" : describePorts(grant)));
  return listInWords([...new Set(ports)]);
}
