import { describe, expect, it } from "vitest";
import { type AnyCheck, covers } from "../../shared/checks/check.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import type { ProgressCount } from "../../shared/report/progress.ts";
import type { SnapshotRecord } from "../../shared/report/read-snapshot.ts";
import {
  ACCOUNT,
  exampleCheck,
  type HandFinding,
  recordOf,
  SNAPSHOT,
  VERIFIED,
} from "./records.ts";

const EARLIER = "2026-10-22T06-00-00Z";
const users = exampleCheck({ id: "iam.users" });
const keys = exampleCheck({ id: "iam.keys" });
const CHECKS: readonly AnyCheck[] = [users, keys];

const one = (status: HandFinding["status"], more: Partial<HandFinding> = {}): HandFinding => ({
  check: users,
  status,
  id: "ada",
  ...more,
});
const regional = (status: HandFinding["status"], region: string) =>
  one(status, { id: "sg-1", type: "AWS::EC2::SecurityGroup", region });
const unread = (region?: string): HandFinding =>
  one("indeterminate", {
    id: ACCOUNT,
    type: "AWS::Account",
    ...(region === undefined ? {} : { region }),
  });
/** Keeps a check among those that ran. */
const ran = one("pass", { id: "somebody-else" });

const record = (findings: readonly HandFinding[], snapshot = SNAPSHOT, more = {}): SnapshotRecord =>
  recordOf({ checks: CHECKS, findings, snapshot, ...more });

const progressOf = (
  before: readonly HandFinding[],
  after: readonly HandFinding[],
  more: Partial<SnapshotRecord> = {},
) =>
  gapReport({
    record: { ...record(after), ...more },
    previous: record(before, EARLIER),
    checks: CHECKS,
    seal: VERIFIED,
  }).progress;

const NONE: ProgressCount = {
  before: 0,
  now: 0,
  closed: 0,
  stillOpen: 0,
  opened: 0,
  notJudged: 0,
  movedOut: 0,
};

describe("progress since an earlier snapshot", () => {
  it.each<[string, HandFinding[], HandFinding[], Partial<ProgressCount>]>([
    ["closed when it passes", [one("fail")], [one("pass")], { before: 1, closed: 1 }],
    [
      "closed when it does not apply any more",
      [one("fail")],
      [one("not-applicable")],
      { before: 1, closed: 1 },
    ],
    ["closed when its resource is gone", [one("fail")], [ran], { before: 1, closed: 1 }],
    ["still open when it fails", [one("fail")], [one("fail")], { before: 1, now: 1, stillOpen: 1 }],
    ["new when it passed before", [one("pass")], [one("fail")], { now: 1, opened: 1 }],
    [
      "new when it was outside",
      [one("fail", { scope: "out" })],
      [one("fail")],
      { now: 1, opened: 1 },
    ],
    [
      "not closed when it could not be judged",
      [one("fail")],
      [one("indeterminate")],
      { before: 1, notJudged: 1 },
    ],
    [
      "not closed when the list it stood in could not be read",
      [one("fail")],
      [ran, unread()],
      { before: 1, notJudged: 1 },
    ],
    [
      "not closed when its region could not be read",
      [regional("fail", "eu-west-1")],
      [ran, unread("eu-west-1")],
      { before: 1, notJudged: 1 },
    ],
    [
      "closed when another region could not be read",
      [regional("fail", "eu-west-1")],
      [ran, unread("us-east-1")],
      { before: 1, closed: 1 },
    ],
    [
      "not closed when its check did not run",
      [one("fail")],
      [{ ...one("pass"), check: keys }],
      { before: 1, notJudged: 1 },
    ],
    [
      "not closed when it was moved out of the boundary",
      [one("fail")],
      [one("fail", { scope: "out" })],
      { before: 1, movedOut: 1 },
    ],
    ["nothing when neither fails", [one("pass")], [one("pass")], {}],
  ])("is %s", (_sentence, before, after, expected) => {
    expect(progressOf(before, after)?.total).toEqual({ ...NONE, ...expected });
  });

  it("is not closed when its region was not read at all", () => {
    const after = record([ran]);
    const manifest = after.manifest && {
      ...after.manifest,
      expected: [{ criterion: "CC6.1", source: "ec2.groups", region: "us-east-1" }],
    };
    expect(progressOf([regional("fail", "eu-west-1")], [ran], { manifest })?.total).toEqual({
      ...NONE,
      before: 1,
      notJudged: 1,
    });
  });

  it("counts each severity by itself, and says which controls changed", () => {
    const progress = progressOf(
      [one("fail"), one("fail", { id: "bob", severity: "low" })],
      [one("pass"), one("fail", { id: "bob", severity: "low" })],
    );
    expect(progress?.previousSnapshot).toBe(EARLIER);
    expect(progress?.severities.filter(({ before }) => before > 0)).toEqual([
      { ...NONE, severity: "high", before: 1, closed: 1 },
      { ...NONE, severity: "low", before: 1, now: 1, stillOpen: 1 },
    ]);
    expect(progress?.controlsChanged).toEqual([]);
    expect(progressOf([one("fail")], [one("pass")])?.controlsChanged).toEqual([
      {
        id: "AC-01",
        statement: "Everyone who signs in to the AWS console, root included, uses MFA.",
        from: "exception",
        to: "no-evidence",
      },
    ]);
  });

  it.each([
    ["of another account", record([], EARLIER, { account: "210987654321" })],
    ["that is no earlier one", record([], SNAPSHOT)],
  ])("is refused against a snapshot %s", (_what, previous) => {
    const make = () => gapReport({ record: record([]), previous, checks: CHECKS, seal: VERIFIED });
    expect(make).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});

describe("what stood first then", () => {
  const other = exampleCheck({ id: "iam.other", controls: [covers("NW-01", "security groups")] });
  const checks = [...CHECKS, other];
  const at = (snapshot: string, findings: readonly HandFinding[]) =>
    recordOf({ checks, findings, snapshot });

  it("is told with how much of its control's exceptions is closed", () => {
    const before: HandFinding[] = [
      one("fail", { reason: "ada is wrong." }),
      { check: keys, status: "fail", id: "key", severity: "low" },
      { check: other, status: "fail", id: "sg-1", severity: "critical", reason: "It is open." },
    ];
    const after: HandFinding[] = [
      one("pass"),
      { check: keys, status: "fail", id: "key", severity: "low" },
      { check: other, status: "indeterminate", id: "sg-1" },
    ];
    const { progress } = gapReport({
      record: at(SNAPSHOT, after),
      previous: at(EARLIER, before),
      checks,
      seal: VERIFIED,
    });
    expect(progress?.firstThen).toEqual([
      { severity: "critical", what: "It is open.", exceptions: 1, closed: 0 },
      { severity: "high", what: "ada is wrong.", exceptions: 2, closed: 1 },
    ]);
  });
});
