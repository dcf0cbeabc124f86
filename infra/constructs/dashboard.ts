import { Aws, Stack } from "aws-cdk-lib";
import { CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { BENCHMARKS } from "../../shared/external/mapping/benchmarks.ts";
import {
  BENCHMARK_METRICS,
  CONTROLS_METRIC,
  GAP_METRICS,
  type ProgressMetricName,
} from "../../shared/report/progress-metrics.ts";
import { EVIDENCE_METRICS } from "./alarms.ts";
import { METRICS_NAMESPACE, SERVICE_NAME } from "./evidence-function.ts";

export interface EvidenceDashboardProps {
  readonly stateMachineArn: string;
  readonly deadLetters: IQueue;
}

/** Six graphs: how the machine runs (sealed, how long, not started), and below it what it found. */
export class EvidenceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: EvidenceDashboardProps) {
    super(scope, id);
    new CfnDashboard(this, "Dashboard", {
      dashboardBody: Stack.of(this).toJsonString({
        widgets: [...machinery(props), ...progress()],
      }),
    });
  }
}

const WIDTH = 8;
const HEIGHT = 6;
const HEADING_HEIGHT = 1;

function machinery({ stateMachineArn, deadLetters }: EvidenceDashboardProps): object[] {
  return [
    graph(0, 0, {
      title: "Snapshots",
      metrics: EVIDENCE_METRICS.map((name) => ofService(name)),
    }),
    graph(1, 0, {
      title: "Time of a run",
      stat: "Maximum",
      metrics: [["AWS/States", "ExecutionTime", "StateMachineArn", stateMachineArn]],
    }),
    graph(2, 0, {
      title: "Runs that failed or never started",
      metrics: [
        ["AWS/States", "ExecutionsFailed", "StateMachineArn", stateMachineArn],
        ["AWS/States", "ExecutionsTimedOut", "StateMachineArn", stateMachineArn],
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", deadLetters.queueName],
      ],
    }),
  ];
}

/** Of several snapshots in one day the worse stands: most gaps, fewest that pass. */
function progress(): object[] {
  const y = HEIGHT + HEADING_HEIGHT;
  return [
    {
      type: "text",
      x: 0,
      y: HEIGHT,
      width: 3 * WIDTH,
      height: HEADING_HEIGHT,
      properties: { markdown: "## Progress" },
    },
    graph(0, y, {
      title: "Undecided gaps",
      stat: "Maximum",
      // What was not read has no gaps to show: a day with some of it is no better for it.
      yAxis: { left: { min: 0 }, right: { min: 0, label: "sources not read whole" } },
      metrics: [
        ...GAP_METRICS.map((name) => ofService(name, { label: GAP_LABELS[name] })),
        ofService("SnapshotIncomplete", { label: "not read whole", yAxis: "right" }),
      ],
    }),
    graph(1, y, {
      title: "Controls without exception",
      stat: "Minimum",
      yAxis: { left: { min: 0, max: 100 } },
      metrics: [ofService(CONTROLS_METRIC, { label: "percent of those in use" })],
    }),
    graph(2, y, {
      title: "CIS AWS Foundations Benchmark, recommendations that pass",
      stat: "Minimum",
      yAxis: { left: { min: 0, max: Math.max(...BENCHMARKS.map(sizeOf)) } },
      metrics: BENCHMARK_METRICS.map(([name, benchmark]) =>
        ofService(name, { label: labelOf(benchmark) }),
      ),
    }),
  ];
}

const GAP_LABELS: Readonly<Record<(typeof GAP_METRICS)[number], string>> = {
  GapsCritical: "critical",
  GapsHigh: "high",
  GapsMedium: "medium",
  GapsLow: "low and informational",
};

function graph(column: number, y: number, properties: object): object {
  return {
    type: "metric",
    x: column * WIDTH,
    y,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      region: Aws.REGION,
      period: 86_400,
      stat: "Sum",
      view: "timeSeries",
      ...properties,
    },
  };
}

/** As the manifest function writes it, with how it is shown last. */
function ofService(
  name: (typeof EVIDENCE_METRICS)[number] | ProgressMetricName,
  shown?: object,
): (string | object)[] {
  const metric = [METRICS_NAMESPACE, name, "service", SERVICE_NAME];
  return shown === undefined ? metric : [...metric, shown];
}

function sizeOf({ recommendations }: (typeof BENCHMARKS)[number]): number {
  return recommendations.length;
}

/** `1.2.0, out of 49`: how many it has never changes. */
function labelOf(name: string): string {
  const benchmark = BENCHMARKS.find((one) => one.name === name);
  if (benchmark === undefined) throw new Error(`No benchmark is called ${name}.`);
  return `${name.slice(name.lastIndexOf(" ") + 1)}, out of ${sizeOf(benchmark)}`;
}
