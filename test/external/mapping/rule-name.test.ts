import { expect, it } from "vitest";
import { keyOf, ruleNamed } from "../../../shared/external/mapping/rule-name.ts";

const S3_1 = { catalogue: "fsbp", id: "S3.1" };

it.each([
  ["Security Hub's control id", "S3.1", S3_1],
  ["its GeneratorId with consolidated findings", "security-control/S3.1", S3_1],
  [
    "the ARN of a control",
    "arn:aws:securityhub:eu-central-1:123456789012:security-control/S3.1",
    S3_1,
  ],
  [
    "its GeneratorId without consolidated findings",
    "aws-foundational-security-best-practices/v/1.0.0/S3.1",
    S3_1,
  ],
  [
    "the ARN of a standard's control",
    "arn:aws:securityhub:eu-west-1:123456789012:control/aws-foundational-security-best-practices/v/1.0.0/S3.1",
    S3_1,
  ],
  [
    "the id of a finding, which names its rule",
    "arn:aws:securityhub:us-west-1:123456789012:subscription/cis-aws-foundations-benchmark/v/3.0.0/2.2.1/finding/38a89798-6819-4fae-861f-9cca8034602c",
    { catalogue: "cis-3.0", id: "2.2.1" },
  ],
  ["another standard's finding", "nist-800-53/v/5.0.0/S3.1", S3_1],
  ["Control Tower's finding", "service-managed-aws-control-tower/v/1.0.0/SH.S3.1", S3_1],
  [
    "CIS 1.2 as a rule set",
    "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.3",
    { catalogue: "cis-1.2", id: "1.3" },
  ],
  [
    "CIS 1.2 in the China partition",
    "arn:aws-cn:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/2.10",
    { catalogue: "cis-1.2", id: "2.10" },
  ],
  ["CIS 1.4", "cis-aws-foundations-benchmark/v/1.4.0/2.1.1", { catalogue: "cis-1.4", id: "2.1.1" }],
  ["CIS 5.0", "cis-aws-foundations-benchmark/v/5.0.0/5.1.1", { catalogue: "cis-5.0", id: "5.1.1" }],
  [
    "Prowler's GeneratorId",
    "prowler-iam_root_mfa_enabled",
    { catalogue: "prowler", id: "iam_root_mfa_enabled" },
  ],
  [
    "a Config rule that Security Hub made",
    "securityhub-s3-bucket-ssl-requests-only-bfac44f3",
    { catalogue: "config", id: "s3-bucket-ssl-requests-only" },
  ],
])("understands %s", (_, text, name) => {
  expect(ruleNamed(text)).toEqual(name);
});

it.each([
  ["a bare number, which any benchmark may have", "1.4"],
  ["a benchmark that is not mapped", "cis-aws-foundations-benchmark/v/2.0.0/1.4"],
  ["PCI DSS 3.2.1, which has ids of its own", "pci-dss/v/3.2.1/PCI.S3.1"],
  ["a GuardDuty type", "arn:aws:guardduty:eu-west-1:123456789012:detector/12abc/finding/34def"],
  ["nothing", ""],
  ["a sentence", "S3.1 is a control"],
])("does not take %s for a rule", (_, text) => {
  expect(ruleNamed(text)).toBeUndefined();
});

it.each([
  ["Security Hub writes it in two ways", "fsbp", "Opensearch.1", "OpenSearch.1"],
  ["it was called otherwise", "fsbp", "sfn.1", "StepFunctions.1"],
  ["a control belongs to several standards", "fsbp", "IAM.9", "iam.9"],
  ["AWS Config has names and identifiers", "config", "RESTRICTED_SSH", "restricted-ssh"],
  ["capitals mean nothing", "prowler", "IAM_root_mfa_enabled", "iam_root_mfa_enabled"],
] as const)("compares as one where %s", (_, catalogue, one, other) => {
  expect(keyOf({ catalogue, id: one })).toBe(keyOf({ catalogue, id: other }));
});

it("finds a control wherever it is said to be from", () => {
  expect(keyOf({ catalogue: "security-hub", id: "S3.5" })).toBe(
    keyOf({ catalogue: "fsbp", id: "S3.5" }),
  );
});

it("keeps the numbers of two benchmarks apart", () => {
  expect(keyOf({ catalogue: "cis-1.2", id: "1.4" })).not.toBe(
    keyOf({ catalogue: "cis-1.4", id: "1.4" }),
  );
});
