import { describe, expect, it } from "vitest";
import { EVIDENCE_METRICS } from "../../../infra/constructs/alarms.ts";
import { PROGRESS_METRICS } from "../../../shared/report/progress-metrics.ts";
import { rendered } from "../permissions.ts";
import { other, sample } from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

const TYPE = "AWS::CloudWatch::Dashboard";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly stat: string;
    readonly metrics: readonly (string | { readonly label: string })[][];
  };
}

describe("the dashboard", () => {
  const dashboards = ofType(sample, TYPE);
  const body = String(rendered(dashboards[0]?.[1].Properties?.DashboardBody));
  const { widgets }: { widgets: Widget[] } = JSON.parse(body);
  const graphs = widgets.filter(({ type }) => type === "metric");
  const metrics = graphs.flatMap(({ properties }) => properties.metrics);

  it("is one, of what was sealed, how long a run took, what did not run, and progress", () => {
    expect(dashboards).toHaveLength(1);
    expect(
      graphs.map(({ properties }) => [properties.stat, properties.metrics.map(([, name]) => name)]),
    ).toEqual([
      ["Sum", [...EVIDENCE_METRICS]],
      ["Maximum", ["ExecutionTime"]],
      ["Sum", ["ExecutionsFailed", "ExecutionsTimedOut", "ApproximateNumberOfMessagesVisible"]],
      ["Maximum", ["GapsCritical", "GapsHigh", "GapsMedium", "GapsLow", "SnapshotIncomplete"]],
      ["Minimum", ["ControlsWithoutException"]],
      ["Minimum", ["CisAwsFoundations12Passing", "CisAwsFoundations50Passing"]],
    ]);
  });

  it("shows every metric that the manifest function writes, by the one dimension that it has", () => {
    const own = metrics.filter(([namespace]) => namespace === "Soc2Evidence");
    expect(new Set(own.map(([, name]) => name))).toEqual(
      new Set([...EVIDENCE_METRICS, ...PROGRESS_METRICS]),
    );
    expect(new Set(own.map(([, , ...dimension]) => dimension.slice(0, 2).join("=")))).toEqual(
      new Set(["service=soc2-evidence"]),
    );
  });

  it("says out of how many recommendations", () => {
    const labels = graphs.at(-1)?.properties.metrics.map((metric) => metric.at(-1));
    expect(labels).toEqual([{ label: "1.2.0, out of 49" }, { label: "5.0.0, out of 63" }]);
  });

  it("has its widgets side by side, none over another", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) =>
        [x + (cell % width), y + Math.floor(cell / width)].join(" "),
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });

  it("has few enough metrics to be among the three that cost an account nothing", () => {
    // https://aws.amazon.com/cloudwatch/pricing/
    expect(metrics.length).toBeLessThanOrEqual(50);
  });

  it("is left out where soc2.yaml says so", () => {
    expect(ofType(other(), TYPE)).toEqual([]);
  });
});
