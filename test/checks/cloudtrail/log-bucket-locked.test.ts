import { describe, expect, it } from "vitest";
import { logBucketLocked } from "../../../shared/checks/cloudtrail/log-bucket-locked.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { logBucketObjectLock } from "../../../shared/sources/s3/log-bucket-object-lock.ts";
import { type Circumstances, citations, judged, outcomes, recorded } from "../judging.ts";
import { ABSENT, DENIED, GONE, listed, type Reply } from "../s3/bucket-evidence.ts";
import { organizationTrail, trail, trailEvidence } from "./trail-evidence.ts";

const POLICY: Circumstances = {
  policy: { trailLogRetentionDays: { value: 365, document: "Logging Policy §5" } },
};
const locks = (...calls: readonly Reply[]) =>
  recorded(logBucketObjectLock, [
    { operation: "DescribeTrails", input: { includeShadowTrails: true } },
    ...calls.map((reply) => ({
      operation: "GetObjectLockConfiguration" as const,
      input: { Bucket: "trail-logs" },
      ...reply,
    })),
  ]);
const evidenceOf = (reply: Reply, planted = trail("main")): StoredEvidence[] => [
  ...trailEvidence([{ listed: planted }]),
  ...listed(["trail-logs"]),
  locks(reply),
];
const lock = (DefaultRetention?: Readonly<Record<string, Json>>): Reply => ({
  response: {
    ObjectLockConfiguration: {
      ObjectLockEnabled: "Enabled",
      ...(DefaultRetention === undefined ? {} : { Rule: { DefaultRetention } }),
    },
  },
});
const days = (Days: number, Mode = "GOVERNANCE") => lock({ Mode, Days });
const LOCKED = "The bucket trail-logs locks the trails' log files for";

describe("cloudtrail.log-bucket-locked", () => {
  it.each<[string, Reply, string]>([
    [
      "fails without a lock",
      ABSENT,
      "fail trail-logs: The bucket trail-logs locks none of the trails' log files.",
    ],
    [
      "fails with a lock that no file gets",
      lock(),
      "fail trail-logs: The bucket trail-logs has Object Lock but no default retention, so the trails' log files are not locked.",
    ],
    [
      "fails a day short of what policy says",
      days(364),
      `fail trail-logs: ${LOCKED} 364 days in governance mode, but Logging Policy §5 asks for 365 days.`,
    ],
    [
      "passes with what policy says",
      days(365),
      `pass trail-logs: ${LOCKED} 365 days in governance mode; Logging Policy §5 asks for 365 days.`,
    ],
    [
      "passes a day beyond it",
      days(366, "COMPLIANCE"),
      `pass trail-logs: ${LOCKED} 366 days in compliance mode; Logging Policy §5 asks for 365 days.`,
    ],
    [
      "counts a year as 365 days",
      lock({ Mode: "COMPLIANCE", Years: 1 }),
      `pass trail-logs: ${LOCKED} 1 year in compliance mode; Logging Policy §5 asks for 365 days.`,
    ],
    [
      "does not pass without a time",
      lock({ Mode: "COMPLIANCE" }),
      "indeterminate trail-logs: S3 does not say for how long trail-logs locks log files.",
    ],
    [
      "does not pass without a mode",
      lock({ Days: 400 }),
      "indeterminate trail-logs: S3 does not say for how long trail-logs locks log files.",
    ],
    [
      "does not pass without the switch",
      {
        response: {
          ObjectLockConfiguration: {
            Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 400 } },
          },
        },
      },
      "indeterminate trail-logs: S3 does not say whether the bucket trail-logs locks files.",
    ],
    [
      "is indeterminate when denied",
      DENIED,
      "indeterminate trail-logs: trail-logs could not be judged: AccessDenied on s3:GetObjectLockConfiguration.",
    ],
  ])("%s", (_sentence, reply, expected) => {
    expect(outcomes(logBucketLocked, evidenceOf(reply), POLICY)).toEqual([expected]);
  });

  it("is indeterminate where policy states no time, and fails all the same without a lock", () => {
    expect(outcomes(logBucketLocked, evidenceOf(days(400)))).toEqual([
      "indeterminate trail-logs: trail-logs was not judged: soc2.yaml states no trailLogRetentionDays, so there is nothing to compare with.",
    ]);
    expect(outcomes(logBucketLocked, evidenceOf(ABSENT))[0]).toMatch(/^fail /);
  });

  it("cannot say of another account's bucket", () => {
    const evidence = evidenceOf(days(400), organizationTrail("org"));
    expect(outcomes(logBucketLocked, evidence, POLICY)).toEqual([
      "indeterminate organization-logs: The bucket organization-logs, which org writes to, is not one of this account's buckets; the evidence of the account that owns it shows how it is set up.",
    ]);
  });

  it("is not applicable without a trail", () => {
    expect(
      outcomes(logBucketLocked, [...trailEvidence([]), ...listed([]), locks()], POLICY),
    ).toEqual([
      "not-applicable 123456789012: Account 123456789012 has none of the buckets that CloudTrail's trails write to.",
    ]);
  });

  it("counts a deleted bucket as gone, and cites time and policy", () => {
    expect(judged(logBucketLocked, evidenceOf(GONE), POLICY).population).toMatchObject({ gone: 1 });
    expect(citations(logBucketLocked, evidenceOf(days(400)), POLICY)).toEqual([
      "s3.log-bucket-object-lock.eu-west-1.json#/calls/1/response/ObjectLockConfiguration/Rule/DefaultRetention/Days",
      "config.json#/policy/trailLogRetentionDays",
    ]);
  });
});
