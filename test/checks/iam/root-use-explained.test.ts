import { describe, expect, it } from "vitest";
import { rootUseExplained } from "../../../shared/checks/iam/root-use-explained.ts";
import { accountSummary } from "../../../shared/sources/iam/account-summary.ts";
import { judged, outcomes, recorded } from "../judging.ts";
import { report, reportDenied, rootRow, userRow } from "./credential-evidence.ts";

const POLICY = {
  policy: { rootUseMaxDays: { value: 90, document: "Access Control Policy §3.1" } },
};
const SUMMARY = recorded(accountSummary, [
  { operation: "GetAccountSummary", response: { SummaryMap: { AccountMFAEnabled: 1 } } },
]);

/** The snapshot is of 2026-11-22T06:00:00Z. */
const EIGHTY_NINE_DAYS = "2026-08-25T06:00:00Z";
const NINETY_DAYS = "2026-08-24T06:00:00Z";
const NINETY_ONE_DAYS = "2026-08-23T06:00:00Z";

const root = (columns: Record<string, string>) => [SUMMARY, report([rootRow(columns)])];

describe("iam.root-use-explained", () => {
  it.each([
    [
      "asks for an explanation of a use a day within the time",
      root({ password_last_used: EIGHTY_NINE_DAYS }),
      "not-applicable root: The root user was last used on 2026-08-25, 89 days before this snapshot; Access Control Policy §3.1 asks for a written explanation of use within 90 days.",
    ],
    [
      "asks for an explanation of a use on the last day of the time",
      root({ password_last_used: NINETY_DAYS }),
      "not-applicable root: The root user was last used on 2026-08-24, 90 days before this snapshot; Access Control Policy §3.1 asks for a written explanation of use within 90 days.",
    ],
    [
      "passes a use a day before the time",
      root({ password_last_used: NINETY_ONE_DAYS }),
      "pass root: The root user was last used on 2026-08-23, 91 days before this snapshot; Access Control Policy §3.1 asks for an explanation of use within 90 days.",
    ],
    [
      "counts the latest use of password and keys, also after the snapshot's time",
      root({
        password_last_used: NINETY_ONE_DAYS,
        access_key_1_last_used_date: "2026-11-22T06:00:09Z",
        access_key_2_last_used_date: NINETY_DAYS,
      }),
      "not-applicable root: The root user was last used on 2026-11-22, 0 days before this snapshot; Access Control Policy §3.1 asks for a written explanation of use within 90 days.",
    ],
    [
      "passes when AWS never recorded a use",
      root({ password_last_used: "no_information" }),
      "pass root: AWS has recorded no use of the root user.",
    ],
    [
      "passes when root has no password and no keys",
      root({ password_enabled: "FALSE", password_last_used: "N/A" }),
      "pass root: AWS has recorded no use of the root user.",
    ],
    [
      "does not pass when the report does not tell one of the uses",
      root({ password_last_used: NINETY_ONE_DAYS, access_key_2_last_used_date: "not_supported" }),
      "indeterminate root: The credential report does not say when the root user was last used.",
    ],
    [
      "says that the report is over four hours old",
      [SUMMARY, report([rootRow({ password_last_used: NINETY_DAYS })], "2026-11-22T01:00:00.000Z")],
      "not-applicable root: The root user was last used on 2026-08-24, 90 days before this snapshot, says the credential report of 2026-11-22T01:00:00.000Z; Access Control Policy §3.1 asks for a written explanation of use within 90 days.",
    ],
    [
      "does not take a report without root's row for a root that was never used",
      [SUMMARY, report([userRow("alice")])],
      "indeterminate root: root could not be judged: the credential report has no row for root.",
    ],
    [
      "is indeterminate when the report is denied",
      [SUMMARY, reportDenied()],
      "indeterminate root: root could not be judged: AccessDenied on iam:GenerateCredentialReport.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(rootUseExplained, evidence, POLICY)).toEqual([expected]);
  });

  it("is indeterminate when policy states no time", () => {
    expect(outcomes(rootUseExplained, root({ password_last_used: NINETY_DAYS }))).toEqual([
      "indeterminate root: root was not judged: soc2.yaml states no rootUseMaxDays, so there is nothing to compare with.",
    ]);
  });

  it("asks for the control's document and cites root's line", () => {
    const [finding] = judged(
      rootUseExplained,
      root({ password_last_used: NINETY_DAYS }),
      POLICY,
    ).findings;
    expect(finding).toMatchObject({
      needsDocument: "root-use-explanation",
      cites: [
        { pointer: "/calls/1/response/Content", line: 2 },
        { pointer: "/policy/rootUseMaxDays" },
      ],
    });
  });
});
