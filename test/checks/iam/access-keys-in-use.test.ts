import { describe, expect, it } from "vitest";
import { accessKeysInUse } from "../../../shared/checks/iam/access-keys-in-use.ts";
import { citations, outcomes } from "../judging.ts";
import { details, report, reportDenied, rootRow, userRow } from "./credential-evidence.ts";

const POLICY = {
  policy: { unusedCredentialMaxDays: { value: 45, document: "Access Control Policy §4.3" } },
};

/** The snapshot is of 2026-11-22T06:00:00Z. */
const FORTY_FOUR_DAYS = "2026-10-09T06:00:00Z";
const FORTY_FIVE_DAYS = "2026-10-08T06:00:00Z";
const FORTY_SIX_DAYS = "2026-10-07T06:00:00Z";

const key = (made: string, used: string) => ({
  access_key_1_active: "true",
  access_key_1_last_rotated: made,
  access_key_1_last_used_date: used,
});
const evidence = (columns: Record<string, string>) => [
  report([rootRow(), userRow("ci", columns)]),
  details("ci"),
];

describe("iam.access-keys-in-use", () => {
  it.each([
    [
      "passes a key used a day later than it had to be",
      evidence(key("2020-01-01T00:00:00Z", FORTY_FOUR_DAYS)),
      "pass ci/access-key-1: Access key 1 of ci was last used on 2026-10-09, 44 days ago; Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "passes a key used exactly as long ago as allowed",
      evidence(key("2020-01-01T00:00:00Z", FORTY_FIVE_DAYS)),
      "pass ci/access-key-1: Access key 1 of ci was last used on 2026-10-08, 45 days ago; Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "fails a key used a day too long ago",
      evidence(key("2020-01-01T00:00:00Z", FORTY_SIX_DAYS)),
      "fail ci/access-key-1: Access key 1 of ci was last used on 2026-10-07, 46 days ago, but Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "passes a key that was made within the time and not used yet",
      evidence(key(FORTY_FIVE_DAYS, "N/A")),
      "pass ci/access-key-1: Access key 1 of ci was made or last changed 45 days ago and was never used; Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "fails a key that was never used since it was made too long ago",
      evidence(key(FORTY_SIX_DAYS, "N/A")),
      "fail ci/access-key-1: Access key 1 of ci was made or last changed 46 days ago and was never used, but Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "passes a key that was used after the snapshot's time",
      evidence(key("2020-01-01T00:00:00Z", "2026-11-22T07:00:00Z")),
      "pass ci/access-key-1: Access key 1 of ci was last used on 2026-11-22, 0 days ago; Access Control Policy §4.3 allows 45 days without use.",
    ],
    [
      "does not pass a key that was never used when its age is not known",
      evidence(key("N/A", "N/A")),
      "indeterminate ci/access-key-1: Access key 1 of ci: the credential report does not say since when it is unused.",
    ],
    [
      "does not pass a key whose use the report does not tell",
      evidence(key(FORTY_FOUR_DAYS, "not_supported")),
      "indeterminate ci/access-key-1: Access key 1 of ci: the credential report does not say since when it is unused.",
    ],
    [
      "says that there are no keys",
      evidence({}),
      "not-applicable 123456789012: Account 123456789012 has none of the active access keys.",
    ],
    [
      "is indeterminate when the report is denied",
      [reportDenied(), details("ci")],
      "indeterminate 123456789012: Not all of the active access keys in account 123456789012 could be read: AccessDenied on iam:GenerateCredentialReport.",
    ],
  ])("%s", (_sentence, stored, expected) => {
    expect(outcomes(accessKeysInUse, stored, POLICY)).toEqual([expected]);
  });

  it("is indeterminate when policy states no time", () => {
    expect(outcomes(accessKeysInUse, evidence(key(FORTY_SIX_DAYS, "N/A")))).toEqual([
      "indeterminate ci/access-key-1: ci/access-key-1 was not judged: soc2.yaml states no unusedCredentialMaxDays, so there is nothing to compare with.",
    ]);
  });

  it("cites the report and the number in the configuration", () => {
    expect(citations(accessKeysInUse, evidence(key(FORTY_SIX_DAYS, "N/A")), POLICY)).toEqual([
      "iam.credential-report.json#/calls/1/response/Content",
      "config.json#/policy/unusedCredentialMaxDays",
    ]);
  });
});
