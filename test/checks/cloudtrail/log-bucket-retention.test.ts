import { describe, expect, it } from "vitest";
import { logBucketRetention } from "../../../shared/checks/cloudtrail/log-bucket-retention.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { bucketLifecycle } from "../../../shared/sources/s3/bucket-lifecycle.ts";
import { bucketVersioning } from "../../../shared/sources/s3/bucket-versioning.ts";
import { citations, outcomes } from "../judging.ts";
import { ABSENT, DENIED, listed, perBucket, type Reply } from "../s3/bucket-evidence.ts";
import { organizationTrail, trail, trailEvidence } from "./trail-evidence.ts";

type Members = { readonly [member: string]: Json };

const policy = { trailLogRetentionDays: { value: 365, document: "Logging Policy §5" } };
const rules = (...Rules: readonly Members[]): Reply => ({
  response: {
    Rules: Rules.map((rule) => ({ ID: "expire", Status: "Enabled", Filter: {}, ...rule })),
  },
});
const afterDays = (Days: number, rest: Members = {}) => rules({ Expiration: { Days }, ...rest });
const VERSIONED: Reply = { response: { Status: "Enabled" } };

function evidenceOf(lifecycle: Reply, planted: Members = trail("main"), versioning?: Reply) {
  return [
    ...trailEvidence([{ listed: planted }]),
    ...listed(["trail-logs"]),
    perBucket(bucketLifecycle, "GetBucketLifecycleConfiguration", { "trail-logs": lifecycle }),
    perBucket(bucketVersioning, "GetBucketVersioning", {
      "trail-logs": versioning ?? { response: {} },
    }),
  ];
}

const ASKED = "Logging Policy §5 asks for 365 days.";
const KEPT = `pass trail-logs: The bucket trail-logs never expires the trails' log files; ${ASKED}`;
const passes = (when: string) =>
  `pass trail-logs: The bucket trail-logs expires the trails' log files ${when}; ${ASKED}`;
const fails = (when: string) =>
  `fail trail-logs: The bucket trail-logs expires the trails' log files ${when}, but ${ASKED}`;

describe("cloudtrail.log-bucket-retention", () => {
  it.each<[string, ReturnType<typeof evidenceOf>, string]>([
    [
      "fails a day before the policy's number",
      evidenceOf(afterDays(364)),
      fails("after 364 days (the rule expire)"),
    ],
    [
      "passes at the policy's number",
      evidenceOf(afterDays(365)),
      passes("after 365 days (the rule expire)"),
    ],
    [
      "passes a day after it",
      evidenceOf(afterDays(366)),
      passes("after 366 days (the rule expire)"),
    ],
    [
      "passes without lifecycle rules",
      evidenceOf(ABSENT),
      "pass trail-logs: The bucket trail-logs has no lifecycle rules, so it keeps the trails' log files.",
    ],
    [
      "passes with rules that only move files to cheaper storage",
      evidenceOf(rules({ Transitions: [{ Days: 30, StorageClass: "GLACIER" }] })),
      KEPT,
    ],
    [
      "passes with a rule that only removes delete markers",
      evidenceOf(rules({ Expiration: { ExpiredObjectDeleteMarker: true } })),
      KEPT,
    ],
    ["passes with a disabled rule", evidenceOf(afterDays(30, { Status: "Disabled" })), KEPT],
    [
      "judges by the soonest of several rules",
      evidenceOf(rules({ Expiration: { Days: 730 } }, { ID: "b", Expiration: { Days: 90 } })),
      fails("after 90 days (the rule b)"),
    ],
    [
      "names the soonest of several rules that are too soon",
      evidenceOf(rules({ Expiration: { Days: 90 } }, { ID: "b", Expiration: { Days: 30 } })),
      fails("after 30 days (the rule b)"),
    ],
    [
      "fails on a date, which takes away every file whatever its age",
      evidenceOf(rules({ Expiration: { Date: "2027-01-01T00:00:00.000Z" } })),
      fails("on 2027-01-01, whatever their age (the rule expire)"),
    ],
    [
      "passes with a rule for other files",
      evidenceOf(afterDays(30, { Filter: { Prefix: "AWSLogs/123456789012/Config/" } })),
      KEPT,
    ],
    [
      "fails with a rule whose prefix takes in the logs",
      evidenceOf(afterDays(30, { Filter: { Prefix: "AWSLogs/" } })),
      fails("after 30 days (the rule expire)"),
    ],
    [
      "fails with a rule for the digests alone",
      evidenceOf(afterDays(30, { Filter: { Prefix: "AWSLogs/123456789012/CloudTrail-Digest/" } })),
      fails("after 30 days (the rule expire)"),
    ],
    [
      "fails with a prefix in the old form",
      evidenceOf(afterDays(30, { Filter: null, Prefix: "AWSLogs/123456789012/CloudTrail/" })),
      fails("after 30 days (the rule expire)"),
    ],
    [
      "passes with a rule for the place where the trail would write without its own prefix",
      evidenceOf(
        afterDays(30, { Filter: { Prefix: "AWSLogs/" } }),
        trail("main", { S3KeyPrefix: "audit" }),
      ),
      KEPT,
    ],
    [
      "fails with a rule for the trail's own prefix",
      evidenceOf(
        afterDays(30, { Filter: { And: { Prefix: "audit/", ObjectSizeGreaterThan: 1 } } }),
        trail("main", { S3KeyPrefix: "audit" }),
      ),
      fails("after 30 days (the rule expire)"),
    ],
    [
      "fails an organization's trail with a rule for another account's logs",
      evidenceOf(
        afterDays(30, { Filter: { Prefix: "AWSLogs/o-abc123/210987654321/" } }),
        organizationTrail("org", { S3BucketName: "trail-logs" }),
      ),
      fails("after 30 days (the rule expire)"),
    ],
    [
      "cannot say with a rule for files with a tag",
      evidenceOf(afterDays(30, { Filter: { Tag: { Key: "keep", Value: "short" } } })),
      `indeterminate trail-logs: The bucket trail-logs expires files with certain tags after 30 days (the rule expire); whether log files have them is not read, and ${ASKED}`,
    ],
    [
      "passes where expired files stay as versions",
      evidenceOf(afterDays(30), trail("main"), VERSIONED),
      KEPT,
    ],
    [
      "adds the days of versions to those of files: a day before the number",
      evidenceOf(
        afterDays(300, { NoncurrentVersionExpiration: { NoncurrentDays: 64 } }),
        trail("main"),
        VERSIONED,
      ),
      fails("after 300 days and their versions 64 days later (the rule expire)"),
    ],
    [
      "adds the days of versions to those of files: at the number",
      evidenceOf(
        afterDays(300, { NoncurrentVersionExpiration: { NoncurrentDays: 65 } }),
        trail("main"),
        VERSIONED,
      ),
      passes("after 300 days and their versions 65 days later (the rule expire)"),
    ],
    [
      "passes where the newest versions are kept, since a log file has only one",
      evidenceOf(
        afterDays(30, {
          NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 1 },
        }),
        trail("main"),
        VERSIONED,
      ),
      KEPT,
    ],
    [
      "cannot say where only versions with a tag are removed",
      evidenceOf(
        rules(
          { Expiration: { Days: 30 } },
          {
            Filter: { Tag: { Key: "keep", Value: "short" } },
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          },
        ),
        trail("main"),
        VERSIONED,
      ),
      `indeterminate trail-logs: The bucket trail-logs expires files with certain tags after 30 days and their versions 1 day later (the rule expire); whether log files have them is not read, and ${ASKED}`,
    ],
    [
      "does not add them where versioning was suspended",
      evidenceOf(
        afterDays(300, { NoncurrentVersionExpiration: { NoncurrentDays: 100 } }),
        trail("main"),
        { response: { Status: "Suspended" } },
      ),
      fails("after 300 days (the rule expire)"),
    ],
    [
      "does not pass when S3 leaves the rules out",
      evidenceOf({ response: {} }),
      "indeterminate trail-logs: S3 does not say which lifecycle rules trail-logs has.",
    ],
    [
      "is indeterminate when the rules are denied",
      evidenceOf(DENIED),
      "indeterminate trail-logs: trail-logs could not be judged: AccessDenied on s3:GetBucketLifecycleConfiguration.",
    ],
    [
      "is indeterminate when versioning is denied",
      evidenceOf(afterDays(30), trail("main"), DENIED),
      "indeterminate trail-logs: trail-logs could not be judged: AccessDenied on s3:GetBucketVersioning.",
    ],
    [
      "cannot say of another account's bucket",
      evidenceOf(ABSENT, organizationTrail("org")),
      "indeterminate organization-logs: The bucket organization-logs, which org writes to, is not one of this account's buckets; the evidence of the account that owns it shows how it is set up.",
    ],
    [
      "is not applicable without a trail",
      [...trailEvidence([]), ...evidenceOf(ABSENT).slice(3)],
      "not-applicable 123456789012: Account 123456789012 has none of the buckets that CloudTrail's trails write to.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(logBucketRetention, evidence, { policy })).toEqual([expected]);
  });

  it("is indeterminate where policy states no number, never a silent default", () => {
    expect(outcomes(logBucketRetention, evidenceOf(afterDays(30)))).toEqual([
      "indeterminate trail-logs: trail-logs was not judged: soc2.yaml states no trailLogRetentionDays, so there is nothing to compare with.",
    ]);
  });

  it("cites the rule and the policy's number", () => {
    expect(citations(logBucketRetention, evidenceOf(afterDays(30)), { policy })).toEqual([
      "s3.bucket-lifecycle.json#/calls/0/response/Rules/0/Expiration",
      "config.json#/policy/trailLogRetentionDays",
    ]);
  });
});
