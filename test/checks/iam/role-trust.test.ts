import { describe, expect, it } from "vitest";
import { RECOMMENDATIONS } from "../../../shared/checks/iam/confused-deputies.ts";
import { rolesTrustKnownAccounts } from "../../../shared/checks/iam/roles-trust-known-accounts.ts";
import { serviceTrustHasSource } from "../../../shared/checks/iam/service-trust-has-source.ts";
import { vendorRolesNeedExternalId } from "../../../shared/checks/iam/vendor-roles-need-external-id.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { ACCOUNT, citations, judged, outcomes } from "../judging.ts";
import {
  landscape,
  type Statement,
  trustAws,
  trustService,
  trustStatement,
} from "./identity-evidence.ts";

const VENDOR = "210987654321";
const ORGANIZATION = "o-a1b2c3d4e5";
const KNOWN = {
  knownAccounts: [
    { account: VENDOR, name: "Northwatch", relation: "vendor", reason: "It watches metrics" },
    { account: "333333333333", name: "Our data account", relation: "own", reason: "It is ours" },
    { account: ORGANIZATION, name: "Our organization", relation: "own", reason: "All are ours" },
  ],
} as const;
const known = { knownAccounts: [...KNOWN.knownAccounts] };

const role = (...trust: Statement[]): StoredEvidence[] => [landscape({ roles: { r: { trust } } })];
const when = (operator: string, key: string, value: string | string[]) => ({
  [operator]: { [key]: value },
});
const NO_TEXT = landscape({ roles: { r: { trust: "%7B%22" } } });
const UNREADABLE = "indeterminate r: r could not be judged: the text of the policy cannot be read.";
const NO_ROLES = ["not-applicable 123456789012: Account 123456789012 has none of the IAM roles."];
const NOTHING_READ = [
  "indeterminate 123456789012: Not all of the IAM roles in account 123456789012 could be read: No evidence of iam.authorization-details was written.",
];
const NONE_LEFT = [
  "not-applicable 123456789012: Account 123456789012 has none of the IAM roles left to judge.",
];
const SERVICE_LINKED = [
  landscape({ roles: { r: { path: "/aws-service-role/x/", trust: [trustAws("*")] } } }),
];
const DENY: Statement = { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" };

describe("iam.roles-trust-known-accounts", () => {
  const NO_OTHER = "pass r: The role r lets in no other account.";
  const ANYONE = "fail r: The role r lets everyone with an AWS account take it on.";
  const ANYONE_IF =
    "fail r: The role r lets everyone with an AWS account take it on who meets a condition that names no account.";
  const UNKNOWN =
    "fail r: The role r lets in the account 210987654321, which soc2.yaml does not name among the known accounts.";

  it.each<[string, StoredEvidence[], string[]]>([
    ["passes when only a service is let in", role(trustService()), [NO_OTHER]],
    ["passes for the own account by id", role(trustAws(ACCOUNT)), [NO_OTHER]],
    [
      "passes for the own account's root",
      role(trustAws(`arn:aws:iam::${ACCOUNT}:root`)),
      [NO_OTHER],
    ],
    ["passes for the id of a deleted identity", role(trustAws("AROAEXAMPLE")), [NO_OTHER]],
    ["fails for another account by id", role(trustAws(VENDOR)), [UNKNOWN]],
    ["fails for another account's root", role(trustAws(`arn:aws:iam::${VENDOR}:root`)), [UNKNOWN]],
    [
      "fails for another account's session, in a list",
      role(trustAws([ACCOUNT, `arn:aws:sts::${VENDOR}:assumed-role/a/b`])),
      [UNKNOWN],
    ],
    ["fails for everyone", role(trustAws("*")), [ANYONE]],
    ["fails for everyone, written short", role(trustStatement("*", "sts:*")), [ANYONE]],
    [
      "fails for everyone but somebody",
      role({ Effect: "Allow", NotPrincipal: { AWS: VENDOR }, Action: "sts:AssumeRole" }),
      [ANYONE],
    ],
    [
      "fails for everyone who knows an external id",
      role(trustAws("*", when("StringEquals", "sts:ExternalId", "x"))),
      [ANYONE_IF],
    ],
    [
      "fails for everyone of accounts by a pattern",
      role(trustAws("*", when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy"))),
      [ANYONE_IF],
    ],
    [
      "fails for everyone where the condition excludes",
      role(trustAws("*", when("StringNotEquals", "aws:PrincipalAccount", ACCOUNT))),
      [ANYONE_IF],
    ],
    [
      "fails for everyone where the condition holds without the key",
      role(trustAws("*", when("StringEqualsIfExists", "aws:PrincipalAccount", ACCOUNT))),
      [ANYONE_IF],
    ],
    [
      "fails for everyone where the condition holds for an empty set",
      role(trustAws("*", when("ForAllValues:StringEquals", "aws:PrincipalOrgID", ORGANIZATION))),
      [ANYONE_IF],
    ],
    [
      "passes for everyone of the own account, keys in any case",
      role(trustAws("*", when("stringequals", "AWS:principalaccount", ACCOUNT))),
      [NO_OTHER],
    ],
    [
      "passes for everyone by ARNs of the own account",
      role(trustAws("*", when("ArnLike", "aws:PrincipalArn", `arn:aws:iam::${ACCOUNT}:role/*`))),
      [NO_OTHER],
    ],
    [
      "fails for everyone of an organization that is not known",
      role(trustAws("*", when("StringEquals", "aws:PrincipalOrgID", "o-zzzzzzzzzz"))),
      [
        "fail r: The role r lets in the organization o-zzzzzzzzzz, which soc2.yaml does not name among the known accounts.",
      ],
    ],
    [
      "cannot tell for everyone where another statement denies",
      role(trustAws("*"), DENY),
      [
        "indeterminate r: The role r lets everyone in, and denies some of them again in a way that this check cannot reckon.",
      ],
    ],
    [
      "passes where everyone may tag a session only",
      role(trustStatement("*", "sts:TagSession")),
      [NO_OTHER],
    ],
    ["leaves out roles that belong to an AWS service", SERVICE_LINKED, NONE_LEFT],
    ["cannot tell where the trust policy cannot be read", [NO_TEXT], [UNREADABLE]],
    ["does not apply without roles", [landscape({})], NO_ROLES],
    ["is indeterminate when nothing was read", [], NOTHING_READ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(rolesTrustKnownAccounts, evidence)).toEqual(expected);
  });

  it.each<[string, Statement, string]>([
    [
      "an account that is known",
      trustAws(VENDOR),
      "pass r: The role r lets in Northwatch (210987654321).",
    ],
    [
      "an organization that is known",
      trustAws("*", when("StringEquals", "aws:PrincipalOrgID", ORGANIZATION)),
      "pass r: The role r lets in Our organization (o-a1b2c3d4e5).",
    ],
    [
      "an organization that is known, by its path",
      trustAws("*", when("StringLike", "aws:PrincipalOrgPaths", `${ORGANIZATION}/r-ab12/ou-1/*`)),
      "pass r: The role r lets in Our organization (o-a1b2c3d4e5).",
    ],
    [
      "one that is known and one that is not",
      trustAws([VENDOR, "444444444444"]),
      "fail r: The role r lets in the account 444444444444, which soc2.yaml does not name among the known accounts.",
    ],
  ])("judges %s by soc2.yaml", (_sentence, trust, expected) => {
    expect(outcomes(rolesTrustKnownAccounts, role(trust), known)).toEqual([expected]);
  });

  it("is critical only where everyone is let in without a condition", () => {
    const severities = [trustAws("*"), trustAws("*", when("Bool", "a:b", "true")), trustAws(VENDOR)]
      .flatMap((trust) => judged(rolesTrustKnownAccounts, role(trust)).findings)
      .map(({ severity }) => severity);
    expect(severities).toEqual(["critical", "high", "high"]);
  });

  it("cites the trust policy and the list of known accounts", () => {
    expect(citations(rolesTrustKnownAccounts, role(trustAws(VENDOR)))).toEqual([
      "iam.authorization-details.json#/calls/0/response/RoleDetailList/0/AssumeRolePolicyDocument",
      "config.json#",
    ]);
  });
});

describe("iam.vendor-roles-need-external-id", () => {
  const NO_VENDOR = "not-applicable r: The role r lets in no vendor's account.";
  it.each<[string, Statement[], string]>([
    ["does not apply where no other account is let in", [trustAws(ACCOUNT)], NO_VENDOR],
    ["does not apply to an account of the company's own", [trustAws("333333333333")], NO_VENDOR],
    [
      "fails for a vendor without one",
      [trustAws(VENDOR)],
      "fail r: The role r lets in the account 210987654321 of Northwatch without an external id.",
    ],
    [
      "fails for an account that soc2.yaml does not name",
      [trustAws("444444444444")],
      "fail r: The role r lets in the account 444444444444 without an external id.",
    ],
    [
      "passes for a vendor with one",
      [trustAws(VENDOR, when("StringEquals", "sts:ExternalId", "x"))],
      "pass r: The role r asks each vendor's account for an external id.",
    ],
    [
      "fails where any external id will do",
      [trustAws(VENDOR, when("StringLike", "sts:ExternalId", "*"))],
      "fail r: The role r lets in the account 210987654321 of Northwatch without an external id.",
    ],
    [
      "fails where one of two statements asks for none",
      [trustAws(VENDOR, when("StringEquals", "sts:ExternalId", "x")), trustAws("444444444444")],
      "fail r: The role r lets in the account 444444444444 without an external id.",
    ],
  ])("%s", (_sentence, trust, expected) => {
    expect(outcomes(vendorRolesNeedExternalId, role(...trust), known)).toEqual([expected]);
  });

  it.each([
    ["cannot tell where the trust policy cannot be read", [NO_TEXT], [UNREADABLE]],
    ["does not apply without roles", [landscape({})], NO_ROLES],
    ["is indeterminate when nothing was read", [], NOTHING_READ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(vendorRolesNeedExternalId, evidence)).toEqual(expected);
  });
});

describe("iam.service-trust-has-source", () => {
  const SERVICE = "scheduler.amazonaws.com";
  const BARE = `fail r: The role r lets in ${SERVICE} without a condition on the source.`;
  const SAID = `pass r: The role r says for whose sake ${SERVICE} may take it on.`;
  const UNLISTED =
    "not-applicable r: The role r lets in no service for which AWS recommends a condition on the source.";

  it.each<[string, StoredEvidence[], string[]]>([
    ["fails without a condition", role(trustService(SERVICE)), [BARE]],
    [
      "fails for CodeBuild without one",
      role(trustService("codebuild.amazonaws.com")),
      ["fail r: The role r lets in codebuild.amazonaws.com without a condition on the source."],
    ],
    [
      "fails where any source will do",
      role(trustService(SERVICE, when("StringLike", "aws:SourceAccount", "*"))),
      [BARE],
    ],
    [
      "fails where the source may be missing",
      role(trustService(SERVICE, when("StringEqualsIfExists", "aws:SourceAccount", ACCOUNT))),
      [BARE],
    ],
    [
      "passes with the account",
      role(trustService(SERVICE, when("StringEquals", "aws:SourceAccount", ACCOUNT))),
      [SAID],
    ],
    [
      "passes with the resource, keys in any case",
      role(
        trustService(
          SERVICE,
          when("ArnLike", "AWS:SourceArn", `arn:aws:scheduler:*:${ACCOUNT}:schedule-group/*`),
        ),
      ),
      [SAID],
    ],
    ...["ec2", "lambda", "apigateway", "backup", "glue"].map(
      (name): [string, StoredEvidence[], string[]] => [
        `does not apply to ${name}, which sends no source`,
        role(trustService(`${name}.amazonaws.com`)),
        [UNLISTED],
      ],
    ),
    ["does not apply where an account is let in", role(trustAws(VENDOR)), [UNLISTED]],
    [
      "does not take a property of all objects for a service",
      role(trustService("constructor")),
      [UNLISTED],
    ],
    ["leaves out roles that belong to an AWS service", SERVICE_LINKED, NONE_LEFT],
    ["cannot tell where the trust policy cannot be read", [NO_TEXT], [UNREADABLE]],
    ["does not apply without roles", [landscape({})], NO_ROLES],
    ["is indeterminate when nothing was read", [], NOTHING_READ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(serviceTrustHasSource, evidence)).toEqual(expected);
  });

  it("cites a page of AWS for each service of the table", () => {
    for (const page of RECOMMENDATIONS) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});
