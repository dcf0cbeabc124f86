import { describe, expect, it } from "vitest";
import { resourcesCovered } from "../../../shared/checks/inspector2/resources-covered.ts";
import { SCAN_REASONS } from "../../../shared/checks/inspector2/scan-reasons.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { coverage } from "../../../shared/sources/inspector2/coverage.ts";
import { ACCOUNT, citations, judged, outcomes, type RecordedCall, recorded } from "../judging.ts";

const STATUS: RecordedCall<typeof coverage> = {
  operation: "BatchGetAccountStatus",
  input: { accountIds: [ACCOUNT] },
  response: { accounts: [{ accountId: ACCOUNT, state: { status: "ENABLED" } }] },
};
const entry = (other: { readonly [member: string]: Json } = {}) => ({
  accountId: ACCOUNT,
  resourceId: "i-0123456789abcdef0",
  resourceType: "AWS_EC2_INSTANCE",
  scanType: "PACKAGE",
  scanStatus: { statusCode: "ACTIVE", reason: "SUCCESSFUL" },
  ...other,
});
const inactive = (reason: string) => ({ scanStatus: { statusCode: "INACTIVE", reason } });
const having = (...coveredResources: readonly ReturnType<typeof entry>[]) => [
  recorded(coverage, [STATUS, { operation: "ListCoverage", response: { coveredResources } }]),
];
const ID = "i-0123456789abcdef0";
const LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function:hooks";
const NONE = `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of the instances, image repositories and functions that Inspector knows of.`;

describe("inspector2.resources-covered", () => {
  it.each([
    ["passes what is scanned", having(entry()), `pass ${ID}: Inspector scans ${ID}.`],
    [
      "fails an instance that Systems Manager does not manage",
      having(entry(inactive("UNMANAGED_EC2_INSTANCE"))),
      `fail ${ID}: Inspector does not scan ${ID}: Systems Manager does not manage it.`,
    ],
    [
      "has nothing to say of a stopped instance",
      having(entry(inactive("EC2_INSTANCE_STOPPED"))),
      `not-applicable ${ID}: Inspector does not scan ${ID} at present: it is stopped.`,
    ],
    [
      "does not pass before the first scan",
      having(entry(inactive("PENDING_INITIAL_SCAN"))),
      `indeterminate ${ID}: Inspector does not scan ${ID} at present: its first scan is still to come.`,
    ],
    [
      "passes a repository that is scanned at the push",
      having(
        entry({
          ...inactive("SCAN_FREQUENCY_SCAN_ON_PUSH"),
          resourceId: "arn:aws:ecr:eu-west-1:123456789012:repository/team/api",
          resourceType: "AWS_ECR_REPOSITORY",
        }),
      ),
      "pass team/api: Inspector does not scan team/api all the time: its images are scanned when they are pushed.",
    ],
    [
      "passes a function of which one version is scanned",
      having(
        entry({ ...inactive("UNSUPPORTED_RUNTIME"), resourceId: `${LAMBDA}:1` }),
        entry({ resourceId: `${LAMBDA}:$LATEST` }),
      ),
      "pass hooks: Inspector scans hooks.",
    ],
    [
      "does not pass on a reason that nobody knows",
      having(entry(inactive("NEW_REASON"))),
      `indeterminate ${ID}: Inspector does not say in terms known to this rule whether it scans ${ID} (NEW_REASON).`,
    ],
    [
      "does not pass without a status",
      having(entry({ scanStatus: {} })),
      `indeterminate ${ID}: Inspector does not say in terms known to this rule whether it scans ${ID} (no reason).`,
    ],
    [
      "leaves another account's resources to its own evidence",
      having(entry({ accountId: "999999999999" })),
      NONE,
    ],
    ["has none where there is nothing", having(), NONE],
    ["has none where Inspector is off and was not asked", [recorded(coverage, [STATUS])], NONE],
    [
      "is indeterminate when denied",
      [recorded(coverage, [STATUS, { operation: "ListCoverage", outcome: "denied" }])],
      `indeterminate ${ACCOUNT}: Not all of the instances, image repositories and functions that Inspector knows of in eu-west-1 could be read: AccessDenied on inspector2:ListCoverage.`,
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(resourcesCovered, evidence)).toEqual([expected]);
  });

  it("names a resource by its ARN, with the tags that Inspector knows", () => {
    const found = judged(
      resourcesCovered,
      having(
        entry({ resourceMetadata: { ec2: { tags: { environment: "staging" } } } }),
        entry({ resourceId: `${LAMBDA}:$LATEST`, resourceType: "AWS_LAMBDA_FUNCTION" }),
      ),
      {
        boundary: {
          in: [{ tag: "environment", values: ["production"] }],
          out: [
            {
              tag: "environment",
              values: ["staging"],
              reason: "Made up.",
              approver: "Maeve",
              expiresOn: null,
            },
          ],
        },
      },
    ).findings.map(({ scope, resource: { arn, type } }) => [arn, type, scope]);
    expect(found).toEqual([
      [`arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/${ID}`, "AWS::EC2::Instance", "out"],
      [LAMBDA, "AWS::Lambda::Function", "unknown"],
    ]);
  });

  it("cites status or reason", () => {
    const at = "inspector2.coverage.eu-west-1.json#/calls/1/response/coveredResources/0/scanStatus";
    expect(citations(resourcesCovered, having(entry()))).toEqual([`${at}/statusCode`]);
    expect(citations(resourcesCovered, having(entry(inactive("NO_INVENTORY"))))).toEqual([
      `${at}/reason`,
    ]);
  });

  it.each([...SCAN_REASONS])("%s ends as the table says", (code, { status }) => {
    expect(outcomes(resourcesCovered, having(entry(inactive(code))))[0]).toMatch(
      new RegExp(`^${status} `),
    );
  });
});
