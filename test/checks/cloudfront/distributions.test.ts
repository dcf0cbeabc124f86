import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { distributionAccessLogged } from "../../../shared/checks/cloudfront/access-logged.ts";
import { distributionsEncrypted } from "../../../shared/checks/cloudfront/distributions-encrypted.ts";
import { distributionWebAclAttached } from "../../../shared/checks/cloudfront/web-acl-attached.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { distributionConfigs } from "../../../shared/sources/cloudfront/distribution-configs.ts";
import { distributions } from "../../../shared/sources/cloudfront/distributions.ts";
import { distributionLogDeliveries } from "../../../shared/sources/cloudfront/log-deliveries.ts";
import { deliveryCalls } from "../elbv2/balancer-evidence.ts";
import { citations, outcomes, recorded } from "../judging.ts";
import { call } from "../recorded-call.ts";

type Members = Readonly<Record<string, Json>>;

const ARN = "arn:aws:cloudfront::123456789012:distribution/E1";
const list = (...Items: Json[]): Members => ({
  Quantity: Items.length,
  ...(Items.length === 0 ? {} : { Items }),
});
const behaviour = (ViewerProtocolPolicy: Json, other: Members = {}): Members => ({
  ViewerProtocolPolicy,
  ...other,
});
const custom = (OriginProtocolPolicy: Json, ...versions: string[]): Members => ({
  DomainName: "origin.example",
  CustomOriginConfig: { OriginProtocolPolicy, OriginSslProtocols: list(...versions) },
});
const BUCKET: Members = {
  DomainName: "files.s3.amazonaws.com",
  S3OriginConfig: { OriginAccessIdentity: "" },
};

/** A distribution as ListDistributions gives it: mended in every way unless said otherwise. */
const distribution = (other: Members = {}): Members => ({
  Id: "E1",
  ARN,
  DomainName: "d1.cloudfront.net",
  Aliases: list("app.example"),
  Enabled: true,
  Origins: list(custom("https-only", "TLSv1.2")),
  DefaultCacheBehavior: behaviour("redirect-to-https"),
  CacheBehaviors: list(),
  ViewerCertificate: {
    CloudFrontDefaultCertificate: false,
    MinimumProtocolVersion: "TLSv1.2_2021",
  },
  WebACLId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1",
  ...other,
});

interface State {
  readonly listed?: readonly Members[] | "denied";
  readonly logging?: Json | "denied" | "gone";
  readonly delivered?: Readonly<Record<string, string>> | "denied";
}

function evidence({
  listed = [distribution()],
  logging = null,
  delivered = {},
}: State): StoredEvidence[] {
  const first = call(
    "ListDistributions",
    { MaxItems: 100 },
    listed === "denied"
      ? listed
      : { DistributionList: { ...list(...listed), IsTruncated: false, Marker: "", MaxItems: 100 } },
  );
  const config = call(
    "GetDistributionConfig",
    { Id: "E1" },
    logging === "denied" || logging === "gone"
      ? logging
      : { DistributionConfig: logging === null ? {} : { Logging: logging } },
  );
  const isAsked = listed !== "denied" && listed.length > 0;
  return [
    recorded(distributions, [first]),
    recorded(distributionConfigs, isAsked ? [first, config] : [first]),
    recorded(distributionLogDeliveries, isAsked ? [first, ...deliveryCalls(delivered)] : [first]),
  ];
}

const [viewers, version, origins] = distributionsEncrypted;
const of = (other: Members): State => ({ listed: [distribution(other)] });
const certificate = (MinimumProtocolVersion: Json): State =>
  of({ ViewerCertificate: { CloudFrontDefaultCertificate: false, MinimumProtocolVersion } });
const from = (...origin: Members[]): State => of({ Origins: list(...origin) });
const PLAIN_VIEWERS = { DefaultCacheBehavior: behaviour("allow-all") };
const LOGGED = { Enabled: true, Bucket: "logs.s3.amazonaws.com" };
const UNLOGGED = { Enabled: false, Bucket: "" };

describe.each<[string, AnyCheck | undefined, [string, State, string[]][]]>([
  [
    "cloudfront.viewers-encrypted",
    viewers,
    [
      [
        "passes behaviours that redirect or take HTTPS alone",
        of({ CacheBehaviors: list(behaviour("https-only", { PathPattern: "/api/*" })) }),
        [
          "pass app.example: Every behaviour of the distribution app.example takes HTTPS alone or redirects to it.",
        ],
      ],
      [
        "fails the default behaviour, and each other",
        of({
          ...PLAIN_VIEWERS,
          CacheBehaviors: list(
            behaviour("allow-all", { PathPattern: "/api/*" }),
            behaviour("https-only", { PathPattern: "/x" }),
          ),
        }),
        [
          "fail app.example: The distribution app.example answers over plain HTTP for the default behaviour and /api/*.",
        ],
      ],
      [
        "does not pass a behaviour that says nothing",
        of({ CacheBehaviors: list({ PathPattern: "/api/*" }) }),
        [
          "indeterminate app.example: CloudFront does not say which protocols /api/* of app.example takes.",
        ],
      ],
      [
        "does not pass behaviours that were counted and not listed",
        of({ CacheBehaviors: { Quantity: 1 } }),
        [
          "indeterminate app.example: app.example could not be judged: ListDistributions gave fewer behaviours than it counted.",
        ],
      ],
    ],
  ],
  [
    "cloudfront.tls-version-current",
    version,
    [
      [
        "passes TLS 1.2",
        certificate("TLSv1.2_2018"),
        ["pass app.example: The distribution app.example takes TLSv1.2 or later."],
      ],
      [
        "passes TLS 1.3",
        certificate("TLSv1.3_2025"),
        ["pass app.example: The distribution app.example takes TLSv1.3 or later."],
      ],
      [
        "fails TLS 1.1",
        certificate("TLSv1.1_2016"),
        [
          "fail app.example: The distribution app.example takes TLSv1.1 by its policy TLSv1.1_2016.",
        ],
      ],
      [
        "fails CloudFront's own certificate, whatever it says",
        of({
          ViewerCertificate: {
            CloudFrontDefaultCertificate: true,
            MinimumProtocolVersion: "TLSv1.2_2021",
          },
        }),
        [
          "fail app.example: The distribution app.example has CloudFront's own certificate, and with it takes TLS 1.0.",
        ],
      ],
      [
        "does not guess a policy that it does not know",
        certificate("TLSv1.4_2031"),
        [
          "indeterminate app.example: It is not known which TLS versions the policy TLSv1.4_2031 of app.example takes.",
        ],
      ],
      [
        "does not take a member of every object for a policy",
        certificate("constructor"),
        [
          "indeterminate app.example: It is not known which TLS versions the policy constructor of app.example takes.",
        ],
      ],
      [
        "does not pass where it is left out",
        of({ ViewerCertificate: {} }),
        [
          "indeterminate app.example: CloudFront does not say which TLS versions app.example takes.",
        ],
      ],
    ],
  ],
  [
    "cloudfront.origins-encrypted",
    origins,
    [
      [
        "passes HTTPS, buckets behind HTTPS, and origins in a VPC",
        from(custom("https-only", "TLSv1.2"), BUCKET, { DomainName: "in", VpcOriginConfig: {} }),
        ["pass app.example: The distribution app.example fetches from its origins over TLS alone."],
      ],
      [
        "passes what goes as viewers come, where they come by HTTPS",
        from(custom("match-viewer", "TLSv1.2")),
        ["pass app.example: The distribution app.example fetches from its origins over TLS alone."],
      ],
      [
        "fails plain HTTP, beside a good origin",
        from(BUCKET, custom("http-only", "TLSv1.2")),
        [
          "fail app.example: The distribution app.example fetches from origin.example over plain HTTP.",
        ],
      ],
      [
        "fails what goes as viewers come, where they may come in plain",
        of({ ...PLAIN_VIEWERS, Origins: list(custom("match-viewer", "TLSv1.2"), BUCKET) }),
        [
          "fail app.example: The distribution app.example fetches from origin.example over plain HTTP when viewers use it and from files.s3.amazonaws.com over plain HTTP when viewers use it.",
        ],
      ],
      [
        "fails older versions",
        from(custom("https-only", "TLSv1", "TLSv1.1", "TLSv1.2")),
        [
          "fail app.example: The distribution app.example fetches from origin.example with TLSv1 and TLSv1.1 allowed.",
        ],
      ],
      [
        "does not pass an origin that says nothing",
        from({ DomainName: "what" }),
        ["indeterminate app.example: CloudFront does not say how app.example fetches from what."],
      ],
      [
        "does not pass origins that were counted and not listed",
        of({ Origins: { Quantity: 2, Items: [BUCKET] } }),
        [
          "indeterminate app.example: app.example could not be judged: ListDistributions gave fewer origins than it counted.",
        ],
      ],
    ],
  ],
  [
    "cloudfront.access-logged",
    distributionAccessLogged,
    [
      [
        "passes its own setting",
        { logging: LOGGED },
        ["pass app.example: The distribution app.example writes its access logs to a bucket."],
      ],
      [
        "passes standard logging (v2)",
        { logging: UNLOGGED, delivered: { [ARN]: "ACCESS_LOGS" } },
        [
          "pass app.example: CloudWatch Logs delivers the access logs of the distribution app.example.",
        ],
      ],
      [
        "fails where there is neither",
        { logging: UNLOGGED, delivered: { [`${ARN}2`]: "ACCESS_LOGS" } },
        ["fail app.example: The distribution app.example does not log its requests."],
      ],
      [
        "does not fail when the deliveries were denied",
        { logging: UNLOGGED, delivered: "denied" },
        [
          "indeterminate app.example: app.example could not be judged: AccessDenied on logs:DescribeDeliverySources.",
        ],
      ],
      [
        "does not judge real-time logs alone",
        {
          ...of({
            DefaultCacheBehavior: behaviour("https-only", { RealtimeLogConfigArn: "arn:aws:x" }),
          }),
          logging: UNLOGGED,
        },
        [
          "indeterminate app.example: The distribution app.example has real-time logs alone, and which share of requests they hold was not read.",
        ],
      ],
      [
        "does not pass where it is left out",
        { logging: {} },
        [
          "indeterminate app.example: CloudFront does not say whether app.example logs its requests.",
        ],
      ],
      [
        "is indeterminate when the configuration was denied",
        { logging: "denied" },
        [
          "indeterminate app.example: app.example could not be judged: AccessDenied on cloudfront:GetDistributionConfig.",
        ],
      ],
      [
        "counts one that is gone as gone",
        { logging: "gone" },
        [
          "not-applicable 123456789012: Account 123456789012 has none of the distributions of CloudFront left to judge.",
        ],
      ],
    ],
  ],
  [
    "cloudfront.web-acl-attached",
    distributionWebAclAttached,
    [
      [
        "passes one with a web ACL",
        of({ WebACLId: "acl" }),
        ["pass app.example: The distribution app.example has the web ACL acl."],
      ],
      [
        "fails one without",
        of({ WebACLId: "" }),
        ["fail app.example: The distribution app.example has no web ACL."],
      ],
      [
        "does not pass or fail where it is left out",
        {
          listed: [{ ...distribution(), WebACLId: null }].map(
            ({ WebACLId: _left, ...rest }) => rest,
          ),
        },
        ["indeterminate app.example: CloudFront does not say whether app.example has a web ACL."],
      ],
    ],
  ],
])("%s", (_id, check, rows) => {
  if (check === undefined) throw new Error("A check is missing.");
  it.each<[string, State, string[]]>([
    ...rows,
    [
      "does not apply to what is switched off",
      of({ Enabled: false }),
      [
        "not-applicable app.example: The distribution app.example is switched off and answers nobody.",
      ],
    ],
    [
      "has none where there is nothing",
      { listed: [] },
      [
        "not-applicable 123456789012: Account 123456789012 has none of the distributions of CloudFront.",
      ],
    ],
    [
      "is indeterminate when the list was denied",
      { listed: "denied" },
      [
        "indeterminate 123456789012: Not all of the distributions of CloudFront in account 123456789012 could be read: AccessDenied on cloudfront:ListDistributions.",
      ],
    ],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(check, evidence(state))).toEqual(expected);
  });
});

it("names a distribution without an alias as CloudFront does, however hostile", () => {
  const hostile = "=<b>\"x'\u202e";
  const state = { listed: [distribution({ Aliases: list(), DomainName: hostile, WebACLId: "" })] };
  expect(outcomes(distributionWebAclAttached, evidence(state))).toEqual([
    `fail ${hostile}: The distribution ${hostile} has no web ACL.`,
  ]);
});

it("does not find an empty account in a list that counts more than it gives", () => {
  const short = recorded(distributions, [
    { operation: "ListDistributions", response: { DistributionList: { Quantity: 1 } } },
  ]);
  expect(outcomes(distributionWebAclAttached, [short])).toEqual([
    "indeterminate 123456789012: Not all of the distributions of CloudFront in account 123456789012 could be read: ListDistributions gave fewer distributions than it counted.",
  ]);
});

it("cites the behaviour at fault", () => {
  const state = of({ ...PLAIN_VIEWERS });
  if (viewers === undefined) throw new Error("A check is missing.");
  expect(citations(viewers, evidence(state))).toEqual([
    "cloudfront.distributions.json#/calls/0/response/DistributionList/Items/0/DefaultCacheBehavior/ViewerProtocolPolicy",
  ]);
});
