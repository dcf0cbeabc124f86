import { describe, expect, it } from "vitest";
import { restApisGuarded } from "../../../shared/checks/apigateway/rest-apis-guarded.ts";
import { apiTlsVersionsCurrent } from "../../../shared/checks/apigateway/tls-version-current.ts";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { domainNames } from "../../../shared/sources/apigateway/domain-names.ts";
import { restApis } from "../../../shared/sources/apigateway/rest-apis.ts";
import { restStages } from "../../../shared/sources/apigateway/rest-stages.ts";
import { citations, outcomes, recorded } from "../judging.ts";
import { call } from "../recorded-call.ts";

type Members = Readonly<Record<string, Json>>;

/** A REST API as GetRestApis gives it: on the internet, with tags. */
const api = (other: Members = {}): Members => ({
  id: "a1b2c3",
  name: "billing",
  endpointConfiguration: { types: ["REGIONAL"] },
  disableExecuteApiEndpoint: false,
  tags: { environment: "production" },
  ...other,
});

interface State {
  readonly apis?: readonly Members[] | "denied";
  readonly stages?: readonly Members[] | "denied" | "gone" | "left out";
  readonly domains?: readonly Members[] | "denied";
}

function evidence({ apis = [api()], stages = [], domains = [] }: State): StoredEvidence[] {
  const listed = call("GetRestApis", { limit: 500 }, apis === "denied" ? apis : { items: apis });
  const published = call(
    "GetStages",
    { restApiId: "a1b2c3" },
    stages === "left out" ? {} : typeof stages === "string" ? stages : { item: stages },
  );
  const named = call(
    "GetDomainNames",
    { limit: 500 },
    domains === "denied" ? domains : { items: domains },
  );
  const isAsked = apis !== "denied" && apis.length > 0;
  return [
    recorded(restApis, [listed]),
    recorded(restStages, isAsked ? [listed, published] : [listed]),
    recorded(domainNames, isAsked ? [listed, call("GetApis", {}, { Items: [] }), named] : [listed]),
  ];
}

const PRIVATE = api({ endpointConfiguration: { types: ["PRIVATE"] } });
const IS_PRIVATE = "not-applicable billing: The REST API billing is private: only VPCs reach it.";
const HOSTILE = "=<b>\"x'\u202e";
const [logged, filtered] = restApisGuarded;
const [domain, endpoint] = apiTlsVersionsCurrent;

describe.each<[string, AnyCheck | undefined, Members, Members, string, string]>([
  [
    "apigateway.access-logged",
    logged,
    { accessLogSettings: { destinationArn: "arn:aws:logs:eu-west-1:123456789012:log-group:x" } },
    { accessLogSettings: {} },
    "writes access logs",
    "no access logs",
  ],
  [
    "apigateway.web-acl-attached",
    filtered,
    { webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/1" },
    {},
    "has a web ACL",
    "no web ACL",
  ],
])("%s", (_id, check, on, off, has, lacks) => {
  if (check === undefined) throw new Error("A check is missing.");
  it.each<[string, State, string[]]>([
    [
      "passes when each stage has it",
      {
        stages: [
          { stageName: "production", ...on },
          { stageName: "test", ...on },
        ],
      },
      [`pass billing: Each stage of the REST API billing ${has}.`],
    ],
    [
      "fails when one has not",
      {
        stages: [
          { stageName: "production", ...on },
          { stageName: "test", ...off },
        ],
      },
      [`fail billing: The REST API billing has ${lacks} on its stage test.`],
    ],
    [
      "names each that has not",
      { stages: [{ stageName: "production" }, { stageName: HOSTILE }] },
      [`fail billing: The REST API billing has ${lacks} on its stages production and ${HOSTILE}.`],
    ],
    [
      "does not apply where nothing is published",
      { stages: [] },
      ["not-applicable billing: The REST API billing is published in no stage."],
    ],
    [
      "does not apply to a private API",
      { apis: [PRIVATE], stages: [{ stageName: "a" }] },
      [IS_PRIVATE],
    ],
    [
      "is indeterminate when the stages were denied",
      { stages: "denied" },
      ["indeterminate billing: billing could not be judged: AccessDenied on apigateway:GetStages."],
    ],
    [
      "is indeterminate where the stages are left out",
      { stages: "left out" },
      ["indeterminate billing: billing could not be judged: API Gateway gave no stages."],
    ],
    [
      "counts an API that is gone as gone",
      { stages: "gone" },
      [
        "not-applicable 123456789012: Account 123456789012 has none of the REST APIs of API Gateway left to judge.",
      ],
    ],
    [
      "has none where there is nothing",
      { apis: [] },
      [
        "not-applicable 123456789012: Account 123456789012 has none of the REST APIs of API Gateway.",
      ],
    ],
    [
      "is indeterminate when the list was denied",
      { apis: "denied" },
      [
        "indeterminate 123456789012: Not all of the REST APIs of API Gateway in eu-west-1 could be read: AccessDenied on apigateway:GetRestApis.",
      ],
    ],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(check, evidence(state))).toEqual(expected);
  });
});

describe("apigateway.domain-tls-version-current", () => {
  if (domain === undefined) throw new Error("A check is missing.");
  const named = (securityPolicy: Json): State => ({
    domains: [{ domainName: "api.example", securityPolicy }],
  });

  it.each<[string, State, string[]]>([
    [
      "passes TLS 1.2",
      named("TLS_1_2"),
      [
        "pass api.example: The domain name api.example demands TLS 1.2 or later by its policy TLS_1_2.",
      ],
    ],
    [
      "passes a later policy",
      named("SecurityPolicy_TLS13_1_3_2025_09"),
      [
        "pass api.example: The domain name api.example demands TLS 1.2 or later by its policy SecurityPolicy_TLS13_1_3_2025_09.",
      ],
    ],
    [
      "fails TLS 1.0",
      named("TLS_1_0"),
      ["fail api.example: The domain name api.example takes TLS 1.0 by its policy TLS_1_0."],
    ],
    [
      "does not guess a policy that it does not know",
      named("SecurityPolicy_TLS13_1_0_2031_01"),
      [
        "indeterminate api.example: The domain name api.example has the security policy SecurityPolicy_TLS13_1_0_2031_01, whose TLS versions are not known.",
      ],
    ],
    [
      "does not pass where it is left out",
      { domains: [{ domainName: "api.example" }] },
      [
        "indeterminate api.example: The domain name api.example has a security policy that API Gateway does not name.",
      ],
    ],
    [
      "is indeterminate when the names were denied",
      { domains: "denied" },
      [
        "indeterminate 123456789012: Not all of the custom domain names of API Gateway in eu-west-1 could be read: AccessDenied on apigateway:GetDomainNames.",
      ],
    ],
    [
      "has none where there is no API",
      { apis: [] },
      [
        "not-applicable 123456789012: Account 123456789012 has none of the custom domain names of API Gateway.",
      ],
    ],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(domain, evidence(state))).toEqual(expected);
  });

  it("cites the policy", () => {
    expect(citations(domain, evidence(named("TLS_1_0")))).toEqual([
      "apigateway.domain-names.eu-west-1.json#/calls/2/response/items/0/securityPolicy",
    ]);
  });
});

describe("apigateway.default-endpoint-tls-version-current", () => {
  if (endpoint === undefined) throw new Error("A check is missing.");

  it.each<[string, State, string[]]>([
    [
      "passes an API that demands TLS 1.2",
      { apis: [api({ securityPolicy: "TLS_1_2" })] },
      [
        "pass billing: The default endpoint of the REST API billing demands TLS 1.2 or later by its policy TLS_1_2.",
      ],
    ],
    [
      "fails one that takes TLS 1.0",
      { apis: [api({ securityPolicy: "TLS_1_0" })] },
      [
        "fail billing: The default endpoint of the REST API billing takes TLS 1.0 by its policy TLS_1_0.",
      ],
    ],
    [
      "does not apply where the endpoint is switched off",
      { apis: [api({ securityPolicy: "TLS_1_0", disableExecuteApiEndpoint: true })] },
      ["not-applicable billing: The default endpoint of the REST API billing is switched off."],
    ],
    [
      "does not pass where the policy is left out",
      {},
      [
        "indeterminate billing: The default endpoint of the REST API billing has a security policy that API Gateway does not name.",
      ],
    ],
    ["does not apply to a private API", { apis: [PRIVATE] }, [IS_PRIVATE]],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(endpoint, evidence(state))).toEqual(expected);
  });
});
