import { describe, expect, it } from "vitest";
import { consoleUsersHaveMfa } from "../../../shared/checks/iam/console-users-have-mfa.ts";
import { citations, judged, outcomes } from "../judging.ts";
import {
  details,
  detailsCutOff,
  HEADER,
  report,
  reportDenied,
  reportText,
  rootRow,
  userRow,
} from "./credential-evidence.ts";

const person = (name: string, columns: Record<string, string> = {}) =>
  userRow(name, { password_enabled: "true", password_last_used: "no_information", ...columns });

const NOT_READ =
  "indeterminate 123456789012: Not all of the IAM users with a console password in account 123456789012 could be read:";

describe("iam.console-users-have-mfa", () => {
  it.each([
    [
      "passes a user with a device",
      [report([rootRow(), person("alice", { mfa_active: "true" })]), details("alice")],
      ["pass alice: alice has an MFA device."],
    ],
    [
      "reads the capital letters of AWS's documentation too",
      [
        report([
          rootRow(),
          userRow("alice", { password_enabled: "TRUE", mfa_active: "TRUE" }),
          userRow("bob", { password_enabled: "TRUE", mfa_active: "FALSE" }),
        ]),
        details("alice", "bob"),
      ],
      [
        "pass alice: alice has an MFA device.",
        "fail bob: bob has a console password and no MFA device.",
      ],
    ],
    [
      "fails a user with a password and no device",
      [report([rootRow(), person("alice")]), details("alice")],
      ["fail alice: alice has a console password and no MFA device."],
    ],
    [
      "leaves users without a password out",
      [
        report([rootRow(), userRow("ci"), person("alice", { mfa_active: "true" })]),
        details("alice", "ci"),
      ],
      ["pass alice: alice has an MFA device."],
    ],
    [
      "says that there is nobody when nobody has a password",
      [report([rootRow(), userRow("ci")]), details("ci")],
      [
        "not-applicable 123456789012: Account 123456789012 has none of the IAM users with a console password.",
      ],
    ],
    [
      "says that there is nobody when the account has no users",
      [report([rootRow()]), details()],
      [
        "not-applicable 123456789012: Account 123456789012 has none of the IAM users with a console password.",
      ],
    ],
    [
      "does not take a user who is newer than the report for one without a password",
      [report([rootRow()]), details({ name: "alice", createdAt: "2026-11-22T05:45:00Z" })],
      [
        "indeterminate alice: alice could not be judged: the user is newer than the credential report of 2026-11-22T05:30:00.000Z.",
      ],
    ],
    [
      "does not take an older user whom the report leaves out for one without a password",
      [report([rootRow()]), details("alice")],
      [
        "indeterminate alice: alice could not be judged: the credential report of 2026-11-22T05:30:00.000Z does not list the user.",
      ],
    ],
    [
      "does not judge a new user by the row of a former one of the same name",
      [
        report([rootRow(), person("alice", { mfa_active: "true" })]),
        details({ name: "alice", createdAt: "2026-11-22T05:20:00Z" }),
      ],
      [
        "indeterminate alice: alice could not be judged: the credential report of 2026-11-22T05:30:00.000Z shows a former user of that name.",
      ],
    ],
    [
      "says in the reason that the report is over four hours old",
      [
        report(
          [rootRow(), person("alice"), person("bob", { mfa_active: "true" })],
          "2026-11-22T01:59:59.000Z",
        ),
        details("alice", "bob"),
      ],
      [
        "fail alice: alice has a console password and no MFA device, says the credential report of 2026-11-22T01:59:59.000Z.",
        "pass bob: bob has an MFA device, says the credential report of 2026-11-22T01:59:59.000Z.",
      ],
    ],
    [
      "keeps quiet about a report of exactly four hours",
      [
        report([rootRow(), person("alice", { mfa_active: "true" })], "2026-11-22T02:00:00.000Z"),
        details("alice"),
      ],
      ["pass alice: alice has an MFA device."],
    ],
    [
      "does not pass when the report says neither yes nor no",
      [
        report([
          rootRow(),
          person("alice", { mfa_active: "not_supported" }),
          userRow("bob", { password_enabled: "N/A", mfa_active: "true" }),
        ]),
        details("alice", "bob"),
      ],
      [
        "indeterminate alice: alice could not be judged: the credential report does not say whether there is an MFA device.",
        "indeterminate bob: bob could not be judged: the credential report does not say whether there is a password.",
      ],
    ],
    [
      "is indeterminate when the report is denied",
      [reportDenied(), details("alice")],
      [`${NOT_READ} AccessDenied on iam:GenerateCredentialReport.`],
    ],
    [
      "is indeterminate when the report is cut short",
      [reportText(`${HEADER}\n${rootRow()}\n${person("alice").slice(0, -20)}`), details("alice")],
      [`${NOT_READ} the credential report is cut short.`],
    ],
    [
      "turns a pass into indeterminate, and keeps a fail, when not all users were listed",
      [
        report([rootRow(), person("alice", { mfa_active: "true" }), person("bob")]),
        detailsCutOff("alice"),
      ],
      [
        `${NOT_READ} AccessDenied on iam:GetAccountAuthorizationDetails.`,
        "indeterminate alice: alice cannot be judged on what was read: AccessDenied on iam:GetAccountAuthorizationDetails.",
        "fail bob: bob has a console password and no MFA device.",
      ],
    ],
    [
      "judges a user with a hostile name as any other",
      [report([rootRow(), person("=cmd@example.com")]), details("=cmd@example.com")],
      ["fail =cmd@example.com: =cmd@example.com has a console password and no MFA device."],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(consoleUsersHaveMfa, evidence)).toEqual(expected);
  });

  it("counts a user who was deleted after the report as gone", () => {
    const { findings, population } = judged(consoleUsersHaveMfa, [
      report([rootRow(), person("alice", { mfa_active: "true" }), person("bob")]),
      details("alice"),
    ]);
    expect(findings.map(({ resource }) => resource.id)).toEqual(["alice"]);
    expect(population).toMatchObject({ listed: 2, read: 1, gone: 1, unread: 0 });
  });

  it("cites the report's content with the user's line in the CSV", () => {
    const evidence = [report([rootRow(), userRow("ci"), person("alice")]), details("alice", "ci")];
    expect(citations(consoleUsersHaveMfa, evidence)).toEqual([
      "iam.credential-report.json#/calls/1/response/Content",
    ]);
    expect(judged(consoleUsersHaveMfa, evidence).findings[0]?.cites[0]?.line).toBe(4);
  });

  it("cites the empty list of users when there is nobody", () => {
    expect(citations(consoleUsersHaveMfa, [report([rootRow()]), details()])).toEqual([
      "iam.authorization-details.json#/calls/0/response/UserDetailList",
    ]);
  });

  it("tells users in and out of the boundary by their tags", () => {
    const { findings } = judged(
      consoleUsersHaveMfa,
      [
        report([rootRow(), person("alice"), person("bob")]),
        details({ name: "alice", tags: { system: "shop" } }, "bob"),
      ],
      { boundary: { in: [{ tag: "system", values: ["shop"] }], out: [] } },
    );
    expect(findings.map(({ resource, scope }) => `${resource.id} ${scope}`)).toEqual([
      "alice in",
      "bob unknown",
    ]);
  });
});
