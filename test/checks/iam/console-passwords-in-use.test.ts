import { describe, expect, it } from "vitest";
import { consolePasswordsInUse } from "../../../shared/checks/iam/console-passwords-in-use.ts";
import { outcomes } from "../judging.ts";
import { details, report, reportDenied, rootRow, userRow } from "./credential-evidence.ts";

const POLICY = {
  policy: { unusedCredentialMaxDays: { value: 45, document: "Access Control Policy §4.3" } },
};

/** The snapshot is of 2026-11-22T06:00:00Z. */
const FORTY_FOUR_DAYS = "2026-10-09T06:00:00Z";
const FORTY_FIVE_DAYS = "2026-10-08T06:00:00Z";
const FORTY_SIX_DAYS = "2026-10-07T06:00:00Z";

const password = (used: string, changed = "2024-01-02T03:04:05Z") => [
  report([
    rootRow(),
    userRow("alice", {
      password_enabled: "true",
      password_last_used: used,
      password_last_changed: changed,
    }),
  ]),
  details("alice"),
];

describe("iam.console-passwords-in-use", () => {
  it.each([
    [
      "passes a password used a day later than it had to be",
      password(FORTY_FOUR_DAYS),
      "pass alice: The console password of alice was last used on 2026-10-09, 44 days ago; Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "passes a password used exactly as long ago as allowed",
      password(FORTY_FIVE_DAYS),
      "pass alice: The console password of alice was last used on 2026-10-08, 45 days ago; Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "fails a password used a day too long ago",
      password(FORTY_SIX_DAYS),
      "fail alice: The console password of alice was last used on 2026-10-07, 46 days ago, but Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "passes a password that was set within the time and not used yet",
      password("no_information", FORTY_FIVE_DAYS),
      "pass alice: The console password of alice was set 45 days ago and was never used; Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "fails a password that was never used since it was set too long ago",
      password("no_information", FORTY_SIX_DAYS),
      "fail alice: The console password of alice was set 46 days ago and was never used, but Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "does not pass a password of which the report says that there is none",
      password("N/A"),
      "indeterminate alice: The console password of alice: the credential report does not say since when it is unused.",
    ],
    [
      "does not pass a password that was never used when nobody knows when it was set",
      password("no_information", "N/A"),
      "indeterminate alice: The console password of alice: the credential report does not say since when it is unused.",
    ],
    [
      "says that nobody has a password",
      [report([rootRow(), userRow("ci")]), details("ci")],
      "not-applicable 123456789012: Account 123456789012 has none of the IAM users with a console password.",
    ],
    [
      "does not pass a user who may or may not have a password",
      [report([rootRow(), userRow("alice", { password_enabled: "N/A" })]), details("alice")],
      "indeterminate alice: alice could not be judged: the credential report does not say whether there is a password.",
    ],
    [
      "is indeterminate when the report is denied",
      [reportDenied(), details("alice")],
      "indeterminate 123456789012: Not all of the IAM users with a console password in account 123456789012 could be read: AccessDenied on iam:GenerateCredentialReport.",
    ],
  ])("%s", (_sentence, stored, expected) => {
    expect(outcomes(consolePasswordsInUse, stored, POLICY)).toEqual([expected]);
  });

  it("is indeterminate when policy states no time", () => {
    expect(outcomes(consolePasswordsInUse, password(FORTY_SIX_DAYS))).toEqual([
      "indeterminate alice: alice was not judged: soc2.yaml states no unusedCredentialMaxDays, so there is nothing to compare with.",
    ]);
  });
});
