import { describe, expect, it } from "vitest";
import { logBucketAccessLogged } from "../../../shared/checks/cloudtrail/log-bucket-access-logged.ts";
import { bucketLogging } from "../../../shared/sources/s3/bucket-logging.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { DENIED, GONE, listed, perBucket, type Reply } from "../s3/bucket-evidence.ts";
import { organizationTrail, trail, trailEvidence } from "./trail-evidence.ts";

const evidenceOf = (reply: Reply, planted = trail("main")) => [
  ...trailEvidence([{ listed: planted }]),
  ...listed(["trail-logs"]),
  perBucket(bucketLogging, "GetBucketLogging", { "trail-logs": reply }),
];
const LOGGED: Reply = {
  response: { LoggingEnabled: { TargetBucket: "access-logs", TargetPrefix: "trail-logs/" } },
};

describe("cloudtrail.log-bucket-access-logged", () => {
  it.each([
    [
      "passes with server access logging",
      evidenceOf(LOGGED),
      ["pass trail-logs: Access to the bucket trail-logs is logged to access-logs."],
    ],
    [
      "fails without, where S3's answer is empty",
      evidenceOf({ response: {} }),
      ["fail trail-logs: Access to the bucket trail-logs is not logged."],
    ],
    [
      "is indeterminate when the setting is denied",
      evidenceOf(DENIED),
      [
        "indeterminate trail-logs: trail-logs could not be judged: AccessDenied on s3:GetBucketLogging.",
      ],
    ],
    [
      "cannot say of another account's bucket",
      evidenceOf(LOGGED, organizationTrail("org")),
      [
        "indeterminate organization-logs: The bucket organization-logs, which org writes to, is not one of this account's buckets; the evidence of the account that owns it shows how it is set up.",
      ],
    ],
    [
      "is not applicable without a trail",
      [...evidenceOf(LOGGED).slice(3), ...trailEvidence([])],
      [
        "not-applicable 123456789012: Account 123456789012 has none of the buckets that CloudTrail's trails write to.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(logBucketAccessLogged, evidence)).toEqual(expected);
  });

  it("counts a bucket that was deleted between list and read as gone", () => {
    expect(judged(logBucketAccessLogged, evidenceOf(GONE)).population).toMatchObject({
      listed: 1,
      gone: 1,
    });
  });

  it("cites where the logs go, or the empty answer", () => {
    expect(citations(logBucketAccessLogged, evidenceOf(LOGGED))).toEqual([
      "s3.bucket-logging.json#/calls/0/response/LoggingEnabled/TargetBucket",
    ]);
    expect(citations(logBucketAccessLogged, evidenceOf({ response: {} }))).toEqual([
      "s3.bucket-logging.json#/calls/0/response",
    ]);
  });
});
