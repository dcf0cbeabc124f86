import type { Cited } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import type { distributionLogDeliveries } from "../../sources/cloudfront/log-deliveries.ts";
import type { loadBalancerLogDeliveries } from "../../sources/elbv2/log-deliveries.ts";
import { wholeList } from "../whole-list.ts";

/** A source that lists what CloudWatch Logs delivers for other services. */
export type DeliverySource = typeof distributionLogDeliveries | typeof loadBalancerLogDeliveries;

/** What was found of a resource's access logs among the deliveries of CloudWatch Logs. */
export interface DeliveredLogs {
  /** A delivery that takes them somewhere; undefined where there is none. */
  readonly delivery: Cited<unknown> | undefined;
  /** The lists that it is missing from. */
  readonly lists: readonly Cited<unknown>[];
}

/**
 * Looks for a delivery of the resource's access logs. Each service names the kind of log in its own
 * way (`ACCESS_LOGS` of CloudFront, `NLB_ACCESS_LOGS` of network load balancers), with the same end.
 *
 * @throws Unread where the lists were not read to their end
 */
export function deliveredAccessLogs(
  evidence: EvidenceView,
  source: DeliverySource,
  arn: string | undefined,
  region: string | null,
): DeliveredLogs {
  const firstPage = { limit: 50 };
  // Both sources declare the same two operations; either stands for both.
  const listing = source as typeof loadBalancerLogDeliveries;
  const sources = wholeList(evidence, listing, "DescribeDeliverySources", firstPage, region);
  const deliveries = wholeList(evidence, listing, "DescribeDeliveries", firstPage, region);
  const names = new Set(
    sources
      .flatMap((page) => page.at("deliverySources").each())
      .filter(({ value }) => arn !== undefined && value.resourceArns?.includes(arn) === true)
      .filter(({ value }) => value.logType?.endsWith("ACCESS_LOGS") === true)
      .flatMap(({ value }) => value.name ?? []),
  );
  const delivery = deliveries
    .flatMap((page) => page.at("deliveries").each())
    .find(({ value }) => names.has(value.deliverySourceName ?? ""));
  return { delivery, lists: [...sources, ...deliveries] };
}
