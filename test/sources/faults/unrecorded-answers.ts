import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { ACCOUNT } from "../../checks/judging.ts";

const IN = `eu-west-1:${ACCOUNT}`;
const WHEN = "2026-11-01T06:00:00.000Z";

const analyzers: Json = {
  analyzers: [
    {
      arn: `arn:aws:access-analyzer:${IN}:analyzer/account`,
      name: "account",
      type: "ACCOUNT",
      createdAt: WHEN,
      status: "ACTIVE",
    },
  ],
};
const detectors: Json = { DetectorIds: ["12abc34d567e8fa901bc2d34e56789f0"] };
const hub: Json = { HubArn: `arn:aws:securityhub:${IN}:hub/default`, SubscribedAt: WHEN };

/**
 * Answers to operations that the sample account does not come to in every state, by source, whatever
 * the call's input: as AWS's API references show them, of an account where all is as it should be.
 */
export const UNRECORDED: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  "accessanalyzer.external-findings": {
    ListAnalyzers: analyzers,
    ListFindings: {
      findings: [
        {
          id: "7c1f0a4e-0000-4000-8000-000000000000",
          principal: { AWS: "*" },
          action: ["sqs:SendMessage"],
          resource: `arn:aws:sqs:${IN}:inbound`,
          isPublic: true,
          resourceType: "AWS::SQS::Queue",
          condition: {},
          createdAt: WHEN,
          analyzedAt: WHEN,
          updatedAt: WHEN,
          status: "ARCHIVED",
          resourceOwnerAccount: ACCOUNT,
        },
      ],
    },
  },
  "config.recorder-status": {
    DescribeConfigurationRecorders: {
      ConfigurationRecorders: [
        {
          name: "default",
          roleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
        },
      ],
    },
    DescribeConfigurationRecorderStatus: {
      ConfigurationRecordersStatus: [
        { name: "default", recording: true, lastStatus: "SUCCESS", lastStatusChangeTime: WHEN },
      ],
    },
    DescribeDeliveryChannelStatus: {
      DeliveryChannelsStatus: [
        {
          name: "default",
          configHistoryDeliveryInfo: { lastStatus: "SUCCESS", lastSuccessfulTime: WHEN },
          configStreamDeliveryInfo: { lastStatus: "SUCCESS", lastStatusChangeTime: WHEN },
        },
      ],
    },
  },
  "guardduty.detector-settings": {
    ListDetectors: detectors,
    GetDetector: {
      CreatedAt: WHEN,
      ServiceRole: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
      Status: "ENABLED",
      Features: ["S3_DATA_EVENTS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS"].map((Name) => ({
        Name,
        Status: "ENABLED",
        UpdatedAt: WHEN,
      })),
    },
  },
  "guardduty.open-findings": {
    ListDetectors: detectors,
    ListFindings: { FindingIds: ["a1"] },
    GetFindings: {
      Findings: [
        {
          AccountId: ACCOUNT,
          Arn: `arn:aws:guardduty:${IN}:detector/12abc34d567e8fa901bc2d34e56789f0/finding/a1`,
          CreatedAt: "2026-11-15T06:00:00.000Z",
          Id: "a1",
          Region: "eu-west-1",
          Resource: { ResourceType: "AccessKey" },
          SchemaVersion: "2.0",
          Service: { Archived: false, Count: 1 },
          Severity: 2,
          Title: "An API was called from a network of its own.",
          Type: "Discovery:IAMUser/AnomalousBehavior",
          UpdatedAt: "2026-11-15T06:00:00.000Z",
        },
      ],
    },
  },
  "rds.db-cluster-snapshot-attributes": {
    DescribeDBClusterSnapshots: {
      DBClusterSnapshots: [
        {
          DBClusterSnapshotIdentifier: "before-upgrade",
          DBClusterSnapshotArn: `arn:aws:rds:${IN}:cluster-snapshot:before-upgrade`,
          SnapshotType: "manual",
          Status: "available",
          StorageEncrypted: false,
        },
      ],
    },
    DescribeDBClusterSnapshotAttributes: {
      DBClusterSnapshotAttributesResult: {
        DBClusterSnapshotIdentifier: "before-upgrade",
        DBClusterSnapshotAttributes: [{ AttributeName: "restore", AttributeValues: [] }],
      },
    },
  },
  "rds.db-cluster-tls-parameters": {
    DescribeDBClusters: {
      DBClusters: [
        {
          DBClusterIdentifier: "app",
          DBClusterArn: `arn:aws:rds:${IN}:cluster:app`,
          DBClusterParameterGroup: "app-tls",
          Engine: "aurora-postgresql",
          EngineVersion: "16.4",
          Status: "available",
          StorageEncrypted: true,
        },
      ],
    },
    DescribeDBClusterParameters: {
      Parameters: [{ ParameterName: "rds.force_ssl", ParameterValue: "1", Source: "user" }],
    },
  },
  "s3.bucket-lifecycle": {
    GetBucketLifecycleConfiguration: {
      Rules: [
        { ID: "expire", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 400 } },
      ],
    },
  },
  "securityhub.hub": { DescribeHub: hub },
  "securityhub.standards": {
    DescribeHub: hub,
    GetEnabledStandards: {
      StandardsSubscriptions: [
        {
          StandardsSubscriptionArn: `arn:aws:securityhub:${IN}:subscription/aws-foundational-security-best-practices/v/1.0.0`,
          StandardsArn:
            "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0",
          StandardsInput: {},
          StandardsStatus: "READY",
        },
      ],
    },
  },
};
