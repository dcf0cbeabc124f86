import { describe, expect, it } from "vitest";
import { analyzerOn } from "../../../shared/checks/accessanalyzer/analyzer-on.ts";
import { externalAccessIntended } from "../../../shared/checks/accessanalyzer/external-access-intended.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json, Outcome } from "../../../shared/evidence/evidence-object.ts";
import { analyzers } from "../../../shared/sources/accessanalyzer/analyzers.ts";
import { externalFindings } from "../../../shared/sources/accessanalyzer/external-findings.ts";
import { ACCOUNT, citations, judged, outcomes, recorded } from "../judging.ts";

const IRELAND = "eu-west-1";
const VIRGINIA = "us-east-1";
const VENDOR = "210987654321";

type Analyzer = { type?: string; status?: string };

const list = (region: string, ...of: Analyzer[]): StoredEvidence =>
  recorded(
    analyzers,
    [
      {
        operation: "ListAnalyzers",
        response: {
          analyzers: of.map(({ type = "ACCOUNT", status = "ACTIVE" }, index) => ({
            arn: `arn:aws:access-analyzer:${region}:${ACCOUNT}:analyzer/a${index}`,
            name: `a${index}`,
            type,
            status,
            createdAt: "2026-01-01T00:00:00.000Z",
          })),
        },
      },
    ],
    region,
  );
const unlisted = (region: string, outcome: Exclude<Outcome, "ok">): StoredEvidence =>
  recorded(analyzers, [{ operation: "ListAnalyzers", outcome }], region);

const BUCKET = "arn:aws:s3:::uploads";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/vendor`;

const finding = (resource: string, more: Record<string, Json> = {}): Json => ({
  id: `finding-of-${resource}`,
  resource,
  resourceType: resource.includes(":role/") ? "AWS::IAM::Role" : "AWS::S3::Bucket",
  principal: { AWS: VENDOR },
  isPublic: false,
  condition: {},
  status: "ACTIVE",
  resourceOwnerAccount: ACCOUNT,
  createdAt: "2026-06-01T00:00:00.000Z",
  analyzedAt: "2026-11-22T00:00:00.000Z",
  updatedAt: "2026-06-01T00:00:00.000Z",
  ...more,
});
const findings = (region: string, ...of: Json[]): StoredEvidence =>
  recorded(externalFindings, [{ operation: "ListFindings", response: { findings: of } }], region);

describe("accessanalyzer.analyzer-on", () => {
  const BARE = (where: string) =>
    `fail ${ACCOUNT}: IAM Access Analyzer does not look for access from outside in ${where}.`;
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes with one in each region, of the account or the organization",
      [list(IRELAND, {}), list(VIRGINIA, { type: "ORGANIZATION" })],
      [
        `pass ${ACCOUNT}: IAM Access Analyzer looks for access from outside in eu-west-1 and us-east-1.`,
      ],
    ],
    [
      "fails once for all regions without one",
      [list(IRELAND), list(VIRGINIA)],
      [BARE("eu-west-1 and us-east-1")],
    ],
    ["fails where one region has none", [list(IRELAND, {}), list(VIRGINIA)], [BARE("us-east-1")]],
    [
      "fails where the analyzer looks for unused access only",
      [list(IRELAND, { type: "ACCOUNT_UNUSED_ACCESS" })],
      [BARE("eu-west-1")],
    ],
    [
      "fails where the analyzer does not work",
      [list(IRELAND, { status: "DISABLED" })],
      [BARE("eu-west-1 (disabled)")],
    ],
    [
      "does not pass where a region was denied",
      [list(IRELAND, {}), unlisted(VIRGINIA, "denied")],
      [
        `indeterminate ${ACCOUNT}: Account ${ACCOUNT} cannot be judged on what was read: AccessDenied on access-analyzer:ListAnalyzers.`,
        `indeterminate ${ACCOUNT}: Not all of the regions that IAM Access Analyzer can watch in us-east-1 could be read: AccessDenied on access-analyzer:ListAnalyzers.`,
      ],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      [
        `indeterminate ${ACCOUNT}: Not all of the regions that IAM Access Analyzer can watch in eu-west-1 could be read: No evidence of accessanalyzer.analyzers was written.`,
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(analyzerOn, evidence)).toEqual(expected);
  });

  it("cites the list of each region without one", () => {
    expect(citations(analyzerOn, [list(IRELAND), list(VIRGINIA)])).toEqual([
      "accessanalyzer.analyzers.eu-west-1.json#/calls/0/response/analyzers",
      "accessanalyzer.analyzers.us-east-1.json#/calls/0/response/analyzers",
    ]);
  });
});

describe("accessanalyzer.external-access-intended", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "fails for an active finding",
      [list(IRELAND, {}), findings(IRELAND, finding(BUCKET))],
      [
        "fail uploads: 210987654321 can reach uploads, and nobody archived that finding as intended.",
      ],
    ],
    [
      "fails for everyone",
      [list(IRELAND, {}), findings(IRELAND, finding(BUCKET, { isPublic: true }))],
      ["fail uploads: Everyone can reach uploads, and nobody archived that finding as intended."],
    ],
    [
      "fails where the finding does not say who",
      [list(IRELAND, {}), findings(IRELAND, finding(BUCKET, { principal: {} }))],
      [
        "fail uploads: Someone from outside can reach uploads, and nobody archived that finding as intended.",
      ],
    ],
    [
      "passes for an archived finding",
      [list(IRELAND, {}), findings(IRELAND, finding(BUCKET, { status: "ARCHIVED" }))],
      ["pass uploads: That outsiders can reach uploads was archived as intended."],
    ],
    [
      "fails where one of two findings of a resource is archived",
      [
        list(IRELAND, {}),
        findings(
          IRELAND,
          finding(BUCKET, { status: "ARCHIVED" }),
          finding(BUCKET, { principal: { AWS: "444444444444" } }),
        ),
      ],
      [
        "fail uploads: 444444444444 can reach uploads, and nobody archived that finding as intended.",
      ],
    ],
    [
      "takes a role that two regions found for one",
      [
        list(IRELAND, {}),
        list(VIRGINIA, {}),
        findings(IRELAND, finding(ROLE)),
        findings(VIRGINIA, finding(ROLE)),
      ],
      [
        "fail role/vendor: 210987654321 can reach role/vendor, and nobody archived that finding as intended.",
      ],
    ],
    [
      "cannot tell where Access Analyzer cannot",
      [list(IRELAND, {}), findings(IRELAND, finding(BUCKET, { error: "ACCESS_DENIED" }))],
      [
        "indeterminate uploads: IAM Access Analyzer could not find out who can reach uploads: ACCESS_DENIED.",
      ],
    ],
    [
      "leaves out what was resolved",
      [list(IRELAND, {}), findings(IRELAND, finding(BUCKET, { status: "RESOLVED" }))],
      [
        `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of the resources that IAM Access Analyzer found open to outsiders.`,
      ],
    ],
    [
      "does not take a region without an analyzer for one without findings",
      [
        list(IRELAND, {}),
        list(VIRGINIA),
        findings(IRELAND),
        recorded(
          externalFindings,
          [{ operation: "ListAnalyzers", response: { analyzers: [] } }],
          VIRGINIA,
        ),
      ],
      [
        `indeterminate ${ACCOUNT}: Nobody looked for access from outside in us-east-1, where no analyzer works.`,
      ],
    ],
    [
      "does not apply where analyzers found nothing",
      [list(IRELAND, {}), findings(IRELAND)],
      [
        `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of the resources that IAM Access Analyzer found open to outsiders.`,
      ],
    ],
    [
      "is indeterminate where the findings were denied",
      [
        list(IRELAND, {}),
        recorded(externalFindings, [{ operation: "ListFindings", outcome: "denied" }]),
      ],
      [
        `indeterminate ${ACCOUNT}: Not all of the resources that IAM Access Analyzer found open to outsiders in eu-west-1 could be read: AccessDenied on access-analyzer:ListFindings.`,
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(externalAccessIntended, evidence)).toEqual(expected);
  });

  it("is critical only where everyone can reach it", () => {
    const evidence = [
      list(IRELAND, {}),
      findings(IRELAND, finding(BUCKET, { isPublic: true }), finding(ROLE)),
    ];
    const { findings: found } = judged(externalAccessIntended, evidence);
    expect(found.map(({ resource, severity }) => `${resource.id} ${severity}`)).toEqual([
      "role/vendor high",
      "uploads critical",
    ]);
  });

  it("cites each finding", () => {
    const evidence = [list(IRELAND, {}), findings(IRELAND, finding(BUCKET))];
    expect(citations(externalAccessIntended, evidence)).toEqual([
      "accessanalyzer.external-findings.eu-west-1.json#/calls/0/response/findings/0",
    ]);
  });
});
