import { describe, expect, it } from "vitest";
import { rolesInUse as check } from "../../../shared/checks/iam/roles-in-use.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { type Circumstances, citations, outcomes } from "../judging.ts";
import { landscape, type TestRole } from "./identity-evidence.ts";

const allows = (value: number): Circumstances => ({
  policy: { unusedCredentialMaxDays: { value, document: "Access Control Policy §4.3" } },
});
const role = (of: TestRole): StoredEvidence[] => [landscape({ roles: { r: of } })];
/** The snapshot is of 2026-11-22T06:00:00Z. */
const day = (date: string) => `${date}T06:00:00.000Z`;

describe("iam.roles-in-use", () => {
  it.each<[string, StoredEvidence[], Circumstances, string[]]>([
    [
      "passes a day before the limit",
      role({ lastUsedAt: day("2026-10-09") }),
      allows(45),
      [
        "pass r: The role r was last used on 2026-10-09, 44 days ago; Access Control Policy §4.3 allows 45 days without use.",
      ],
    ],
    [
      "passes at the limit",
      role({ lastUsedAt: day("2026-10-08") }),
      allows(45),
      [
        "pass r: The role r was last used on 2026-10-08, 45 days ago; Access Control Policy §4.3 allows 45 days without use.",
      ],
    ],
    [
      "fails a day after the limit",
      role({ lastUsedAt: day("2026-10-07") }),
      allows(45),
      [
        "fail r: The role r was last used on 2026-10-07, 46 days ago, but Access Control Policy §4.3 allows 45 days without use.",
      ],
    ],
    [
      "passes a new role that was not used yet",
      role({ lastUsedAt: null, createdAt: day("2026-10-08") }),
      allows(45),
      [
        "pass r: The role r is 45 days old and was never used; Access Control Policy §4.3 allows 45 days without use.",
      ],
    ],
    [
      "fails an old role that was never used",
      role({ lastUsedAt: null, createdAt: day("2026-10-07") }),
      allows(45),
      [
        "fail r: The role r is 46 days old and was never used, but Access Control Policy §4.3 allows 45 days without use.",
      ],
    ],
    [
      "fails a role without use in the 400 days that IAM remembers",
      role({ lastUsedAt: null, createdAt: day("2020-01-01") }),
      allows(399),
      [
        "fail r: The role r was not used within the 400 days for which IAM says so, but Access Control Policy §4.3 allows 399 days without use.",
      ],
    ],
    [
      "cannot tell where policy allows as many days as IAM remembers",
      role({ lastUsedAt: null, createdAt: day("2020-01-01") }),
      allows(400),
      [
        "indeterminate r: The role r was not used within the 400 days for which IAM says so; Access Control Policy §4.3 allows 400 days without use.",
      ],
    ],
    [
      "does not pass when IAM leaves the last use out",
      role({}),
      allows(45),
      ["indeterminate r: IAM does not say when the role r was last used."],
    ],
    [
      "is indeterminate where policy states no number",
      role({ lastUsedAt: day("2020-01-01") }),
      {},
      [
        "indeterminate r: r was not judged: soc2.yaml states no unusedCredentialMaxDays, so there is nothing to compare with.",
      ],
    ],
    [
      "leaves out roles that belong to an AWS service",
      role({ path: "/aws-service-role/guardduty.amazonaws.com/", lastUsedAt: null }),
      allows(45),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the IAM roles left to judge.",
      ],
    ],
    [
      "does not pass what a denied page may add to",
      [landscape({ roles: { r: { lastUsedAt: day("2026-11-22") } } }, "denied")],
      allows(45),
      [
        "indeterminate 123456789012: Not all of the IAM roles in account 123456789012 could be read: AccessDenied on iam:GetAccountAuthorizationDetails.",
        "indeterminate r: r cannot be judged on what was read: AccessDenied on iam:GetAccountAuthorizationDetails.",
      ],
    ],
    [
      "does not apply without roles",
      [landscape({})],
      allows(45),
      ["not-applicable 123456789012: Account 123456789012 has none of the IAM roles."],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      allows(45),
      [
        "indeterminate 123456789012: Not all of the IAM roles in account 123456789012 could be read: No evidence of iam.authorization-details was written.",
      ],
    ],
  ])("%s", (_sentence, evidence, circumstances, expected) => {
    expect(outcomes(check, evidence, circumstances)).toEqual(expected);
  });

  it("cites the last use and the company's number", () => {
    expect(citations(check, role({ lastUsedAt: day("2026-10-07") }), allows(45))).toEqual([
      "iam.authorization-details.json#/calls/0/response/RoleDetailList/0/RoleLastUsed",
      "config.json#/policy/unusedCredentialMaxDays",
    ]);
  });
});
