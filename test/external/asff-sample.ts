import type { Json } from "../../shared/evidence/evidence-object.ts";

/** A finding of Security Hub's own, as the user guide's samples have it, changed by `more`. */
export function asff(more: { readonly [key: string]: Json } = {}): {
  readonly [key: string]: Json;
} {
  return {
    SchemaVersion: "2018-10-08",
    Id: "arn:aws:securityhub:eu-west-1:123456789012:security-control/S3.8/finding/a1b2",
    ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
    ProductName: "Security Hub",
    Region: "eu-west-1",
    GeneratorId: "security-control/S3.8",
    AwsAccountId: "123456789012",
    Types: ["Software and Configuration Checks/Industry and Regulatory Standards"],
    FirstObservedAt: "2026-10-01T06:00:00.000Z",
    LastObservedAt: "2026-11-20T06:00:00.000Z",
    CreatedAt: "2026-10-01T06:00:00.000Z",
    UpdatedAt: "2026-11-20T06:00:00.000Z",
    Severity: { Label: "HIGH", Normalized: 70, Original: "HIGH" },
    Title: "S3 general purpose buckets should block public access",
    Description: "This control checks whether a bucket blocks public access.",
    Resources: [
      { Type: "AwsS3Bucket", Id: "arn:aws:s3:::invoices", Partition: "aws", Region: "eu-west-1" },
    ],
    Compliance: { Status: "FAILED", SecurityControlId: "S3.8" },
    Workflow: { Status: "NEW" },
    RecordState: "ACTIVE",
    ...more,
  };
}

/** What Prowler 5 writes as a Detection Finding of OCSF, changed by `more`. */
export function ocsf(more: { readonly [key: string]: Json } = {}): {
  readonly [key: string]: Json;
} {
  return {
    message: "Bucket invoices does not block public access.",
    metadata: {
      event_code: "s3_bucket_level_public_access_block",
      product: { name: "Prowler", uid: "prowler", vendor_name: "Prowler", version: "5.40.0" },
      profiles: ["cloud", "datetime"],
      tenant_uid: "",
      version: "1.4.0",
    },
    severity_id: 4,
    severity: "High",
    status: "New",
    status_code: "FAIL",
    status_detail: "Bucket invoices does not block public access.",
    status_id: 1,
    unmapped: { categories: [], compliance: { "CIS-5.0": ["2.1.4"] } },
    activity_name: "Create",
    activity_id: 1,
    finding_info: {
      created_time: 1763618400,
      created_time_dt: "2025-11-20T06:00:00.913874",
      desc: "Check bucket level public access block.",
      title: "Buckets block public access",
      types: ["Software and Configuration Checks"],
      uid: "prowler-aws-s3_bucket_level_public_access_block-123456789012-eu-west-1-invoices",
    },
    resources: [
      {
        cloud_partition: "aws",
        region: "eu-west-1",
        data: { details: "", metadata: { name: "invoices", policy: {} } },
        group: { name: "s3" },
        labels: [],
        name: "invoices",
        type: "AwsS3Bucket",
        uid: "arn:aws:s3:::invoices",
      },
    ],
    category_name: "Findings",
    category_uid: 2,
    class_name: "Detection Finding",
    class_uid: 2004,
    cloud: {
      account: { name: "", type: "AWS Account", type_id: 10, uid: "123456789012", labels: [] },
      org: { name: "", uid: "" },
      provider: "aws",
      region: "eu-west-1",
    },
    remediation: { desc: "Block public access.", references: [] },
    time: 1763618400,
    time_dt: "2025-11-20T06:00:00.913874",
    type_uid: 200401,
    type_name: "Detection Finding: Create",
    ...more,
  };
}
