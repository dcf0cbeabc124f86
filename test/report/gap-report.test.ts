import { describe, expect, it } from "vitest";
import { CHECKS as ALL_CHECKS } from "../../shared/checks/catalogue.ts";
import { type AnyCheck, covers, supports } from "../../shared/checks/check.ts";
import { CONTROLS } from "../../shared/controls/catalogue.ts";
import { CRITERIA } from "../../shared/criteria/criteria.ts";
import { ASKED_FIRST } from "../../shared/report/asked-first.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import {
  ACCOUNT,
  exampleCheck,
  type HandFinding,
  type HandRecord,
  NOTHING_CONFIGURED,
  recordOf,
  SNAPSHOT,
  VERIFIED,
} from "./records.ts";

const root = exampleCheck({
  id: "iam.root",
  title: "The root user is safe",
  severity: "critical",
  controls: [covers("AC-03", "IAM password policy")],
  fix: { downtime: "none", steps: "Mend root.", cli: "aws iam x", cdk: "new X();" },
});
const users = exampleCheck({
  id: "iam.users",
  title: "Every user is safe",
  fix: {
    downtime: "brief interruption",
    steps: "Mend it.",
    cli: "aws iam x --user-name USER_NAME",
  },
});
const network = exampleCheck({
  id: "ec2.groups",
  title: "No group is open",
  controls: [covers("NW-01", "security groups")],
});
const helping = exampleCheck({
  id: "iam.helping",
  title: "Something that only helps",
  controls: [supports("AC-02", "use of the root user")],
});
const routes = exampleCheck({
  id: "ec2.routes",
  title: "No route leads out",
  controls: [covers("NW-05", "routes of private subnets")],
});
const policy = exampleCheck({
  id: "iam.policy",
  title: "Passwords are long",
  controls: [covers("AC-03", "IAM password policy")],
});
const mfa = exampleCheck({ id: "iam.console-users-have-mfa" });
const ssh = exampleCheck({
  id: "ec2.no-world-open-ssh",
  controls: [covers("NW-01", "security groups")],
});
const subnets = exampleCheck({
  id: "ec2.subnets",
  title: "Every subnet is private",
  controls: [
    supports("AC-01", "root user's MFA"),
    covers("NW-05", "routes of private subnets"),
    covers("NW-01", "security groups"),
  ],
});
const CHECKS: readonly AnyCheck[] = [
  root,
  users,
  network,
  helping,
  routes,
  policy,
  mfa,
  ssh,
  subnets,
];

const failing = (check: AnyCheck, ...ids: string[]): HandFinding[] =>
  ids.map((id) => ({ check, status: "fail", id, reason: `${id} is wrong.` }));
const passing = (check: AnyCheck, ...ids: string[]): HandFinding[] =>
  ids.map((id) => ({ check, status: "pass", id }));

const report = (findings: readonly HandFinding[], more: Partial<HandRecord> = {}) =>
  gapReport({
    record: recordOf({ checks: CHECKS, findings, ...more }),
    checks: CHECKS,
    seal: VERIFIED,
  });

describe("what to fix first", () => {
  it("is one entry per control, with everything that the engineer needs", () => {
    const [entry, ...others] = report([
      ...failing(users, "ada", "bob"),
      ...passing(users, "eve"),
    ]).first;
    expect(others).toEqual([]);
    expect(entry).toEqual({
      rank: 1,
      check: "iam.users",
      severity: "high",
      strength: "direct",
      what: "2 of 3 fail: Every user is safe.",
      rule: "Every user is safe",
      exceptions: 2,
      population: 3,
      decided: 0,
      indeterminate: 0,
      resources: ["ada", "bob"].map((id) => ({
        findingId: expect.stringMatching(/^[0-9a-f]{16}$/),
        id,
        arn: null,
        type: "AWS::IAM::User",
        region: null,
        reason: `${id} is wrong.`,
      })),
      moreResources: 0,
      regions: [],
      criteria: ["CC6.1", "CC6.6"],
      controls: [
        {
          id: "AC-01",
          companyId: null,
          statement: "Everyone who signs in to the AWS console, root included, uses MFA.",
          owner: null,
        },
      ],
      owners: [],
      why: "Auditors look here first.",
      fix: {
        downtime: "brief interruption",
        steps: "Mend it.",
        cli: "aws iam x --user-name ada",
        cdk: null,
      },
      triage: expect.objectContaining({
        downtime: { answer: "brief interruption", because: expect.any(String) },
        proposed: { outcome: "maintenance-window", because: expect.any(String) },
      }),
      cites: [
        {
          object: `CC6.1-access-controls/${SNAPSHOT}/iam.answers.json`,
          pointer: "/calls/0/response",
        },
        {
          object: `CC6.6-network-boundary/${SNAPSHOT}/iam.answers.json`,
          pointer: "/calls/0/response",
        },
      ],
      also: [],
    });
  });

  it("names beside a control's worst rule the others that it covers first, the worst first", () => {
    const low = exampleCheck({
      id: "ec2.low",
      title: "It is low",
      severity: "low",
      controls: routes.controls,
    });
    const checks = [...CHECKS, low];
    const findings: HandFinding[] = [
      ...failing(low, "a", "b").map((one) => ({ ...one, severity: "low" as const })),
      ...failing(subnets, "c"),
      ...passing(subnets, "d"),
      ...failing(routes, "e", "f"),
    ];
    const record = recordOf({ checks, findings });
    const { first, moreToFix } = gapReport({ record, checks, seal: VERIFIED });
    expect(first.map(({ check, also }) => [check, also])).toEqual([
      [
        "ec2.routes",
        [
          {
            check: "ec2.subnets",
            severity: "high",
            rule: "Every subnet is private",
            exceptions: 1,
            population: 2,
          },
          { check: "ec2.low", severity: "low", rule: "It is low", exceptions: 2, population: 2 },
        ],
      ],
    ]);
    expect(moreToFix).toBe(0);
  });

  it.each<[string, HandFinding[], string[]]>([
    ["says the reason itself when there is one", failing(root, "root"), ["root is wrong."]],
    [
      "puts the worse severity before the greater number",
      [...failing(users, "a", "b", "c"), ...failing(root, "root")],
      ["root is wrong.", "3 of 3 fail: Every user is safe."],
    ],
    [
      "puts rules that decide before those that support",
      [...failing(helping, "a", "b", "c"), ...failing(users, "d")],
      ["d is wrong.", "3 of 3 fail: Something that only helps."],
    ],
    [
      "puts the greater number before the smaller",
      [...failing(routes, "a"), ...failing(policy, "b", "c")],
      ["2 of 2 fail: Passwords are long.", "a is wrong."],
    ],
    [
      "goes by check where all else is equal",
      [...failing(policy, "b"), ...failing(routes, "a")],
      ["a is wrong.", "b is wrong."],
    ],
    [
      "puts what auditors ask for first before what breaks more, in the order in which they ask",
      [...failing(routes, "a", "b"), ...failing(ssh, "c"), ...failing(mfa, "d")],
      ["d is wrong.", "c is wrong.", "2 of 2 fail: No route leads out."],
    ],
    [
      "takes the worst of a rule's exceptions for its severity",
      [
        { check: users, status: "fail", id: "low", severity: "low", reason: "low." },
        { check: users, status: "fail", id: "worst", severity: "critical", reason: "worst." },
        ...failing(network, "a"),
      ],
      ["2 of 2 fail: Every user is safe.", "a is wrong."],
    ],
    [
      "leaves out what lies outside the boundary, and counts unknown as inside",
      [
        { check: users, status: "fail", id: "a", scope: "out" },
        { check: network, status: "fail", id: "b", scope: "unknown", reason: "b is wrong." },
      ],
      ["b is wrong."],
    ],
    ["is empty when nothing fails", passing(users, "a"), []],
  ])("%s", (_sentence, findings, expected) => {
    expect(report(findings).first.map(({ what }) => what)).toEqual(expected);
  });

  it("names five resources, the worst first, and counts the others", () => {
    const ids = ["a", "b", "c", "d", "e", "f", "g"];
    const findings: HandFinding[] = [
      ...failing(users, ...ids),
      { check: users, status: "fail", id: "z", severity: "critical", region: "us-east-1" },
      { check: users, status: "indeterminate", id: "y" },
    ];
    const [entry] = report(findings).first;
    expect(entry?.resources.map(({ id }) => id)).toEqual(["z", "a", "b", "c", "d"]);
    expect(entry).toMatchObject({
      moreResources: 3,
      regions: ["us-east-1"],
      exceptions: 8,
      population: 9,
      indeterminate: 1,
    });
  });

  it("shows ten and counts the others", () => {
    const links = CONTROLS.flatMap(({ id, parts: [part] }) =>
      part === undefined ? [] : [{ control: id, part, strength: "direct" as const }],
    );
    const many = links
      .slice(0, 12)
      .map((link) => exampleCheck({ id: `x.${link.control.toLowerCase()}`, controls: [link] }));
    const record = recordOf({ checks: many, findings: many.flatMap((one) => failing(one, "a")) });
    const { first, moreToFix } = gapReport({ record, checks: many, seal: VERIFIED });
    expect(first.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(moreToFix).toBe(2);
  });

  it("asks first for checks that there are", () => {
    const ids = ALL_CHECKS.map(({ id }) => id);
    expect(ASKED_FIRST.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("says what it can of a check that this release does not know", () => {
    const record = recordOf({ checks: CHECKS, findings: failing(users, "a", "b") });
    const [entry] = gapReport({ record, checks: [], seal: VERIFIED }).first;
    expect(entry).toMatchObject({
      what: "2 of 2 fail: Every user is safe.",
      why: null,
      fix: null,
    });
  });

  it("names the owners of the controls", () => {
    const owner = { name: "Ada Lovelace", email: null, role: null };
    const controls = NOTHING_CONFIGURED.controls.map((control) => ({ ...control, owner }));
    const config = { ...NOTHING_CONFIGURED, controls };
    expect(report(failing(users, "a"), { config }).first[0]?.owners).toEqual(["Ada Lovelace"]);
  });
});

describe("counts", () => {
  it("count failures by severity, in and out of the boundary, and group why others are unknown", () => {
    const unread: HandFinding = {
      check: users,
      status: "indeterminate",
      id: ACCOUNT,
      type: "AWS::Account",
      reason: `Not all of every user in account ${ACCOUNT} could be read: AccessDenied on iam:ListUsers.`,
    };
    const { counts } = report([
      ...failing(root, "root"),
      ...failing(users, "a", "b"),
      { check: users, status: "fail", id: "c", scope: "out" },
      { check: users, status: "pass", id: "d", scope: "out" },
      ...passing(network, "e"),
      { check: network, status: "not-applicable", id: "f" },
      { check: users, status: "not-applicable", id: "saml", needsDocument: "provider-mfa" },
      unread,
      {
        check: users,
        status: "indeterminate",
        id: "g",
        reason: "g could not be judged: AccessDenied on iam:ListUsers.",
      },
      { check: users, status: "indeterminate", id: "h", reason: "IAM does not say it of h." },
    ]);
    expect(counts).toEqual({
      severities: [
        { severity: "critical", inBoundary: 1, decided: 0, outOfBoundary: 0 },
        { severity: "high", inBoundary: 2, decided: 0, outOfBoundary: 1 },
        { severity: "medium", inBoundary: 0, decided: 0, outOfBoundary: 0 },
        { severity: "low", inBoundary: 0, decided: 0, outOfBoundary: 0 },
        { severity: "informational", inBoundary: 0, decided: 0, outOfBoundary: 0 },
      ],
      exceptions: 3,
      decided: 0,
      outOfBoundaryFails: 1,
      pass: 1,
      notApplicable: 1,
      needsDocument: 1,
      indeterminate: 3,
      indeterminateReasons: [
        { reason: "AccessDenied on iam:ListUsers", count: 2 },
        { reason: "IAM does not say it of h.", count: 1 },
      ],
      otherIndeterminate: 0,
    });
  });
});

describe("criteria and controls", () => {
  it("are all 61 in catalogue order, out-of-scope ones with their reason", () => {
    const { criteria } = report([]);
    expect(criteria.map(({ id }) => id)).toEqual(CRITERIA.map(({ id }) => id));
    expect(criteria.find(({ id }) => id === "P1.1")).toMatchObject({
      headline: "out-of-scope",
      reason: "The category Privacy is not in the scope of this system.",
    });
  });

  it("show findings in full where a check is direct, and point there from where it supports", () => {
    const { criteria } = report([
      ...passing(users, "ok"),
      ...failing(users, "a"),
      { check: users, status: "indeterminate", id: "b" },
      { check: users, status: "not-applicable", id: "c" },
      { check: users, status: "not-applicable", id: "saml", needsDocument: "provider-mfa" },
      { check: users, status: "fail", id: "outside", scope: "out" },
    ]);
    const direct = criteria.find(({ id }) => id === "CC6.1");
    expect(direct?.counts).toEqual({
      exceptions: 1,
      indeterminate: 1,
      pass: 1,
      notApplicable: 1,
      needsDocument: 1,
      outOfBoundary: 1,
    });
    expect(direct?.checks.find(({ id }) => id === "iam.users")).toMatchObject({
      needsDocument: 1,
      population: { notApplicable: 2 },
    });
    expect(direct?.findings.map(({ resource }) => resource.id)).toEqual(["a", "b", "saml"]);
    const supporting = criteria.find(({ id }) => id === "CC6.6");
    expect(supporting?.counts.exceptions).toBe(1);
    expect(supporting?.findings).toEqual([]);
    expect(supporting?.elsewhere).toEqual([{ criterion: "CC6.1", count: 3 }]);
  });

  it("bound what they show, and say how much more there is", () => {
    const ids = Array.from({ length: 130 }, (_, index) => `user-${index}`);
    const cc61 = report(failing(users, ...ids)).criteria.find(({ id }) => id === "CC6.1");
    expect(cc61?.findings).toHaveLength(100);
    expect(cc61?.moreFindings).toBe(30);
  });

  it("count each control once, against those that a criterion in scope depends on", () => {
    const { controls } = report([...failing(users, "a"), ...passing(network, "sg")]);
    const direct = NOTHING_CONFIGURED.controls.filter(({ criteria }) =>
      Object.entries(criteria).some(
        ([id, { strength }]) => strength === "direct" && id.startsWith("CC"),
      ),
    );
    expect(controls.denominator).toBe(direct.length);
    expect(controls.byStatus.reduce((sum, { count }) => sum + count, 0)).toBe(direct.length);
    expect(controls.controls.find(({ id }) => id === "AC-01")).toMatchObject({
      status: "exception",
      reason: "1 of 1 findings are exceptions.",
      criteria: ["CC6.1"],
      owner: null,
    });
  });

  it("leave controls that do not apply out of the denominator, and name those that were dropped", () => {
    const decided = { approver: "Ada Lovelace", expiresOn: null, statusReason: "We have none." };
    const controls = NOTHING_CONFIGURED.controls.map((control) => {
      if (control.id === "AC-01") return { ...control, ...decided, status: "dropped" as const };
      if (control.id === "NW-01") {
        return { ...control, ...decided, status: "not-applicable" as const };
      }
      return control;
    });
    const before = report([]).controls;
    const after = report([], { config: { ...NOTHING_CONFIGURED, controls } }).controls;
    expect(after.denominator).toBe(before.denominator - 2);
    expect(after.dropped).toMatchObject([{ id: "AC-01", reason: "We have none." }]);
    expect(after.byStatus).toContainEqual({ status: "not-applicable", count: 1 });
  });
});

describe("missing evidence", () => {
  it("sums up, in the engine's own words, what each control lacks", () => {
    const { missing, controls } = report(passing(users, "a"));
    const own = missing.byCriterion.flatMap((one) => one.controls);
    expect(own.find(({ id }) => id === "AC-01")).toMatchObject({
      documents: [],
      parts: ["console users' MFA", "other ways to sign in"],
      lacksOwner: true,
    });
    expect(own.find(({ id }) => id === "AC-06")).toMatchObject({
      documents: [
        "Grants of the quarter with request, approver and times, or a statement that there were none",
      ],
      parts: [],
      lacksOwner: true,
    });
    expect(missing).toMatchObject({
      controls: controls.denominator,
      owners: controls.denominator,
      documents: own.reduce((sum, { documents }) => sum + documents.length, 0),
      parts: own.reduce((sum, { parts }) => sum + parts.length, 0),
    });
    // Nothing that the engine says is lost on the way.
    const said = controls.controls.reduce((sum, control) => sum + control.missing.length, 0);
    expect(missing.documents + missing.parts + missing.owners).toBe(said);
  });
});

describe("the head", () => {
  it("says what was looked at, when, and what could not be read", () => {
    const denied = { source: "iam.users", region: null, reason: "AccessDenied on iam:ListUsers" };
    expect(report([], { incomplete: [denied], replayOf: "sample:before" })).toMatchObject({
      company: null,
      account: ACCOUNT,
      snapshot: "2026-11-22T06-00-00Z",
      scheduledFor: "2026-11-22T06:00:00Z",
      replayOf: "sample:before",
      incomplete: [{ ...denied, criteria: ["CC6.1", "CC6.6"] }],
      progress: null,
      seal: VERIFIED,
    });
  });
});
