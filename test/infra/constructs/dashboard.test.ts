import { describe, expect, it } from "vitest";
import { EVIDENCE_METRICS } from "../../../infra/constructs/alarms.ts";
import { rendered } from "../permissions.ts";
import { other, sample } from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

const TYPE = "AWS::CloudWatch::Dashboard";

interface Widget {
  readonly properties: { readonly title: string; readonly metrics: readonly string[][] };
}

describe("the dashboard", () => {
  const dashboards = ofType(sample, TYPE);
  const body = String(rendered(dashboards[0]?.[1].Properties?.DashboardBody));
  const { widgets }: { widgets: Widget[] } = JSON.parse(body);
  const metricsOf = (index: number) => widgets[index]?.properties.metrics.map(([, name]) => name);

  it("is one, of what was sealed, how long a run took and what did not run", () => {
    expect(dashboards).toHaveLength(1);
    expect(widgets.map((_, index) => metricsOf(index))).toEqual([
      [...EVIDENCE_METRICS],
      ["ExecutionTime"],
      ["ExecutionsFailed", "ExecutionsTimedOut", "ApproximateNumberOfMessagesVisible"],
    ]);
  });

  it("has few enough metrics to be among the three that cost an account nothing", () => {
    // https://aws.amazon.com/cloudwatch/pricing/
    expect(widgets.flatMap(({ properties }) => properties.metrics).length).toBeLessThanOrEqual(50);
  });

  it("is left out where soc2.yaml says so", () => {
    expect(ofType(other(), TYPE)).toEqual([]);
  });
});
