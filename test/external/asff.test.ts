import { describe, expect, it } from "vitest";
import { readAsff, ruleOfAsff } from "../../shared/external/asff.ts";
import type { RecordContext } from "../../shared/external/recorded-finding.ts";
import { asff } from "./asff-sample.ts";

const CONTEXT: RecordContext = {
  account: "123456789012",
  region: "eu-west-1",
  lookup: ({ catalogue, id }) =>
    `${catalogue} ${id}` === "fsbp S3.8"
      ? {
          rule: "s3.public-access-blocked",
          title: "Buckets block public access",
          checks: ["s3.public-access-blocked"],
          criteria: { "CC6.1": "Because." },
          declined: null,
          severity: "high",
          harm: { answer: "yes", because: "anybody reads it" },
          downtime: "none",
        }
      : undefined,
};
const PRODUCT = "arn:aws:securityhub:eu-west-1::product";

it("reads a finding of Security Hub's own, whole", () => {
  expect(readAsff(asff(), CONTEXT)).toEqual({
    // SHA-256 of ["fsbp:S3.8","123456789012","eu-west-1","arn:aws:s3:::invoices"], by sha256sum.
    id: "0af8a5a6ad509ea5",
    tool: "Security Hub",
    catalogue: "fsbp",
    ruleId: "S3.8",
    rule: "s3.public-access-blocked",
    title: "S3 general purpose buckets should block public access",
    severity: "high",
    status: "open",
    account: "123456789012",
    region: "eu-west-1",
    resource: { id: "invoices", arn: "arn:aws:s3:::invoices", type: "AwsS3Bucket" },
    firstSeen: "2026-10-01T06:00:00.000Z",
    lastSeen: "2026-11-20T06:00:00.000Z",
    updatedAt: "2026-11-20T06:00:00.000Z",
    workflow: "NEW",
  });
});

describe("the rule", () => {
  const OWN = `${PRODUCT}/aws/securityhub`;
  it.each([
    [
      "of a consolidated finding is its control",
      { GeneratorId: "security-control/S3.8", Compliance: { SecurityControlId: "S3.8" } },
      { tool: "Security Hub", catalogue: "fsbp", ruleId: "S3.8", isCheck: true },
    ],
    [
      "of a consolidated finding without the control's id is in its generator",
      { GeneratorId: "security-control/IAM.9", Compliance: {} },
      { tool: "Security Hub", catalogue: "fsbp", ruleId: "IAM.9", isCheck: true },
    ],
    [
      "of FSBP without consolidation",
      {
        GeneratorId: "aws-foundational-security-best-practices/v/1.0.0/EC2.19",
        Compliance: { Status: "FAILED" },
      },
      { tool: "Security Hub", catalogue: "fsbp", ruleId: "EC2.19", isCheck: true },
    ],
    [
      "of CIS 1.2, in an ARN with rule before the id",
      {
        GeneratorId: "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.3",
        Compliance: { Status: "FAILED" },
      },
      { tool: "Security Hub", catalogue: "cis-1.2", ruleId: "1.3", isCheck: true },
    ],
    [
      "of CIS 1.4",
      {
        GeneratorId: "cis-aws-foundations-benchmark/v/1.4.0/1.10",
        Compliance: { Status: "FAILED" },
      },
      { tool: "Security Hub", catalogue: "cis-1.4", ruleId: "1.10", isCheck: true },
    ],
    [
      "of a version that nobody maps keeps its version",
      {
        GeneratorId: "cis-aws-foundations-benchmark/v/9.9.9/2.1.4",
        Compliance: { Status: "FAILED" },
      },
      { tool: "Security Hub", catalogue: "cis-9.9", ruleId: "2.1.4", isCheck: true },
    ],
    [
      "of another standard keeps standard and version",
      { GeneratorId: "pci-dss/v/3.2.1/PCI.S3.1", Compliance: { Status: "FAILED" } },
      { tool: "Security Hub", catalogue: "pci-dss-3.2.1", ruleId: "PCI.S3.1", isCheck: true },
    ],
    [
      "of something that names no standard is its generator",
      { GeneratorId: "whatever", Compliance: {} },
      { tool: "Security Hub", catalogue: "security-hub", ruleId: "whatever", isCheck: false },
    ],
  ])("%s", (_what, more, rule) => {
    expect(ruleOfAsff(asff({ ProductArn: OWN, ...more }))).toEqual(rule);
  });

  it.each([
    [
      "Prowler sends",
      { ProductArn: `${PRODUCT}/prowler/prowler`, GeneratorId: "prowler-iam_root_mfa_enabled" },
      { tool: "Prowler", catalogue: "prowler", ruleId: "iam_root_mfa_enabled", isCheck: true },
    ],
    [
      "GuardDuty sends is the type that GuardDuty itself gives",
      {
        ProductArn: `${PRODUCT}/aws/guardduty`,
        GeneratorId: "arn:aws:guardduty:eu-west-1:123456789012:detector/d1",
        Types: ["TTPs/Discovery/Recon:EC2-PortProbeUnprotectedPort"],
      },
      {
        tool: "GuardDuty",
        catalogue: "guardduty",
        ruleId: "Recon:EC2/PortProbeUnprotectedPort",
        isCheck: false,
      },
    ],
    [
      "Inspector sends is the vulnerability",
      {
        ProductArn: `${PRODUCT}/aws/inspector`,
        GeneratorId: "AWSInspector",
        Vulnerabilities: [{ Id: "CVE-2026-0001" }],
      },
      { tool: "Inspector", catalogue: "inspector", ruleId: "CVE-2026-0001", isCheck: false },
    ],
    [
      "Macie sends",
      {
        ProductArn: `${PRODUCT}/aws/macie`,
        GeneratorId: "aws/macie",
        Types: ["Sensitive Data Identifications/PII/SensitiveData:S3Object-Personal"],
      },
      {
        tool: "Macie",
        catalogue: "macie",
        ruleId: "SensitiveData:S3Object/Personal",
        isCheck: false,
      },
    ],
    [
      "Access Analyzer sends",
      { ProductArn: `${PRODUCT}/aws/access-analyzer`, GeneratorId: "aws/access-analyzer" },
      {
        tool: "Access Analyzer",
        catalogue: "access-analyzer",
        ruleId: "ExternalAccess",
        isCheck: false,
      },
    ],
    [
      "another company sends",
      {
        ProductArn: `${PRODUCT}/acme/scanner`,
        ProductName: "Acme Scanner",
        GeneratorId: "acme-17",
      },
      { tool: "Acme Scanner", catalogue: "acme/scanner", ruleId: "acme-17", isCheck: false },
    ],
  ])("of what %s", (_what, more, rule) => {
    expect(ruleOfAsff(asff(more))).toEqual(rule);
  });
});

describe("the status", () => {
  it.each([
    ["FAILED", "NEW", "ACTIVE", "open"],
    ["FAILED", "NOTIFIED", "ACTIVE", "open"],
    ["WARNING", "NEW", "ACTIVE", "open"],
    ["PASSED", "RESOLVED", "ACTIVE", "passed"],
    ["PASSED", "SUPPRESSED", "ACTIVE", "passed"],
    ["FAILED", "SUPPRESSED", "ACTIVE", "suppressed"],
    ["FAILED", "RESOLVED", "ACTIVE", "resolved"],
    ["NOT_AVAILABLE", "NEW", "ACTIVE", "unknown"],
    ["ANOTHER", "NEW", "ACTIVE", "unknown"],
    ["FAILED", "NEW", "ARCHIVED", "archived"],
    ["PASSED", "NEW", "ARCHIVED", "archived"],
  ])("of %s, workflow %s, record %s is %s", (Status, workflow, RecordState, status) => {
    const record = asff({ Compliance: { Status }, Workflow: { Status: workflow }, RecordState });
    expect(readAsff(record, CONTEXT).status).toBe(status);
  });

  it("of a threat, which has no compliance, is open", () => {
    const { Compliance: _none, ...threat } = asff();
    expect(readAsff(threat, CONTEXT).status).toBe("open");
  });

  it("of what was muted in Prowler, which says WARNING, is suppressed", () => {
    const muted = asff({
      ProductArn: `${PRODUCT}/prowler/prowler`,
      Compliance: { Status: "WARNING" },
    });
    expect(readAsff(muted, CONTEXT).status).toBe("suppressed");
  });
});

describe("the resource", () => {
  it.each([
    [
      "that is the account, by Security Hub's URN",
      { Type: "AwsAccount", Id: "AWS::::Account:123456789012" },
      { resource: { id: "123456789012", arn: null, type: "AWS::Account" }, region: "eu-west-1" },
    ],
    [
      "of IAM is the same in every region",
      { Type: "AwsIamUser", Id: "arn:aws:iam::123456789012:user/anna" },
      {
        resource: {
          id: "anna",
          arn: "arn:aws:iam::123456789012:user/anna",
          type: "AwsIamUser",
        },
        region: null,
      },
    ],
    [
      "without an ARN keeps its id",
      { Type: "AwsEc2SecurityGroup", Id: "sg-0123" },
      { resource: { id: "sg-0123", arn: null, type: "AwsEc2SecurityGroup" }, region: "eu-west-1" },
    ],
  ])("%s", (_what, resource, expected) => {
    const { resource: read, region } = readAsff(asff({ Resources: [resource] }), CONTEXT);
    expect({ resource: read, region }).toEqual(expected);
  });
});

describe("what is not as documented", () => {
  it.each([
    ["nothing", null],
    ["a text", "finding"],
    ["an empty object", {}],
    ["members of other types", { Resources: "x", Types: 7, Compliance: [], Severity: null }],
    ["what was cut out as secret", asff({ Title: { redacted: "named-secret" } })],
  ])("gives a finding all the same: %s", (_what, record) => {
    const finding = readAsff(record, CONTEXT);
    expect(finding.id).toMatch(/^[0-9a-f]{16}$/);
    expect(finding.title).not.toBe("");
  });

  it("is kept as it is where it is hostile, cut to a length that can be shown", () => {
    const title = `<script>alert(1)</script>\u202e\ud800${"x".repeat(2_000)}`;
    const finding = readAsff(asff({ Title: title }), CONTEXT);
    expect(finding.title).toHaveLength(1_024);
    expect(finding.title).toContain("<script>alert(1)</script>\u202e\ufffd");
  });
});
