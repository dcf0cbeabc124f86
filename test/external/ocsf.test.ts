import { expect, it } from "vitest";
import { readOcsf } from "../../shared/external/ocsf.ts";
import { ocsf } from "./asff-sample.ts";

const CONTEXT = { account: null, region: null, lookup: () => undefined };

it("reads a Detection Finding of Prowler, whole", () => {
  expect(readOcsf(ocsf(), CONTEXT)).toEqual({
    // SHA-256 of ["prowler:s3_bucket_level_public_access_block","123456789012","eu-west-1",
    // "arn:aws:s3:::invoices"], by sha256sum.
    id: "7903b0da23ca9dd9",
    tool: "Prowler",
    catalogue: "prowler",
    ruleId: "s3_bucket_level_public_access_block",
    rule: null,
    title: "Buckets block public access",
    severity: "high",
    status: "open",
    account: "123456789012",
    region: "eu-west-1",
    resource: { id: "invoices", arn: "arn:aws:s3:::invoices", type: "AwsS3Bucket" },
    // The seconds beside it, since Prowler's own times have no zone.
    firstSeen: "2025-11-20T06:00:00.000Z",
    lastSeen: "2025-11-20T06:00:00.000Z",
    updatedAt: "2025-11-20T06:00:00.000Z",
    workflow: "New",
  });
});

it.each([
  ["FAIL", "New", "open"],
  ["FAIL", "Suppressed", "suppressed"],
  ["FAIL", "Resolved", "resolved"],
  ["PASS", "New", "passed"],
  ["PASS", "Suppressed", "passed"],
  ["MANUAL", "New", "unknown"],
  ["ANOTHER", "New", "unknown"],
])("takes %s, %s, for %s", (status_code, status, expected) => {
  expect(readOcsf(ocsf({ status_code, status }), CONTEXT).status).toBe(expected);
});

it("takes the account's root user for the account, where Prowler gives it for want of a type", () => {
  const resources = [
    { uid: "arn:aws:iam::123456789012:root", type: "Other", region: "us-east-1", name: "x" },
  ];
  const finding = readOcsf(ocsf({ resources }), CONTEXT);
  expect(finding.resource).toEqual({ id: "123456789012", arn: null, type: "AWS::Account" });
});

it("reads times in milliseconds, as OCSF has them", () => {
  expect(readOcsf(ocsf({ time: 1763618400123 }), CONTEXT).updatedAt).toBe(
    "2025-11-20T06:00:00.123Z",
  );
});

it.each([null, [], {}, { metadata: 7, resources: {}, time: "now", cloud: "aws" }])(
  "gives a finding of whatever it is given: %j",
  (record) => {
    expect(readOcsf(record, CONTEXT).id).toMatch(/^[0-9a-f]{16}$/);
  },
);
