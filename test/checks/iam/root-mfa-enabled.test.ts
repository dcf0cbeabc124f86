import { describe, expect, it } from "vitest";
import { rootMfaEnabled } from "../../../shared/checks/iam/root-mfa-enabled.ts";
import { accountSummary } from "../../../shared/sources/iam/account-summary.ts";
import { citations, outcomes, recorded } from "../judging.ts";

const summary = (SummaryMap: Record<string, number>) =>
  recorded(accountSummary, [{ operation: "GetAccountSummary", response: { SummaryMap } }]);

describe("iam.root-mfa-enabled", () => {
  it.each([
    [
      "passes when root has a device",
      [summary({ AccountMFAEnabled: 1 })],
      ["pass root: The root user has an MFA device."],
    ],
    [
      "fails when root has none",
      [summary({ AccountMFAEnabled: 0 })],
      ["fail root: The root user has no MFA device."],
    ],
    [
      "fails when root has none, whatever kind of password it has",
      [summary({ AccountMFAEnabled: 0, AccountPasswordPresent: 1 })],
      ["fail root: The root user has no MFA device."],
    ],
    [
      "does not apply when the organization took root's password away",
      [summary({ AccountMFAEnabled: 0, AccountPasswordPresent: 0 })],
      [
        "not-applicable root: The root user has no password, so nobody can sign in to the console as root.",
      ],
    ],
    [
      "does not pass when the summary leaves the switch out",
      [summary({ Users: 3 })],
      ["indeterminate root: IAM does not say whether the root user has MFA."],
    ],
    [
      "is indeterminate when the summary is denied",
      [recorded(accountSummary, [{ operation: "GetAccountSummary", outcome: "denied" }])],
      [
        "indeterminate 123456789012: Not all of the root user in account 123456789012 could be read: AccessDenied on iam:GetAccountSummary.",
      ],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      [
        "indeterminate 123456789012: Not all of the root user in account 123456789012 could be read: No evidence of iam.account-summary was written.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(rootMfaEnabled, evidence)).toEqual(expected);
  });

  it("cites the switch itself", () => {
    expect(citations(rootMfaEnabled, [summary({ AccountMFAEnabled: 0 })])).toEqual([
      "iam.account-summary.json#/calls/0/response/SummaryMap/AccountMFAEnabled",
    ]);
  });
});
