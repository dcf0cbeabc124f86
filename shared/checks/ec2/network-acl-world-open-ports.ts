import { networkInterfaces } from "../../sources/ec2/network-interfaces.ts";
import { vpcs } from "../../sources/ec2/vpcs.ts";
import { type AnyCheck, check, covers, fail, indeterminate, pass } from "../check.ts";
import { type AclRule, admittingWorld, inboundRules } from "./acl-admission.ts";
import { listInWords } from "./list-in-words.ts";
import { networkAcls } from "./network-acls.ts";
import { describeService, type PortService, RDP, SSH } from "./ports.ts";

/** One member of the family: a way to administer machines from afar. */
interface Row {
  readonly id: string;
  readonly what: string;
  readonly services: readonly PortService[];
  readonly port: number;
  readonly prowler: string;
}

const ROWS: readonly Row[] = [
  {
    id: "ec2.network-acl-no-world-open-ssh",
    what: "SSH",
    services: SSH,
    port: 22,
    prowler: "ec2_networkacl_allow_ingress_tcp_port_22",
  },
  {
    id: "ec2.network-acl-no-world-open-rdp",
    what: "RDP",
    services: RDP,
    port: 3389,
    prowler: "ec2_networkacl_allow_ingress_tcp_port_3389",
  },
];

/**
 * No network ACL lets the whole internet in on these ports: one check for each row. The rules are
 * applied as AWS applies them, and the ACL that AWS makes with a VPC, which lets everything in,
 * fails as CIS has it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export const networkAclWorldOpenPorts: readonly AnyCheck[] = ROWS.map((row) =>
  check({
    id: row.id,
    title: `No network ACL lets the whole internet in on ${row.what}`,
    severity: "medium",
    controls: [covers("NW-01", "network ACLs")],
    why: `A network ACL is the second lock: where it keeps ${row.what} from the internet out, a security group that was opened by mistake opens nothing.`,
    fix: {
      downtime: "none",
      steps: `Deny the port${row.services.length > 1 ? ", on TCP and UDP," : ""} to 0.0.0.0/0, and to ::/0 where the VPC has IPv6, by rules with lower numbers than the one that allows all; allow a VPN's addresses before that. Network ACLs keep no state: ${
        row.port < 1024
          ? "answers to connections from inside come to ports from 1024 up, so nothing else is touched"
          : "answers to connections from inside come to ports from 1024 up, so the rare one that uses this port fails and is tried again"
      }.`,
      cli: `aws ec2 create-network-acl-entry --region REGION --network-acl-id NETWORK_ACL_ID --ingress --rule-number 50 --protocol tcp --port-range From=${row.port},To=${row.port} --cidr-block 0.0.0.0/0 --rule-action deny`,
      cdk: `networkAcl.addEntry("No${row.what}", { ruleNumber: 50, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(${row.port}), direction: ec2.TrafficDirection.INGRESS, ruleAction: ec2.Action.DENY });`,
    },
    references: {
      cis: { "5.0.0": "5.2" },
      fsbp: ["EC2.21"],
      prowler: [row.prowler, "ec2_networkacl_allow_ingress_any_port"],
      docs: [
        "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html",
      ],
    },
    population: networkAcls,
    // Beside the population's: by these it is told whether a default VPC is in use.
    needs: [vpcs, networkInterfaces],
    judge(acl, _context, { id }) {
      const { rules, unclear } = inboundRules(acl);
      const [firstUnclear, ...otherUnclear] = unclear;
      if (firstUnclear !== undefined) {
        // Any rule may come before the others and decide, so nothing can be said without it.
        return indeterminate(
          `The inbound rules of ${id} do not say whether they let the whole internet in on ${row.what}.`,
          firstUnclear,
          ...otherUnclear,
        );
      }
      const open = row.services
        .map((service) => ({ service, by: admittingWorld(rules, service.protocol, service.from) }))
        .filter(({ by }) => by.length > 0);
      const [first, ...others] = new Set(open.flatMap(({ by }) => by));
      if (first === undefined) {
        return pass(`${id} does not let the whole internet in on ${row.what}.`, acl.at("Entries"));
      }
      const services = listInWords(open.map(({ service }) => describeService(service)));
      const associations = acl.at("Associations");
      const subnets = associations.value?.length;
      const reason = `${id} lets the whole internet in on ${services} by ${describeRules([first, ...others])}. ${describeSubnets(subnets)}`;
      return {
        ...fail(reason, first.at, ...others.map(({ at }) => at), associations),
        ...(subnets === 0 ? { severity: "low" as const } : {}),
      };
    },
  }),
);

/** `rule 100 (from 0.0.0.0/0) and rule 101 (from ::/0)`. */
function describeRules(rules: readonly AclRule[]): string {
  return listInWords(rules.map(({ number, cidr }) => `rule ${number} (from ${cidr})`));
}

function describeSubnets(count: number | undefined): string {
  switch (count) {
    case undefined:
      return "Which subnets it is associated with is not said.";
    case 0:
      return "It is associated with no subnet.";
    case 1:
      return "It is associated with 1 subnet.";
    default:
      return `It is associated with ${count} subnets.`;
  }
}
