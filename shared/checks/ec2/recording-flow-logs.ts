import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { flowLogs } from "../../sources/ec2/flow-logs.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { pagesIn } from "./listed-pages.ts";
import { oncePerRegion } from "./once-per-region.ts";

type Page = Recorded<SourceOutput<typeof flowLogs, "DescribeFlowLogs">>;

/** One flow log as EC2 describes it. */
export type FlowLog = NonNullable<Page["FlowLogs"]>[number];

interface RegionFlowLogs {
  readonly byResource: ReadonlyMap<string, readonly Cited<FlowLog>[]>;
  readonly whole: boolean;
  readonly lists: readonly Cited<unknown>[];
}

const regionFlowLogs = oncePerRegion((evidence, region): RegionFlowLogs => {
  const { pages, whole } = pagesIn(evidence.answers(flowLogs, "DescribeFlowLogs"), region);
  const logs = pages.flatMap((page) => page.at("FlowLogs").each());
  return {
    byResource: Map.groupBy(logs, ({ value }) => value.ResourceId ?? ""),
    whole,
    lists: pages.map((page) => page.at("FlowLogs")),
  };
});

/** The flow logs that watch one VPC or subnet itself, as far as they were read. */
export function flowLogsOf(
  resourceId: string,
  evidence: EvidenceView,
  region: string | null,
): readonly Cited<FlowLog>[] {
  return regionFlowLogs(evidence, region).byResource.get(resourceId) ?? [];
}

/**
 * All flow logs of a region: lists to cite where one is missing, and the subnets that have any.
 *
 * @throws Unread where they were not read to the last page: then none is proved to be missing.
 */
export function allFlowLogs(
  evidence: EvidenceView,
  region: string | null,
): { readonly lists: readonly Cited<unknown>[]; readonly subnetIds: ReadonlySet<string> } {
  const { whole, lists, byResource } = regionFlowLogs(evidence, region);
  if (whole) {
    const subnetIds = [...byResource.keys()].filter((id) => id.startsWith("subnet-"));
    return { lists, subnetIds: new Set(subnetIds) };
  }
  evidence.call(flowLogs, "DescribeFlowLogs", { MaxResults: 1000 }, region ?? undefined);
  throw new Unread("DescribeFlowLogs was not read to its last page", lists[0] ?? null);
}

/**
 * Why a flow log does not record what an investigator needs, namely refused traffic; null where it
 * does, undefined where EC2 does not say. New logs have no delivery status yet: only a failed one
 * counts against a log.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html
 */
export function shortcomingOf(log: FlowLog): string | null | undefined {
  const name = log.FlowLogId ?? "A flow log";
  if (log.FlowLogStatus === undefined || log.TrafficType === undefined) return undefined;
  if (log.FlowLogStatus !== "ACTIVE") return `${name} is not active`;
  if (log.TrafficType === "ACCEPT") return `${name} leaves out refused traffic`;
  if (log.DeliverLogsStatus === "FAILED") {
    const why = log.DeliverLogsErrorMessage;
    return `${name} cannot be delivered${why === undefined ? "" : ` (${why})`}`;
  }
  return null;
}
