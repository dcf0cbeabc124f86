import { describe, expect, it } from "vitest";
import { ESCALATION_PATHS } from "../../../shared/checks/iam/escalation-paths.ts";
import { noPrivilegeEscalation as check } from "../../../shared/checks/iam/no-privilege-escalation.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { ACCOUNT, citations, outcomes } from "../judging.ts";
import { about, allow, can, cannot, deny, found, may, role } from "./escalation-sentences.ts";
import {
  awsPolicies,
  EVERYTHING,
  landscape,
  policyArn,
  type Statement,
  trustService,
} from "./identity-evidence.ts";

const user = (...statements: Statement[]) =>
  found({ users: { u: { inline: { p: statements } }, other: {} }, groups: { g: {} } });
const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
/** A policy variable as policies write it. */
const variable = (name: string) => `\${${name}}`;
const condition = (operator: string, key: string, value: string): Statement => ({
  Condition: { [operator]: { [key]: value } },
});

const RUN_EC2 = "iam:PassRole with ec2:RunInstances";
const PASS_TO_EC2 = condition("StringEquals", "iam:PassedToService", "ec2.amazonaws.com");
const PASS_TO_ECS = condition("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com");
const OTHER_TAG = condition("StringEquals", "aws:ResourceTag/team", "a");

describe("iam.no-privilege-escalation", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    ["passes for rights that lead nowhere", role(allow("s3:*")), [cannot("role r")]],
    [
      "passes for AWS's PowerUserAccess",
      found({ roles: { r: { attached: ["PowerUserAccess"] } } }),
      [cannot("role r")],
    ],
    [
      "finds a user who may make roles and give them any policy, by names of its own too",
      user(
        allow(["iam:CreateRole", "iam:AttachRolePolicy"], arn("role/app-*")),
        allow("iam:PutRolePolicy", arn("role/app-*")),
      ),
      [
        can(
          "user u",
          "iam:CreateRole with iam:AttachRolePolicy",
          "iam:CreateRole with iam:PutRolePolicy",
        ),
      ],
    ],
    [
      "cannot tell where the roles that it makes must have a boundary",
      user(
        allow(
          ["iam:CreateRole", "iam:AttachRolePolicy"],
          arn("role/app-*"),
          condition("StringEquals", "iam:PermissionsBoundary", arn("policy/limit")),
        ),
      ),
      [may("user u", "iam:CreateRole with iam:AttachRolePolicy")],
    ],
    [
      "follows the rights of groups",
      found({
        users: { u: { groups: ["g"] }, other: {} },
        groups: { g: { inline: { p: [allow("iam:CreateAccessKey")] } } },
      }),
      [can("user u", "iam:CreateAccessKey")],
    ],
    [
      "matches actions by wildcards and in any case",
      role(allow("IAM:putrole*")),
      [can("role r", "iam:PutRolePolicy")],
    ],
    [
      "matches actions by what is left out",
      role({
        Effect: "Allow",
        NotAction: ["s3:*", "iam:A*", "iam:Cr*", "iam:U*", "iam:Pass*", "iam:S*"],
        Resource: "*",
      }),
      [can("role r", "iam:PutRolePolicy")],
    ],
    [
      "adds up what several policies allow",
      found({
        roles: { r: { attached: ["pass"], inline: { run: [allow("ec2:RunInstances")] } } },
        policies: { pass: [[allow("iam:PassRole")]] },
      }),
      [can("role r", RUN_EC2)],
    ],
    [
      "takes a deny into account",
      role(allow("iam:PutRolePolicy"), deny("iam:Put*")),
      [cannot("role r")],
    ],
    [
      "takes a deny without MFA for no limit",
      role(
        allow("iam:PutRolePolicy"),
        deny("*", condition("BoolIfExists", "aws:MultiFactorAuthPresent", "false")),
      ),
      [can("role r", "iam:PutRolePolicy")],
    ],
    [
      "cannot tell where a deny has another condition",
      role(
        allow("iam:PutRolePolicy"),
        deny("iam:*", condition("StringNotEquals", "iam:PermissionsBoundary", "x")),
      ),
      [may("role r", "iam:PutRolePolicy")],
    ],
    [
      "cannot tell where an allow has another condition",
      role(allow("iam:PutRolePolicy", "*", OTHER_TAG)),
      [may("role r", "iam:PutRolePolicy")],
    ],
    [
      "a path that is open counts beside one that may be",
      role(allow("iam:PutRolePolicy", "*", OTHER_TAG), allow("iam:AttachRolePolicy")),
      [can("role r", "iam:AttachRolePolicy")],
    ],
    [
      "passes where the boundary closes the path",
      found({
        roles: { r: { inline: { p: [allow("iam:PutRolePolicy")] }, boundary: "limit" } },
        policies: { limit: [[allow("s3:*")]] },
      }),
      [cannot("role r")],
    ],
    [
      "fails where the boundary leaves it open",
      found({
        roles: { r: { inline: { p: [allow("iam:PutRolePolicy")] }, boundary: "limit" } },
        policies: { limit: [[allow("iam:*")]] },
      }),
      [can("role r", "iam:PutRolePolicy")],
    ],
    [
      "cannot tell where the boundary was not read",
      found({ roles: { r: { inline: { p: [allow("iam:PutRolePolicy")] }, boundary: "limit" } } }),
      [may("role r", "iam:PutRolePolicy")],
    ],
    [
      "passes where it may change another role only",
      role(allow("iam:PutRolePolicy", arn("role/other"))),
      [cannot("role r")],
    ],
    [
      "passes where a user may make keys for itself by name",
      user(allow("iam:CreateAccessKey", arn("user/u"))),
      [cannot("user u")],
    ],
    [
      "passes where a user may make keys for itself by variable",
      user(allow("iam:CreateAccessKey", `arn:aws:iam::*:user/${variable("aws:username")}`)),
      [cannot("user u")],
    ],
    [
      "fails where a user may write its own policy by variable",
      user(allow("iam:PutUserPolicy", `arn:aws:iam::*:user/${variable("aws:username")}`)),
      [can("user u", "iam:PutUserPolicy")],
    ],
    [
      "cannot tell what a variable stands for that it does not know",
      user(
        allow("iam:CreateAccessKey", `arn:aws:iam::*:user/${variable("aws:PrincipalTag/team")}*`),
      ),
      [may("user u", "iam:CreateAccessKey")],
    ],
    [
      "passes where there is nobody else whose keys it could make",
      found({ users: { u: { inline: { p: [allow("iam:CreateAccessKey")] } } } }),
      [cannot("user u")],
    ],
    [
      "passes where it may change policies that it does not hold",
      found({
        roles: { r: { inline: { p: [allow("iam:CreatePolicyVersion", policyArn("own"))] } } },
        policies: { own: [[allow("s3:*")]] },
      }),
      [cannot("role r")],
    ],
    [
      "passes where the policy that it holds has no other version to choose",
      found({
        roles: { r: { attached: ["own"] } },
        policies: { own: [[allow("iam:SetDefaultPolicyVersion")]] },
      }),
      [cannot("role r")],
    ],
    [
      "passes where it may pass a named role that has little",
      role(allow("iam:PassRole", arn("role/app-*")), allow("ec2:RunInstances")),
      [cannot("role r")],
    ],
    [
      "fails where the named role has full administration and trusts the service",
      found({
        roles: {
          r: {
            inline: { p: [allow("iam:PassRole", arn("role/app-*")), allow("ec2:RunInstances")] },
          },
          "app-admin": {
            attached: ["AdministratorAccess"],
            trust: [trustService("ec2.amazonaws.com")],
          },
        },
      }),
      [can("role r", RUN_EC2)],
    ],
    [
      "passes where that role trusts another service",
      found({
        roles: {
          r: {
            inline: { p: [allow("iam:PassRole", arn("role/app-*")), allow("ec2:RunInstances")] },
          },
          "app-admin": { attached: ["AdministratorAccess"], trust: [trustService()] },
        },
      }),
      [cannot("role r")],
    ],
    [
      "fails where roles may be passed to the very service",
      role(allow("iam:PassRole", "*", PASS_TO_EC2), allow("ec2:RunInstances")),
      [can("role r", RUN_EC2)],
    ],
    [
      "passes where roles may be passed to another service only",
      role(allow("iam:PassRole", "*", PASS_TO_ECS), allow("ec2:RunInstances")),
      [cannot("role r")],
    ],
    [
      "does not apply where there is full administration already",
      role(EVERYTHING),
      [
        "not-applicable r: The role r has full administration through the inline policy p, so there is nothing left to gain.",
      ],
    ],
    [
      "does not pass where a policy was not read",
      found({ roles: { r: { attached: ["missing"] } } }),
      [`indeterminate r: r could not be judged: the text of ${policyArn("missing")} was not read.`],
    ],
    [
      "keeps a failure where AWS's policies were denied",
      found(
        { roles: { r: { inline: { p: [allow("iam:PutRolePolicy")] } } } },
        awsPolicies({ ReadOnlyAccess: "denied" }),
      ),
      [can("role r", "iam:PutRolePolicy")],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(about(evidence)).toEqual(expected);
  });

  it.each([
    [
      "does not apply when there is nobody",
      found({}),
      "not-applicable 123456789012: Account 123456789012 has none of the IAM users and roles.",
    ],
    [
      "is indeterminate when AWS's policies could not be listed",
      [landscape({ roles: { r: {} } })],
      "indeterminate r: r cannot be judged on what was read: No evidence of iam.attached-aws-policies was written.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });

  it("counts paths beyond four, and cites each policy once", () => {
    const evidence = role(allow("iam:PassRole"), allow(["ec2:*", "lambda:*", "ecs:*", "glue:*"]));
    const open = ESCALATION_PATHS.filter(({ actions }) =>
      actions.every(
        ([action, reach]) =>
          action === "iam:PassRole" || (reach === "any" && /^(ec2|lambda|ecs|glue):/.test(action)),
      ),
    );
    expect(outcomes(check, evidence)).toEqual([
      `fail r: The role r can raise its own rights by iam:PassRole with ec2:RunInstances, iam:PassRole with lambda:CreateFunction and lambda:InvokeFunction, iam:PassRole with lambda:CreateFunction and lambda:CreateEventSourceMapping, iam:PassRole with lambda:CreateFunction and lambda:AddPermission and ${open.length - 4} more.`,
    ]);
    expect(citations(check, evidence)).toEqual([
      "iam.authorization-details.json#/calls/0/response/RoleDetailList/0/RolePolicyList/0/PolicyDocument",
    ]);
  });
});
