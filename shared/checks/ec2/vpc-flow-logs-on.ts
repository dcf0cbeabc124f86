import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { flowLogs } from "../../sources/ec2/flow-logs.ts";
import { networkInterfaces } from "../../sources/ec2/network-interfaces.ts";
import { subnets } from "../../sources/ec2/subnets.ts";
import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { attachedInterfaces } from "./attached-interfaces.ts";
import { listInWords } from "./list-in-words.ts";
import { pagesIn } from "./listed-pages.ts";
import { allFlowLogs, type FlowLog, flowLogsOf, shortcomingOf } from "./recording-flow-logs.ts";
import { vpcs } from "./vpcs.ts";

/**
 * Each VPC has a working flow log of refused traffic, on itself or on every one of its subnets. A
 * default VPC with nothing in it has no traffic to log; one that the company made is always judged.
 */
export const vpcFlowLogsOn = check({
  id: "ec2.vpc-flow-logs-on",
  title: "Every VPC logs its traffic",
  severity: "medium",
  controls: [covers("LG-03", "flow logs")],
  why: "After a break-in the flow log is what shows where the intruder came from and how much data left; it cannot be made afterwards.",
  fix: {
    downtime: "none",
    steps:
      "Create a flow log for the VPC that records at least rejected traffic, to a bucket or log group with the retention that your policy sets. Records cost by volume; REJECT is the cheapest choice.",
    cli: "aws ec2 create-flow-logs --region REGION --resource-type VPC --resource-ids VPC_ID --traffic-type REJECT --log-destination-type s3 --log-destination arn:aws:s3:::LOG_BUCKET",
    cdk: 'vpc.addFlowLog("FlowLog", { trafficType: ec2.FlowLogTrafficType.REJECT, destination: ec2.FlowLogDestination.toS3(logBucket) });',
  },
  references: {
    cis: { "1.2.0": "2.9", "5.0.0": "3.7" },
    fsbp: ["EC2.6"],
    prowler: ["vpc_flow_logs_enabled"],
    docs: [
      "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html",
    ],
  },
  population: vpcs,
  needs: [flowLogs, subnets, networkInterfaces],
  judge(vpc, { evidence }, { id, region }) {
    const own = flowLogsOf(id, evidence, region);
    const recording = own.find(isRecording);
    if (recording !== undefined) {
      const { FlowLogId, TrafficType } = recording.value;
      return pass(
        `${id} logs its traffic (${FlowLogId ?? "a flow log"}, traffic type ${TrafficType}).`,
        recording,
      );
    }
    const { byVpc, lists: interfaceLists } = attachedInterfaces(evidence, region);
    if (vpc.value.IsDefault === true && !byVpc.has(id)) {
      return notApplicable(
        `${id} is a default VPC with no network interface in it, so there is no traffic to log.`,
        vpc.at("IsDefault"),
        ...interfaceLists,
      );
    }
    // From here on it matters what is not there.
    const { lists, subnetIds } = allFlowLogs(evidence, region);
    // Which subnets there are matters only where some subnet is logged.
    const within = subnetIds.size === 0 ? [] : subnetsOf(id, evidence, region);
    const bySubnet = within.map(({ value }) => flowLogsOf(value.SubnetId ?? "", evidence, region));
    const [firstLog, ...otherLogs] = bySubnet.flatMap((logs) => logs.filter(isRecording));
    if (firstLog !== undefined && bySubnet.every((logs) => logs.some(isRecording))) {
      return pass(
        `Each of the ${within.length} subnets of ${id} logs its traffic.`,
        firstLog,
        ...otherLogs,
      );
    }
    const bare = within.filter((_subnet, index) => bySubnet[index]?.every(isFallingShort));
    const [unclear] = [...own, ...(bare.length === 0 ? bySubnet.flat() : [])].filter(isUnclear);
    if (unclear !== undefined) {
      return indeterminate(
        `${unclear.value.FlowLogId ?? "A flow log"} of ${id} does not say whether it works and what it records.`,
        unclear,
      );
    }
    return fail(
      `${id} does not log its traffic: ${whyNot(own, bare.length, within.length)}.`,
      vpc,
      ...(own.length > 0 ? own : lists),
      ...(bare.length < within.length ? bare : []),
    );
  },
});

function isRecording({ value }: Cited<FlowLog>): boolean {
  return shortcomingOf(value) === null;
}

function isUnclear({ value }: Cited<FlowLog>): boolean {
  return shortcomingOf(value) === undefined;
}

function isFallingShort({ value }: Cited<FlowLog>): boolean {
  return typeof shortcomingOf(value) === "string";
}

function whyNot(own: readonly Cited<FlowLog>[], bare: number, subnetCount: number): string {
  const shortcomings = own.flatMap(({ value }) => shortcomingOf(value) ?? []);
  const ownLogs = shortcomings.length === 0 ? "it has no flow log" : listInWords(shortcomings);
  if (bare === subnetCount) return ownLogs;
  return `${ownLogs}, and ${bare} of its ${subnetCount} subnets ${bare === 1 ? "has" : "have"} none that works`;
}

/** @throws Unread where the subnets were not all read: one without a flow log may be missing. */
function subnetsOf(vpcId: string, evidence: EvidenceView, region: string | null) {
  const { pages, whole } = pagesIn(evidence.answers(subnets, "DescribeSubnets"), region);
  if (!whole) {
    evidence.call(subnets, "DescribeSubnets", { MaxResults: 1000 }, region ?? undefined);
    throw new Unread("DescribeSubnets was not read to its last page", pages[0] ?? null);
  }
  return pages
    .flatMap((page) => page.at("Subnets").each())
    .filter(({ value }) => value.VpcId === vpcId);
}
