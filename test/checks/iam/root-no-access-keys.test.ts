import { describe, expect, it } from "vitest";
import { rootNoAccessKeys } from "../../../shared/checks/iam/root-no-access-keys.ts";
import { accountSummary } from "../../../shared/sources/iam/account-summary.ts";
import { citations, outcomes, recorded } from "../judging.ts";

const summary = (SummaryMap: Record<string, number>) =>
  recorded(accountSummary, [{ operation: "GetAccountSummary", response: { SummaryMap } }]);

describe("iam.root-no-access-keys", () => {
  it.each([
    [
      "passes when root has none",
      [summary({ AccountAccessKeysPresent: 0 })],
      "pass root: The root user has no access keys.",
    ],
    [
      "fails when root has one",
      [summary({ AccountAccessKeysPresent: 1 })],
      "fail root: The root user has an access key.",
    ],
    [
      "does not pass when the summary leaves the switch out",
      [summary({ AccountMFAEnabled: 1 })],
      "indeterminate root: IAM does not say whether the root user has access keys.",
    ],
    [
      "is indeterminate when the summary is denied",
      [recorded(accountSummary, [{ operation: "GetAccountSummary", outcome: "denied" }])],
      "indeterminate 123456789012: Not all of the root user in account 123456789012 could be read: AccessDenied on iam:GetAccountSummary.",
    ],
    [
      "is indeterminate when nothing was read",
      [],
      "indeterminate 123456789012: Not all of the root user in account 123456789012 could be read: No evidence of iam.account-summary was written.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(rootNoAccessKeys, evidence)).toEqual([expected]);
  });

  it("cites the switch itself", () => {
    expect(citations(rootNoAccessKeys, [summary({ AccountAccessKeysPresent: 1 })])).toEqual([
      "iam.account-summary.json#/calls/0/response/SummaryMap/AccountAccessKeysPresent",
    ]);
  });
});
