import { describe, expect, it } from "vitest";
import { claimPath } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeClaim } from "../../shared/integrity/chain.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import { readHistory } from "../../shared/report/history.ts";
import { renderHtml } from "../../shared/report/html.ts";
import {
  type ProgressPoint,
  progressPoint,
  progressPointSchema,
} from "../../shared/report/progress-point.ts";
import { renderedReports } from "../../shared/report/write-gap-report.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { exampleCheck, recordOf, VERIFIED } from "./records.ts";

const users = exampleCheck({ id: "iam.users" });

function nameOf(day: number): string {
  return `2026-10-${String(day).padStart(2, "0")}T06-00-00Z`;
}

/** The report of a day on which so many users fail. */
function reportOf(day: number, failing: number, history: readonly ProgressPoint[] = []) {
  const record = recordOf({
    checks: [users],
    snapshot: nameOf(day),
    findings: Array.from({ length: failing }, (_, index) => ({
      check: users,
      status: "fail" as const,
      id: `user-${index}`,
    })),
  });
  return gapReport({ record, checks: [users], seal: VERIFIED, history });
}

/** A chain of days with what each left beside its report. */
function storeOf(
  days: readonly number[],
  left: (day: number) => Uint8Array | undefined,
): MemoryStore {
  const store = new MemoryStore();
  for (const [index, day] of days.entries()) {
    const sequence = index + 1;
    const claim = encodeClaim({
      schema: "claim/1",
      chain: "c".repeat(32),
      sequence,
      snapshot: nameOf(day),
      manifestSha256: "0".repeat(64),
      signer: null,
    });
    store.objects.set(claimPath(sequence), claim);
    const bytes = left(day);
    if (bytes !== undefined) {
      store.objects.set(`snapshots/${nameOf(day)}/reports/progress.json`, bytes);
    }
  }
  return store;
}

const point = (day: number): Uint8Array => utf8(JSON.stringify(progressPoint(reportOf(day, day))));

function historyOf(store: MemoryStore, before: number) {
  const previous = before === 0 ? null : { sequence: before, sha256: "0".repeat(64) };
  return readHistory(store, { manifest: { previous } as never });
}

describe("what earlier snapshots came to", () => {
  it("is read along the chain, oldest first, up to the one before", async () => {
    const history = await historyOf(storeOf([1, 2, 3], point), 2);
    expect(history.map(({ snapshot }) => snapshot)).toEqual([nameOf(1), nameOf(2)]);
    expect(history.map(({ severities }) => severities[1]?.exceptions)).toEqual([1, 2]);
  });

  it.each([
    ["nothing before the first", 0, () => undefined],
    ["no day that left no numbers", 1, () => undefined],
    ["no day whose numbers are no JSON", 1, () => utf8("{")],
    ["no day whose numbers are of another form", 1, () => utf8('{"schema":"progress/2"}')],
    ["no day whose numbers are another day's", 1, () => point(7)],
    [
      "no day whose numbers are larger than numbers can be",
      1,
      () => new Uint8Array(70_000).fill(32),
    ],
  ] as readonly [string, number, () => Uint8Array | undefined][])(
    "is %s",
    async (_what, before, left) => {
      expect(await historyOf(storeOf([1, 2], left), before)).toEqual([]);
    },
  );

  it("looks back a month and no further", async () => {
    const days = Array.from({ length: 31 }, (_, index) => index + 1);
    const store = storeOf([...days, ...days], () => undefined);
    await historyOf(store, 62);
    expect(store.reads.filter((path) => path.startsWith("chain/"))).toHaveLength(31);
  });
});

describe("the line of snapshots in the report", () => {
  it("has one row each, this one last", () => {
    const history = [progressPoint(reportOf(1, 3)), progressPoint(reportOf(2, 2))];
    const html = renderHtml(reportOf(3, 1, history));
    const rows = [...html.matchAll(/2026-10-0\d 06:00 UTC/g)].map(([time]) => time);
    expect(rows.slice(-3)).toEqual([
      "2026-10-01 06:00 UTC",
      "2026-10-02 06:00 UTC",
      "2026-10-03 06:00 UTC",
    ]);
  });

  it("stands nowhere where there is none", () => {
    expect(renderHtml(reportOf(1, 1))).not.toContain("history-title");
  });

  it("is kept beside the page as numbers that later reports read", () => {
    const reports = new Map(
      renderedReports(reportOf(1, 3)).map(({ path, bytes }) => [path, bytes]),
    );
    expect([...reports.keys()]).toEqual(["gap-report.html", "progress.json"]);
    const kept = JSON.parse(new TextDecoder().decode(reports.get("progress.json")));
    expect(progressPointSchema.parse(kept)).toEqual(progressPoint(reportOf(1, 3)));
  });
});
