import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { ACCOUNT } from "../../checks/judging.ts";
import { asff } from "../../external/asff-sample.ts";

const IN = `eu-west-1:${ACCOUNT}`;
const WHEN = "2026-11-01T06:00:00.000Z";
const hub: Json = { HubArn: `arn:aws:securityhub:${IN}:hub/default`, SubscribedAt: WHEN };
const STANDARD = "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/5.0.0";

const securityHubShard: Readonly<Record<string, Json>> = {
  DescribeHub: hub,
  GetFindings: { Findings: [asff()] },
};

/**
 * What AWS answers to each operation of the external sources in an account where each tool has found
 * something, by source: in the shapes of AWS's API references.
 */
export const EXTERNAL_ANSWERS: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  "securityhub.findings-severe": securityHubShard,
  "securityhub.findings-moderate": securityHubShard,
  "securityhub.findings-minor": securityHubShard,
  "securityhub.findings-archived": securityHubShard,
  "securityhub.finding-aggregators": {
    DescribeHub: hub,
    ListFindingAggregators: {
      FindingAggregators: [
        { FindingAggregatorArn: `arn:aws:securityhub:${IN}:finding-aggregator/a1` },
      ],
    },
    GetFindingAggregator: {
      FindingAggregatorArn: `arn:aws:securityhub:${IN}:finding-aggregator/a1`,
      FindingAggregationRegion: "eu-west-1",
      RegionLinkingMode: "ALL_REGIONS",
    },
  },
  "securityhub.control-associations": {
    DescribeHub: hub,
    GetEnabledStandards: {
      StandardsSubscriptions: [
        {
          StandardsArn: STANDARD,
          StandardsSubscriptionArn: `arn:aws:securityhub:${IN}:subscription/cis/v/5.0.0`,
          StandardsInput: {},
          StandardsStatus: "READY",
        },
      ],
    },
    ListSecurityControlDefinitions: {
      SecurityControlDefinitions: [
        {
          SecurityControlId: "IAM.9",
          Title: "MFA should be enabled for the root user",
          Description: "This control checks whether the root user has MFA.",
          RemediationUrl: "https://docs.aws.amazon.com/console/securityhub/IAM.9/remediation",
          SeverityRating: "CRITICAL",
          CurrentRegionAvailability: "AVAILABLE",
        },
      ],
    },
    BatchGetStandardsControlAssociations: {
      StandardsControlAssociationDetails: [
        {
          StandardsArn: STANDARD,
          SecurityControlId: "IAM.9",
          SecurityControlArn: `arn:aws:securityhub:${IN}:security-control/IAM.9`,
          AssociationStatus: "DISABLED",
          UpdatedReason: "Another account is the root of all.",
        },
      ],
    },
  },
  "config.rule-compliance": {
    DescribeConfigRules: {
      ConfigRules: [
        {
          ConfigRuleName: "no-public-buckets",
          Source: { Owner: "AWS", SourceIdentifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED" },
        },
        {
          ConfigRuleName: "securityhub-iam-user-1a2b3c4d",
          CreatedBy: "securityhub.amazonaws.com",
          Source: { Owner: "AWS", SourceIdentifier: "IAM_USER_MFA_ENABLED" },
        },
      ],
    },
    DescribeComplianceByConfigRule: {
      ComplianceByConfigRules: [
        {
          ConfigRuleName: "no-public-buckets",
          Compliance: { ComplianceType: "NON_COMPLIANT" },
        },
      ],
    },
    GetComplianceDetailsByConfigRule: {
      EvaluationResults: [
        {
          EvaluationResultIdentifier: {
            EvaluationResultQualifier: {
              ConfigRuleName: "no-public-buckets",
              ResourceType: "AWS::S3::Bucket",
              ResourceId: "invoices",
            },
            OrderingTimestamp: "2026-10-01T06:00:00.000Z",
          },
          ComplianceType: "NON_COMPLIANT",
          ResultRecordedTime: WHEN,
        },
      ],
    },
  },
  "config.conformance-packs": {
    DescribeConformancePacks: {
      ConformancePackDetails: [
        {
          ConformancePackName: "cis",
          ConformancePackArn: `arn:aws:config:${IN}:conformance-pack/cis/p1`,
          ConformancePackId: "p1",
        },
      ],
    },
    DescribeConformancePackCompliance: {
      ConformancePackName: "cis",
      ConformancePackRuleComplianceList: [
        { ConfigRuleName: "no-public-buckets", ComplianceType: "NON_COMPLIANT" },
      ],
    },
  },
  "guardduty.findings": {
    ListDetectors: { DetectorIds: ["12abc34d567e8fa901bc2d34e56789f0"] },
    ListFindings: { FindingIds: ["f1"] },
    GetFindings: {
      Findings: [
        {
          AccountId: ACCOUNT,
          Arn: `arn:aws:guardduty:${IN}:detector/12abc/finding/f1`,
          CreatedAt: "2026-10-20T06:00:00.000Z",
          Id: "f1",
          Region: "eu-west-1",
          Resource: { ResourceType: "Instance", InstanceDetails: { InstanceId: "i-0123" } },
          SchemaVersion: "2.0",
          Service: {
            Archived: false,
            EventFirstSeen: "2026-10-19T06:00:00.000Z",
            EventLastSeen: "2026-11-01T06:00:00.000Z",
          },
          Severity: 8,
          Title: "i-0123 is asked for by an unusual port probe.",
          Type: "Recon:EC2/PortProbeUnprotectedPort",
          UpdatedAt: WHEN,
        },
      ],
    },
  },
  "inspector2.findings": {
    BatchGetAccountStatus: {
      accounts: [
        {
          accountId: ACCOUNT,
          state: { status: "ENABLED", errorCode: "NONE", errorMessage: "" },
          resourceState: {},
        },
      ],
    },
    ListFindings: {
      findings: [
        {
          findingArn: `arn:aws:inspector2:${IN}:finding/f1`,
          awsAccountId: ACCOUNT,
          type: "PACKAGE_VULNERABILITY",
          description: "A weak library.",
          title: "CVE-2026-0001 - openssl",
          remediation: { recommendation: { text: "Update it." } },
          severity: "CRITICAL",
          firstObservedAt: "2026-10-01T06:00:00.000Z",
          lastObservedAt: WHEN,
          updatedAt: WHEN,
          status: "ACTIVE",
          resources: [{ type: "AWS_EC2_INSTANCE", id: "i-0123", region: "eu-west-1" }],
          packageVulnerabilityDetails: { vulnerabilityId: "CVE-2026-0001", source: "NVD" },
        },
      ],
    },
  },
  "macie2.findings": {
    ListFindings: { findingIds: ["f1"] },
    GetFindings: {
      findings: [
        {
          accountId: ACCOUNT,
          archived: false,
          createdAt: "2026-10-01T06:00:00.000Z",
          id: "f1",
          region: "eu-west-1",
          resourcesAffected: { s3Bucket: { arn: "arn:aws:s3:::invoices", name: "invoices" } },
          severity: { description: "High", score: 3 },
          title: "The S3 object contains personal information",
          type: "SensitiveData:S3Object/Personal",
          updatedAt: WHEN,
        },
      ],
    },
  },
  "accessanalyzer.findings-v2": {
    ListAnalyzers: {
      analyzers: [
        {
          arn: `arn:aws:access-analyzer:${IN}:analyzer/account`,
          name: "account",
          type: "ACCOUNT",
          createdAt: WHEN,
          status: "ACTIVE",
        },
      ],
    },
    ListFindingsV2: {
      findings: [
        {
          analyzedAt: WHEN,
          createdAt: "2026-10-01T06:00:00.000Z",
          findingType: "ExternalAccess",
          id: "f1",
          resource: `arn:aws:iam::${ACCOUNT}:role/partner`,
          resourceOwnerAccount: ACCOUNT,
          resourceType: "AWS::IAM::Role",
          status: "ACTIVE",
          updatedAt: WHEN,
        },
      ],
    },
  },
};
