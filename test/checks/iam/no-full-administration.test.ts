import { describe, expect, it } from "vitest";
import { noFullAdministration as check } from "../../../shared/checks/iam/no-full-administration.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { citations, outcomes } from "../judging.ts";
import {
  awsPolicies,
  EVERYTHING,
  type Landscape,
  landscape,
  type Statement,
} from "./identity-evidence.ts";

const NOBODY_NAMED = "and soc2.yaml names no administrators.";
const NONE = "pass a: The role a does not have full administration.";
const has = (through: string) =>
  `fail a: The role a has full administration through ${through}, ${NOBODY_NAMED}`;
const MAYBE =
  "indeterminate a: The role a may have full administration through the inline policy p, under a condition, a denial or a boundary that this check cannot reckon, and soc2.yaml does not name it.";

const found = (account: Landscape, aws = awsPolicies()): StoredEvidence[] => [
  landscape(account),
  aws,
];
const inline = (...statements: Statement[]) =>
  found({ roles: { a: { inline: { p: statements } } } });
const bounded = (boundary: readonly Statement[]) =>
  found({
    roles: { a: { attached: ["AdministratorAccess"], boundary: "limit" } },
    policies: { limit: [boundary] },
  });
const deny = (Action: string, more: Statement = {}): Statement => ({
  Effect: "Deny",
  Action,
  Resource: "*",
  ...more,
});
const WITHOUT_MFA = { Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } };

describe("iam.no-full-administration", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "fails for AWS's own policy",
      found({ roles: { a: { attached: ["AdministratorAccess"] } } }),
      [has("the policy AdministratorAccess")],
    ],
    [
      "fails for a customer managed policy",
      found({ roles: { a: { attached: ["own"] } }, policies: { own: [[EVERYTHING]] } }),
      [has("the policy own")],
    ],
    [
      "looks at the default version only",
      found({
        roles: { a: { attached: ["own"] } },
        policies: { own: [[{ Effect: "Allow", Action: "s3:*", Resource: "*" }], [EVERYTHING]] },
      }),
      [NONE],
    ],
    ["fails for an inline policy", inline(EVERYTHING), [has("the inline policy p")]],
    [
      "fails for a user by its group",
      found({
        users: { alice: { groups: ["admins"] } },
        groups: { admins: { attached: ["AdministratorAccess"] } },
      }),
      [
        `fail alice: The user alice has full administration through the policy AdministratorAccess of the group admins, ${NOBODY_NAMED}`,
      ],
    ],
    [
      "fails for actions and resources in lists, and for *:*",
      inline({ Effect: "Allow", Action: ["s3:Get*", "*:*"], Resource: ["arn:aws:s3:::b", "*"] }),
      [has("the inline policy p")],
    ],
    [
      "fails for everything but some actions that leave the granting of rights",
      inline({ Effect: "Allow", NotAction: ["aws-portal:*"], Resource: "*" }),
      [has("the inline policy p")],
    ],
    [
      "passes for everything but IAM",
      found({ roles: { a: { attached: ["PowerUserAccess"] } } }),
      [NONE],
    ],
    [
      "passes for everything on one resource",
      inline({ Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::b" }),
      [NONE],
    ],
    [
      "passes when a deny takes the granting of rights away",
      inline(EVERYTHING, deny("iam:*")),
      [NONE],
    ],
    [
      "fails when a deny takes something else away",
      inline(EVERYTHING, deny("s3:*")),
      [has("the inline policy p")],
    ],
    [
      "fails when everything is denied only without MFA",
      inline(EVERYTHING, deny("*", WITHOUT_MFA)),
      [has("the inline policy p")],
    ],
    [
      "fails when everything is allowed only with MFA",
      inline({ ...EVERYTHING, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      [has("the inline policy p")],
    ],
    [
      "cannot tell when a condition is one that it does not reckon",
      inline({ ...EVERYTHING, Condition: { StringEquals: { "aws:ResourceTag/team": "a" } } }),
      [MAYBE],
    ],
    [
      "cannot tell when a deny is under such a condition",
      inline(
        EVERYTHING,
        deny("iam:*", { Condition: { StringNotEquals: { "iam:PermissionsBoundary": "x" } } }),
      ),
      [MAYBE],
    ],
    [
      "passes when the boundary leaves the granting of rights out",
      bounded([{ Effect: "Allow", Action: "s3:*", Resource: "*" }]),
      [NONE],
    ],
    [
      "fails when the boundary allows everything",
      bounded([EVERYTHING]),
      [has("the policy AdministratorAccess")],
    ],
    [
      "cannot tell when the boundary was not read",
      found({ roles: { a: { inline: { p: [EVERYTHING] }, boundary: "missing" } } }),
      [MAYBE],
    ],
    [
      "leaves out roles that belong to an AWS service",
      found({ roles: { a: { path: "/aws-service-role/x/", attached: ["AdministratorAccess"] } } }),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the IAM users and roles left to judge.",
      ],
    ],
    [
      "does not pass when AWS's policy was withdrawn before it was read",
      found(
        { roles: { a: { attached: ["ReadOnlyAccess"] } } },
        awsPolicies({ ReadOnlyAccess: "gone" }),
      ),
      [
        "indeterminate a: a could not be judged: the text of arn:aws:iam::aws:policy/ReadOnlyAccess was not read.",
      ],
    ],
    [
      "does not pass when AWS's policies were denied, and keeps what is proven",
      found(
        { roles: { a: { inline: { p: [EVERYTHING] } }, b: {} } },
        awsPolicies({ ReadOnlyAccess: "denied" }),
      ),
      [
        has("the inline policy p"),
        "indeterminate b: b cannot be judged on what was read: AccessDenied on iam:GetPolicyVersion.",
      ],
    ],
    [
      "does not pass when a group of the user is not listed",
      [
        landscape({
          users: { alice: { groups: ["nowhere"] } },
        }),
        awsPolicies(),
      ],
      ["indeterminate alice: alice could not be judged: IAM does not list its group nowhere."],
    ],
    [
      "does not apply when there is nobody",
      found({}),
      ["not-applicable 123456789012: Account 123456789012 has none of the IAM users and roles."],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      [
        "indeterminate 123456789012: Not all of the IAM users and roles in account 123456789012 could be read: No evidence of iam.authorization-details was written; No evidence of iam.attached-aws-policies was written.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual(expected);
  });

  const ADMINISTRATOR = found({ roles: { a: { attached: ["AdministratorAccess"] } } });
  const NAMED =
    "pass a: The role a has full administration through the policy AdministratorAccess, as soc2.yaml says: It deploys.";
  const NOT_NAMED =
    "fail a: The role a has full administration through the policy AdministratorAccess, but soc2.yaml does not name it among the administrators.";

  it.each([
    ["by its ARN", "arn:aws:iam::123456789012:role/a", NAMED],
    ["by what follows the account", "role/a", NAMED],
    ["by a pattern", "role/*", NAMED],
    ["not by its bare name", "a", NOT_NAMED],
    ["not by a user of that name", "user/a", NOT_NAMED],
    ["not by a part of its name", "role/", NOT_NAMED],
  ])("soc2.yaml names it %s", (_sentence, identity, expected) => {
    const administrators = [{ identity, reason: "It deploys" }];
    expect(outcomes(check, ADMINISTRATOR, { administrators })).toEqual([expected]);
  });

  it("cites the policy, its attachment and the list of administrators", () => {
    expect(citations(check, ADMINISTRATOR)).toEqual([
      "iam.attached-aws-policies.json#/calls/1/response/PolicyVersion/Document",
      "iam.authorization-details.json#/calls/0/response/RoleDetailList/0/AttachedManagedPolicies/0",
      "config.json#",
    ]);
  });
});
