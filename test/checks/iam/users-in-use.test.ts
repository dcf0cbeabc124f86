import { describe, expect, it } from "vitest";
import { usersInUse as check } from "../../../shared/checks/iam/users-in-use.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { type Circumstances, citations, outcomes } from "../judging.ts";
import { details, report, reportDenied, userRow } from "./credential-evidence.ts";

const POLICY: Circumstances = {
  policy: { unusedCredentialMaxDays: { value: 45, document: "Access Control Policy §4.3" } },
};
const ALLOWS = "Access Control Policy §4.3 allows 45 days without use.";
const evidence = (columns: Record<string, string>): StoredEvidence[] => [
  report([userRow("alice", columns)]),
  details("alice"),
];

describe("iam.users-in-use", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes a day before the limit",
      evidence({ password_enabled: "true", password_last_used: "2026-10-09T06:00:00Z" }),
      [`pass alice: The user alice was last used on 2026-10-09, 44 days ago; ${ALLOWS}`],
    ],
    [
      "passes at the limit, by a key",
      evidence({
        password_last_used: "2025-01-01T00:00:00Z",
        access_key_2_last_used_date: "2026-10-08T06:00:00Z",
      }),
      [`pass alice: The user alice was last used on 2026-10-08, 45 days ago; ${ALLOWS}`],
    ],
    [
      "fails a day after the limit, by the latest of its uses",
      evidence({
        password_last_used: "2026-10-07T06:00:00Z",
        access_key_1_last_used_date: "2026-01-01T00:00:00Z",
      }),
      [`fail alice: The user alice was last used on 2026-10-07, 46 days ago, but ${ALLOWS}`],
    ],
    [
      "fails where none of its credentials was ever used",
      evidence({ password_enabled: "true", password_last_used: "no_information" }),
      [`fail alice: The user alice was made 1055 days ago and was never used, but ${ALLOWS}`],
    ],
    [
      "fails a user without credentials",
      evidence({}),
      [`fail alice: The user alice was made 1055 days ago and was never used, but ${ALLOWS}`],
    ],
    [
      "passes a new user",
      [
        report([userRow("alice", { user_creation_time: "2026-11-20T00:00:00Z" })]),
        details({ name: "alice", createdAt: "2026-11-20T00:00:00Z" }),
      ],
      [`pass alice: The user alice was made 2 days ago and was never used; ${ALLOWS}`],
    ],
    [
      "does not fail where the report is unclear about one of them",
      evidence({ access_key_1_last_used_date: "not_supported" }),
      [
        "indeterminate alice: The credential report does not say of all credentials of alice when they were last used.",
      ],
    ],
    [
      "is indeterminate for a user whom the report does not list",
      [report([]), details("alice")],
      [
        "indeterminate alice: alice could not be judged: the credential report of 2026-11-22T05:30:00.000Z does not list the user.",
      ],
    ],
    [
      "does not apply without users",
      [report([]), details()],
      ["not-applicable 123456789012: Account 123456789012 has none of the IAM users."],
    ],
    [
      "is indeterminate when the report is denied",
      [reportDenied(), details("alice")],
      [
        "indeterminate 123456789012: Not all of the IAM users in account 123456789012 could be read: AccessDenied on iam:GenerateCredentialReport.",
      ],
    ],
  ])("%s", (_sentence, stored, expected) => {
    expect(outcomes(check, stored, POLICY)).toEqual(expected);
  });

  it("is indeterminate where policy states no number", () => {
    expect(outcomes(check, evidence({}))).toEqual([
      "indeterminate alice: alice was not judged: soc2.yaml states no unusedCredentialMaxDays, so there is nothing to compare with.",
    ]);
  });

  it("cites the report and the company's number", () => {
    expect(citations(check, evidence({}), POLICY)).toEqual([
      "iam.credential-report.json#/calls/1/response/Content",
      "config.json#/policy/unusedCredentialMaxDays",
    ]);
  });
});
