import { describe, expect, it } from "vitest";
import { signInRoutesHaveMfaEvidence } from "../../../shared/checks/iam/sign-in-routes-have-mfa-evidence.ts";
import { oidcProviders } from "../../../shared/sources/iam/oidc-providers.ts";
import { samlProviders } from "../../../shared/sources/iam/saml-providers.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";

const samlArn = (name: string) => `arn:aws:iam::123456789012:saml-provider/${name}`;
const oidcArn = (issuer: string) => `arn:aws:iam::123456789012:oidc-provider/${issuer}`;

const saml = (...names: string[]) =>
  recorded(samlProviders, [
    {
      operation: "ListSAMLProviders",
      response: {
        SAMLProviderList: names.map((name) => ({
          Arn: samlArn(name),
          ValidUntil: "2036-05-06T07:08:09.000Z",
          CreateDate: "2026-05-06T07:08:09.000Z",
        })),
      },
    },
  ]);

const oidc = (...issuers: string[]) => oidcFor(["sts.amazonaws.com"], ...issuers);

const oidcFor = (audiences: string[], ...issuers: string[]) =>
  recorded(oidcProviders, [
    {
      operation: "ListOpenIDConnectProviders",
      response: { OpenIDConnectProviderList: issuers.map((issuer) => ({ Arn: oidcArn(issuer) })) },
    },
    ...issuers.map((issuer) => ({
      operation: "GetOpenIDConnectProvider" as const,
      input: { OpenIDConnectProviderArn: oidcArn(issuer) },
      response: {
        Url: issuer,
        ClientIDList: audiences,
        ThumbprintList: [],
        CreateDate: "2026-05-06T07:08:09.000Z",
      },
    })),
  ]);

const workloads = (issuer: string, runs: string) =>
  `not-applicable ${issuer}: ${issuer} lets in ${runs}, not people, so there is nobody to ask for MFA.`;
const maybePeople = (issuer: string) =>
  `not-applicable ${issuer}: People may sign in through the OpenID Connect provider ${issuer}, and AWS cannot see whether it demands MFA.`;

const GITLAB_APPLICATION = "0123456789abcdef".repeat(4);
const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const BITBUCKET = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc";
const CIRCLECI = "oidc.circleci.com/org/11111111-2222-3333-4444-555555555555";

describe("iam.sign-in-routes-have-mfa-evidence", () => {
  it.each([
    [
      "asks for a document of a SAML provider",
      [saml("okta"), oidc()],
      [
        "not-applicable okta: People sign in through the SAML provider okta, and AWS cannot see whether it demands MFA.",
      ],
    ],
    [
      "names IAM Identity Center, which shows as a SAML provider",
      [saml("AWSSSO_0123456789abcdef_DO_NOT_DELETE"), oidc()],
      [
        "not-applicable AWSSSO_0123456789abcdef_DO_NOT_DELETE: People sign in through IAM Identity Center (AWSSSO_0123456789abcdef_DO_NOT_DELETE), and no API of AWS shows whether it demands MFA.",
      ],
    ],
    [
      "asks for a document of an OpenID Connect provider that nobody knows",
      [saml(), oidc("login.acme.example")],
      [maybePeople("login.acme.example")],
    ],
    [
      "does not ask who only lets programs in",
      [
        saml(),
        oidc(
          BITBUCKET,
          "app.terraform.io",
          "gitlab.com",
          CIRCLECI,
          EKS,
          "agent.buildkite.com",
          "token.actions.githubusercontent.com",
          "token.actions.githubusercontent.com/acme",
        ),
      ],
      [
        workloads(BITBUCKET, "Bitbucket pipelines"),
        workloads("app.terraform.io", "HCP Terraform runs"),
        workloads("gitlab.com", "GitLab CI/CD jobs"),
        workloads(CIRCLECI, "CircleCI jobs"),
        workloads(EKS, "pods of an EKS cluster"),
        workloads("agent.buildkite.com", "Buildkite jobs"),
        workloads("token.actions.githubusercontent.com", "GitHub Actions workflows"),
        workloads("token.actions.githubusercontent.com/acme", "GitHub Actions workflows"),
      ],
    ],
    [
      "is not misled by issuers that look like known ones",
      [
        saml(),
        oidc(
          "gitlab.com.evil.example",
          "oidc.eks.eu-west-1.amazonaws.com.evil.example/id/ABC",
          "token.actions.githubusercontent.com.evil.example",
          "xapp.terraform.io",
        ),
      ],
      [
        maybePeople("gitlab.com.evil.example"),
        maybePeople("oidc.eks.eu-west-1.amazonaws.com.evil.example/id/ABC"),
        maybePeople("token.actions.githubusercontent.com.evil.example"),
        maybePeople("xapp.terraform.io"),
      ],
    ],
    [
      "asks for a document where GitLab signs people in to an application",
      [saml(), oidcFor(["https://gitlab.com", GITLAB_APPLICATION], "gitlab.com")],
      [maybePeople("gitlab.com")],
    ],
    [
      "says that there is no other way in, with the empty lists",
      [saml(), oidc()],
      [
        "not-applicable 123456789012: Account 123456789012 has none of the SAML and OpenID Connect identity providers.",
      ],
    ],
    [
      "does not take denied SAML providers for none",
      [
        recorded(samlProviders, [{ operation: "ListSAMLProviders", outcome: "denied" }]),
        oidc("token.actions.githubusercontent.com"),
      ],
      [
        "indeterminate 123456789012: Not all of the SAML and OpenID Connect identity providers in account 123456789012 could be read: AccessDenied on iam:ListSAMLProviders.",
        "indeterminate token.actions.githubusercontent.com: token.actions.githubusercontent.com cannot be judged on what was read: AccessDenied on iam:ListSAMLProviders.",
      ],
    ],
    [
      "does not judge a provider by its ARN when its details are denied",
      [
        saml(),
        recorded(oidcProviders, [
          {
            operation: "ListOpenIDConnectProviders",
            response: { OpenIDConnectProviderList: [{ Arn: oidcArn("gitlab.com") }] },
          },
          {
            operation: "GetOpenIDConnectProvider",
            input: { OpenIDConnectProviderArn: oidcArn("gitlab.com") },
            outcome: "denied",
          },
        ]),
      ],
      [
        "indeterminate 123456789012: Not all of the SAML and OpenID Connect identity providers in account 123456789012 could be read: AccessDenied on iam:GetOpenIDConnectProvider.",
        "indeterminate gitlab.com: gitlab.com could not be judged: AccessDenied on iam:GetOpenIDConnectProvider.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(signInRoutesHaveMfaEvidence, evidence).toSorted()).toEqual(expected.toSorted());
  });

  it("asks for the control's document, and only of routes for people", () => {
    const { findings } = judged(signInRoutesHaveMfaEvidence, [
      saml("okta"),
      oidc("gitlab.com", "login.acme.example"),
    ]);
    expect(findings.map(({ resource, needsDocument }) => [resource.id, needsDocument])).toEqual([
      ["gitlab.com", undefined],
      ["login.acme.example", "identity-provider-mfa"],
      ["okta", "identity-provider-mfa"],
    ]);
  });

  it("counts a provider that was deleted between list and read as gone", () => {
    const { population } = judged(signInRoutesHaveMfaEvidence, [
      saml(),
      recorded(oidcProviders, [
        {
          operation: "ListOpenIDConnectProviders",
          response: { OpenIDConnectProviderList: [{ Arn: oidcArn("gitlab.com") }] },
        },
        {
          operation: "GetOpenIDConnectProvider",
          input: { OpenIDConnectProviderArn: oidcArn("gitlab.com") },
          outcome: "gone",
          code: "NoSuchEntity",
        },
      ]),
    ]);
    expect(population).toMatchObject({ listed: 1, gone: 1, read: 0 });
  });

  it("cites the provider, its issuer and its audiences", () => {
    expect(citations(signInRoutesHaveMfaEvidence, [saml("okta"), oidc("gitlab.com")])).toEqual([
      "iam.oidc-providers.json#/calls/1/response/Url",
      "iam.oidc-providers.json#/calls/1/response/ClientIDList",
      "iam.saml-providers.json#/calls/0/response/SAMLProviderList/0",
    ]);
    expect(citations(signInRoutesHaveMfaEvidence, [saml(), oidc()])).toEqual([
      "iam.saml-providers.json#/calls/0/response/SAMLProviderList",
      "iam.oidc-providers.json#/calls/0/response/OpenIDConnectProviderList",
    ]);
  });
});
