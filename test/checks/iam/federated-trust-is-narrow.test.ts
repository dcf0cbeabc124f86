import { describe, expect, it } from "vitest";
import { federatedTrustIsNarrow } from "../../../shared/checks/iam/federated-trust-is-narrow.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { ACCOUNT, outcomes } from "../judging.ts";
import {
  landscape,
  type Statement,
  trustOidc,
  trustService,
  trustStatement,
} from "./identity-evidence.ts";

const VENDOR = "210987654321";
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
const DENY: Statement = { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" };

describe("iam.federated-trust-is-narrow", () => {
  const GITHUB = "token.actions.githubusercontent.com";
  const sub = (operator: string, value: string | string[]) =>
    trustOidc(GITHUB, when(operator, `${GITHUB}:sub`, value));
  const OPEN = `fail r: The role r lets in everyone for whom GitHub vouches: no condition on ${GITHUB}:sub names the organization.`;
  const NARROW = `pass r: The role r is taken on through ${GITHUB}, and names whom it means.`;

  it.each<[string, StoredEvidence[], string[]]>([
    ["fails for GitHub without a condition", role(trustOidc(GITHUB)), [OPEN]],
    [
      "fails for GitHub with a condition on the audience alone",
      role(trustOidc(GITHUB, when("StringEquals", `${GITHUB}:aud`, "sts.amazonaws.com"))),
      [OPEN],
    ],
    ["fails where any repository will do", role(sub("StringLike", "repo:*")), [OPEN]],
    ["fails where any organization will do", role(sub("StringLike", "repo:*/app:*")), [OPEN]],
    [
      "fails where a part of the organization is open",
      role(sub("StringLike", "repo:acme*/app:*")),
      [OPEN],
    ],
    [
      "fails where one of two values is open",
      role(sub("StringLike", ["repo:acme/app:*", "*"])),
      [OPEN],
    ],
    ["fails where the condition excludes", role(sub("StringNotLike", "repo:acme/*")), [OPEN]],
    [
      "fails where the claim may be missing",
      role(sub("StringLikeIfExists", "repo:acme/*")),
      [OPEN],
    ],
    ["passes for an organization", role(sub("StringLike", "repo:acme/*")), [NARROW]],
    [
      "passes for a branch, keys in any case",
      role(
        trustOidc(
          GITHUB,
          when("StringEquals", `${GITHUB}:SUB`, "repo:acme/app:ref:refs/heads/main"),
        ),
      ),
      [NARROW],
    ],
    ...[
      ["repository_owner_id", "123456"],
      ["repository_id", "456789"],
      ["enterprise_id", "42"],
      ["repository", "acme/app"],
      ["sub", "repo:acme@123456/app@456789:ref:refs/heads/main"],
      ["sub", "repository_owner:acme:environment:production"],
      ["sub", "environment:production:repository_owner_id:123456"],
    ].map(([claim, value = ""]): [string, StoredEvidence[], string[]] => [
      `passes where ${claim} is ${value}`,
      role(trustOidc(GITHUB, when("StringEquals", `${GITHUB}:${claim}`, value))),
      [NARROW],
    ]),
    ...[
      ["repository", "*/app"],
      ["repository_owner_id", "*"],
      ["actor", "mallory"],
      ["ref", "refs/heads/main"],
      ["job_workflow_ref", "acme/app/.github/workflows/deploy.yml@refs/heads/main"],
      ["sub", "environment:production"],
      ["sub", "*:repository_owner:acme"],
    ].map(([claim, value = ""]): [string, StoredEvidence[], string[]] => [
      `fails where only ${claim} is ${value}`,
      role(trustOidc(GITHUB, when("StringLike", `${GITHUB}:${claim}`, value))),
      [OPEN],
    ]),
    ...[
      ["agent.buildkite.com", "sub", "organization:acme:pipeline:app:*"],
      ["api.pulumi.com/oidc", "aud", "aws:acme"],
      ["api.pulumi.com/oidc", "sub", "pulumi:deploy:org:acme:project:*"],
      ["oidc.vercel.com", "aud", "https://vercel.com/acme"],
      ["oidc.codefresh.io", "sub", "account:5f30ebd30312313ae7f17948:pipeline:*"],
      ["scalr.io", "sub", "account:acme:environment:production:workspace:*"],
      ["proidc.upbound.io", "sub", "mcp:acme/main:provider:provider-aws"],
      ["oidc-configuration.audit-log.githubusercontent.com", "sub", "https://github.com/acme"],
    ].flatMap(([issuer = "", claim = "", value = ""]): [string, StoredEvidence[], string[]][] => [
      [
        `passes for ${issuer} where ${claim} is ${value}`,
        role(trustOidc(issuer, when("StringLike", `${issuer}:${claim}`, value))),
        [`pass r: The role r is taken on through ${issuer}, and names whom it means.`],
      ],
      [
        `fails for ${issuer} where any ${claim} will do`,
        role(trustOidc(issuer, when("StringLike", `${issuer}:${claim}`, "*"))),
        [expect.stringMatching(`^fail r: .*: no condition on ${issuer}:(sub|aud) names the `)],
      ],
    ]),
    ...[
      ["accounts.google.com", "aud", "66677788899900pro0.apps.googleusercontent.com"],
      ["accounts.google.com", "sub", "100018646976219416293"],
      ["www.amazon.com", "app_id", "amzn1.application-oa2-client.1234"],
      ["graph.facebook.com", "app_id", "111222333444555"],
    ].flatMap(([issuer = "", claim = "", value = ""]): [string, StoredEvidence[], string[]][] => {
      const trust = (condition?: Record<string, Record<string, string | string[]>>) =>
        role(trustStatement({ Federated: issuer }, "sts:AssumeRoleWithWebIdentity", condition));
      return [
        [
          `passes for ${issuer} with ${claim}`,
          trust(when("StringEquals", `${issuer}:${claim}`, value)),
          [`pass r: The role r is taken on through ${issuer}, and names whom it means.`],
        ],
        [
          `fails for ${issuer} without ${claim}`,
          trust(),
          [
            expect.stringMatching(
              `^fail r: .*: no condition on ${issuer}:(aud|app_id) names the application`,
            ),
          ],
        ],
      ];
    }),
    [
      "fails for Google by the audience that whoever asks for a token chooses",
      role(
        trustStatement(
          { Federated: "accounts.google.com" },
          "sts:AssumeRoleWithWebIdentity",
          when("StringEquals", "accounts.google.com:oaud", "our-api"),
        ),
      ),
      [
        "fail r: The role r lets in everyone for whom Google vouches: no condition on accounts.google.com:aud names the application.",
      ],
    ],
    [
      "fails for GitLab without the group",
      role(trustOidc("gitlab.com", when("StringLike", "gitlab.com:sub", "project_path:*"))),
      [
        "fail r: The role r lets in everyone for whom GitLab vouches: no condition on gitlab.com:sub names the group.",
      ],
    ],
    [
      "fails for Cognito without the identity pool",
      role(
        trustStatement(
          { Federated: "cognito-identity.amazonaws.com" },
          "sts:AssumeRoleWithWebIdentity",
        ),
      ),
      [
        "fail r: The role r lets in everyone for whom Amazon Cognito vouches: no condition on cognito-identity.amazonaws.com:aud names the identity pool.",
      ],
    ],
    [
      "fails for a provider of another account",
      role(trustOidc(GITHUB, when("StringLike", `${GITHUB}:sub`, "repo:acme/*"), VENDOR)),
      [
        `fail r: The role r lets in people through the identity provider arn:aws:iam::${VENDOR}:oidc-provider/${GITHUB} of another account.`,
      ],
    ],
    [
      "does not apply to a provider of SAML, which decides itself",
      role(
        trustStatement(
          { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/okta` },
          "sts:AssumeRoleWithSAML",
        ),
      ),
      [
        "not-applicable r: The role r is taken on through okta, where the provider decides who comes in.",
      ],
    ],
    [
      "does not apply to an issuer that is not in the table",
      role(trustOidc("login.acme.example")),
      [
        "not-applicable r: The role r is taken on through login.acme.example, where the provider decides who comes in.",
      ],
    ],
    [
      "does not apply to a role for a service",
      role(trustService()),
      ["not-applicable r: The role r is not taken on through an identity provider."],
    ],
    [
      "cannot tell where another statement denies",
      role(trustOidc(GITHUB), DENY),
      [
        `indeterminate r: ${OPEN.slice("fail r: ".length, -1)}, and a denial that this check cannot reckon may take some back.`,
      ],
    ],
    ["cannot tell where the trust policy cannot be read", [NO_TEXT], [UNREADABLE]],
    ["does not apply without roles", [landscape({})], NO_ROLES],
    ["is indeterminate when nothing was read", [], NOTHING_READ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(federatedTrustIsNarrow, evidence)).toEqual(expected);
  });
});
