import { describe, expect, it } from "vitest";
import { policiesAttachedToGroupsOrRoles as check } from "../../../shared/checks/iam/policies-attached-to-groups-or-roles.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { authorizationDetails } from "../../../shared/sources/iam/authorization-details.ts";
import { citations, outcomes, recorded } from "../judging.ts";
import { EVERYTHING, landscape } from "./identity-evidence.ts";

const HOSTILE = "<b>evil</b>\u202e";

describe("iam.policies-attached-to-groups-or-roles", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes when the user has its rights from a group",
      [
        landscape({
          users: { alice: { groups: ["engineers"] } },
          groups: { engineers: { attached: ["PowerUserAccess"] } },
        }),
      ],
      ["pass alice: The user alice has no policy of its own."],
    ],
    [
      "passes when the user has only a permissions boundary",
      [landscape({ users: { alice: { boundary: "limits" } } })],
      ["pass alice: The user alice has no policy of its own."],
    ],
    [
      "fails when a managed policy is attached to the user",
      [landscape({ users: { alice: { attached: ["ReadOnlyAccess"] } } })],
      ["fail alice: The user alice has the policy ReadOnlyAccess directly, not from a group."],
    ],
    [
      "fails when the user has an inline policy",
      [landscape({ users: { ci: { inline: { deploy: [EVERYTHING] } } } })],
      ["fail ci: The user ci has the inline policy deploy directly, not from a group."],
    ],
    [
      "names both kinds, and hostile names as they are",
      [landscape({ users: { ci: { attached: ["a"], inline: { [HOSTILE]: [EVERYTHING] } } } })],
      [
        `fail ci: The user ci has the policy a and the inline policy ${HOSTILE} directly, not from a group.`,
      ],
    ],
    [
      "does not apply when there are no users, whatever roles have",
      [landscape({ roles: { deploy: { attached: ["AdministratorAccess"] } } })],
      ["not-applicable 123456789012: Account 123456789012 has none of the IAM users."],
    ],
    [
      "keeps a failure, and passes nobody, when the second page was denied",
      [landscape({ users: { alice: {}, bob: { attached: ["a"] } } }, "denied")],
      [
        "indeterminate 123456789012: Not all of the IAM users in account 123456789012 could be read: AccessDenied on iam:GetAccountAuthorizationDetails.",
        "indeterminate alice: alice cannot be judged on what was read: AccessDenied on iam:GetAccountAuthorizationDetails.",
        "fail bob: The user bob has the policy a directly, not from a group.",
      ],
    ],
    [
      "is indeterminate when the list is denied",
      [
        recorded(authorizationDetails, [
          { operation: "GetAccountAuthorizationDetails", outcome: "denied" },
        ]),
      ],
      [
        "indeterminate 123456789012: Not all of the IAM users in account 123456789012 could be read: AccessDenied on iam:GetAccountAuthorizationDetails.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual(expected);
  });

  it("cites each attachment", () => {
    const evidence = landscape({ users: { ci: { attached: ["a"], inline: { b: [EVERYTHING] } } } });
    expect(citations(check, [evidence])).toEqual([
      "iam.authorization-details.json#/calls/0/response/UserDetailList/0/AttachedManagedPolicies/0",
      "iam.authorization-details.json#/calls/0/response/UserDetailList/0/UserPolicyList/0",
    ]);
  });
});
