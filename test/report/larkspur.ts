import { readFileSync } from "node:fs";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { logFileValidation } from "../../shared/checks/cloudtrail/log-file-validation.ts";
import { multiRegionTrail } from "../../shared/checks/cloudtrail/multi-region-trail.ts";
import { trailEncryptedWithKms } from "../../shared/checks/cloudtrail/trail-encrypted-with-kms.ts";
import { defaultSecurityGroupClosed } from "../../shared/checks/ec2/default-security-group-closed.ts";
import { vpcFlowLogsOn } from "../../shared/checks/ec2/vpc-flow-logs-on.ts";
import { worldOpenPorts } from "../../shared/checks/ec2/world-open-ports.ts";
import { accessKeysRotated } from "../../shared/checks/iam/access-keys-rotated.ts";
import { consoleUsersHaveMfa } from "../../shared/checks/iam/console-users-have-mfa.ts";
import { rootMfaEnabled } from "../../shared/checks/iam/root-mfa-enabled.ts";
import { rootNoAccessKeys } from "../../shared/checks/iam/root-no-access-keys.ts";
import { accountPublicAccessBlocked } from "../../shared/checks/s3/account-public-access-blocked.ts";
import { bucketEncrypted } from "../../shared/checks/s3/bucket-encrypted.ts";
import { bucketNotPublic } from "../../shared/checks/s3/bucket-not-public.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { loadConfig } from "../../shared/config/load.ts";
import { type GapReport, gapReport } from "../../shared/report/gap-report.ts";
import type { SnapshotRecord } from "../../shared/report/read-snapshot.ts";
import { ACCOUNT, type HandFinding, recordOf, VERIFIED } from "./records.ts";

const BEFORE = "2026-10-25T06-00-00Z";
const AFTER = "2026-11-22T06-00-00Z";

/** The checks that the believable report shows. */
export const LARKSPUR_CHECKS: readonly AnyCheck[] = [
  rootMfaEnabled,
  rootNoAccessKeys,
  consoleUsersHaveMfa,
  accessKeysRotated,
  ...worldOpenPorts,
  defaultSecurityGroupClosed,
  vpcFlowLogsOn,
  bucketNotPublic,
  bucketEncrypted,
  accountPublicAccessBlocked,
  multiRegionTrail,
  logFileValidation,
  trailEncryptedWithKms,
];

const config = effectiveConfig(
  loadConfig({
    fileName: "soc2.yaml",
    content: readFileSync(new URL("../../soc2.yaml", import.meta.url)),
    today: "2026-11-22",
  }),
);

const ROOT = { id: "root", arn: `arn:aws:iam::${ACCOUNT}:root` };
const PEOPLE = ["maeve.brennan", "sam.okafor", "tomasz.w", "jonas", "priya", "deploy-legacy"];
const BUCKETS = ["assets", "uploads", "exports", "backups", "trail-logs", "athena-results"];

function user(name: string): Pick<HandFinding, "id" | "arn" | "type"> {
  return { id: name, arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, type: "AWS::IAM::User" };
}

function bucket(name: string): Pick<HandFinding, "id" | "arn" | "type"> {
  const id = `larkspur-${name}-eu-west-1`;
  return { id, arn: `arn:aws:s3:::${id}`, type: "AWS::S3::Bucket" };
}

function regional(id: string, kind: string, type: string, region = "eu-west-1") {
  return { id, arn: `arn:aws:ec2:${region}:${ACCOUNT}:${kind}/${id}`, type, region };
}

function peopleFindings(mended: boolean): HandFinding[] {
  return [
    mended
      ? {
          check: rootMfaEnabled,
          status: "pass",
          ...ROOT,
          reason: "The root user has an MFA device.",
        }
      : {
          check: rootMfaEnabled,
          status: "fail",
          ...ROOT,
          reason: "The root user has no MFA device.",
        },
    {
      check: rootNoAccessKeys,
      status: "pass",
      ...ROOT,
      reason: "The root user has no access keys.",
    },
    ...PEOPLE.map((name): HandFinding => {
      const lacks = !mended && ["sam.okafor", "jonas", "deploy-legacy"].includes(name);
      return lacks
        ? {
            check: consoleUsersHaveMfa,
            status: "fail",
            ...user(name),
            reason: `${name} has a console password and no MFA device.`,
          }
        : {
            check: consoleUsersHaveMfa,
            status: "pass",
            ...user(name),
            reason: `${name} has an MFA device.`,
          };
    }),
    ...PEOPLE.map((name): HandFinding => {
      const key = { id: `${name}/access-key-1`, type: "AWS::IAM::AccessKey" };
      const old = name === "deploy-legacy" || (!mended && name === "tomasz.w");
      return old
        ? {
            check: accessKeysRotated,
            status: "fail",
            ...key,
            reason: `Access key 1 of ${name} is 611 days old, but Access Control Policy §4.2 allows 90 days.`,
          }
        : {
            check: accessKeysRotated,
            status: "pass",
            ...key,
            reason: `Access key 1 of ${name} is 40 days old; Access Control Policy §4.2 allows 90 days.`,
          };
    }),
  ];
}

function networkFindings(mended: boolean): HandFinding[] {
  const groups = ["sg-0a41c8f27be19d503", "sg-07f5e0b9c2d44a81e", "sg-0c93e5a7f1182b6d4"];
  const ports = worldOpenPorts.flatMap((one) =>
    groups.map((group, index): HandFinding => {
      const place = regional(group, "security-group", "AWS::EC2::SecurityGroup");
      const isSsh = one.id === "ec2.no-world-open-ssh";
      const isDatabase = one.id === "ec2.no-world-open-database-ports";
      const open = (isSsh && index < 2 && !mended) || (isDatabase && index === 2);
      const what = isSsh ? "SSH (TCP 22)" : "PostgreSQL (TCP 5432)";
      return open
        ? {
            check: one,
            status: "fail",
            ...place,
            reason: `${group} (bastion) lets the whole internet reach ${what} by its inbound rule from 0.0.0.0/0. It is attached to 2 network interfaces.`,
          }
        : {
            check: one,
            status: "pass",
            ...place,
            reason: `${group} does not open it to the whole internet.`,
          };
    }),
  );
  const group = regional("sg-00d1", "security-group", "AWS::EC2::SecurityGroup", "us-east-1");
  const staging = regional("vpc-0staging", "vpc", "AWS::EC2::VPC");
  return [
    ...ports,
    {
      check: defaultSecurityGroupClosed,
      status: "fail",
      ...group,
      severity: "low",
      reason:
        "The default group sg-00d1 of vpc-0f3e has 1 inbound and 1 outbound rules. It is attached to nothing.",
    },
    {
      check: vpcFlowLogsOn,
      status: mended ? "pass" : "fail",
      ...regional("vpc-0aa17c21", "vpc", "AWS::EC2::VPC"),
      reason: mended
        ? "vpc-0aa17c21 logs its traffic (fl-01, traffic type ALL)."
        : "vpc-0aa17c21 does not log its traffic: it has no flow log.",
    },
    {
      check: vpcFlowLogsOn,
      status: "fail",
      ...staging,
      scope: "out",
      reason: "vpc-0staging does not log its traffic: it has no flow log.",
    },
    {
      check: vpcFlowLogsOn,
      status: "indeterminate",
      id: ACCOUNT,
      type: "AWS::Account",
      region: "us-east-1",
      reason:
        "Not all of every VPC in us-east-1 could be read: AccessDenied on ec2:DescribeFlowLogs.",
    },
  ];
}

function storageFindings(mended: boolean): HandFinding[] {
  const trail = {
    id: "management",
    arn: `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/management`,
    type: "AWS::CloudTrail::Trail",
    region: "eu-west-1",
  };
  const account = { id: ACCOUNT, type: "AWS::Account" };
  return [
    ...BUCKETS.map((name): HandFinding => {
      const isPublic = name === "assets" || (!mended && name === "uploads");
      const status = isPublic ? "fail" : "pass";
      return {
        check: bucketNotPublic,
        status,
        ...bucket(name),
        reason: isPublic
          ? `The bucket larkspur-${name}-eu-west-1 is public: its policy allows everyone.`
          : `Neither its policy nor its ACL makes the bucket larkspur-${name}-eu-west-1 public.`,
      };
    }),
    ...BUCKETS.map(
      (name): HandFinding => ({
        check: bucketEncrypted,
        status: "pass",
        ...bucket(name),
        reason: `The bucket larkspur-${name}-eu-west-1 encrypts by default with AES256.`,
      }),
    ),
    {
      check: accountPublicAccessBlocked,
      status: mended ? "pass" : "fail",
      ...account,
      reason: mended
        ? `Account ${ACCOUNT} blocks public access to all of its buckets.`
        : `Account ${ACCOUNT} does not block all public access to its buckets: BlockPublicPolicy, RestrictPublicBuckets is off.`,
    },
    {
      check: multiRegionTrail,
      status: mended ? "pass" : "fail",
      ...account,
      reason: mended
        ? "The trail management records the management events of every region."
        : "No trail records the management events of every region: management is of eu-west-1 only.",
    },
    {
      check: logFileValidation,
      status: mended ? "pass" : "fail",
      ...trail,
      reason: mended
        ? "The trail management has log file validation."
        : "The trail management has no log file validation.",
    },
    {
      check: trailEncryptedWithKms,
      status: "fail",
      ...trail,
      reason: "The log files of the trail management are encrypted by S3, not with a KMS key.",
    },
  ];
}

/** Both states of a believable company. */
export function larkspurRecord(state: "before" | "after"): SnapshotRecord {
  const mended = state === "after";
  return recordOf({
    checks: LARKSPUR_CHECKS,
    findings: [...peopleFindings(mended), ...networkFindings(mended), ...storageFindings(mended)],
    snapshot: mended ? AFTER : BEFORE,
    config,
    replayOf: `sample:${state}`,
    incomplete: [
      {
        source: "ec2.flow-logs",
        region: "us-east-1",
        reason: "AccessDenied on ec2:DescribeFlowLogs",
      },
    ],
  });
}

/** The report of either state; the later one with what changed since the earlier. */
export function larkspurReport(state: "before" | "after"): GapReport {
  const record = larkspurRecord(state);
  const seal = { ...VERIFIED, sequence: state === "after" ? 2 : 1 };
  const input = { record, checks: LARKSPUR_CHECKS, seal };
  return gapReport(state === "after" ? { ...input, previous: larkspurRecord("before") } : input);
}
