import { describe, expect, it } from "vitest";
import { bucketAccessLogged } from "../../../shared/checks/s3/bucket-access-logged.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { bucketLogging } from "../../../shared/sources/s3/bucket-logging.ts";
import { bucketPolicy } from "../../../shared/sources/s3/bucket-policy.ts";
import {
  ALL_EVENTS,
  advancedSelectors,
  LOGGING,
  organizationTrail,
  type PlantedTrail,
  selectors,
  trail,
  trailEvidence,
} from "../cloudtrail/trail-evidence.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { ABSENT, DENIED, GONE, listed, perBucket, type Reply } from "./bucket-evidence.ts";

const OFF: Reply = { response: {} };
const ON: Reply = { response: { LoggingEnabled: { TargetBucket: "logs", TargetPrefix: "a/" } } };
const NOT_LOGGED = "fail data: Neither S3 nor a trail logs access to the bucket data.";
const RECORDED = "pass data: Trails record every request for the files of the bucket data.";
const S3_OBJECTS = {
  eventCategory: { Equals: ["Data"] },
  "resources.type": { Equals: ["AWS::S3::Object"] },
};

const having = (reply: Reply, ...planted: readonly PlantedTrail[]): StoredEvidence[] => [
  ...listed(["data"]),
  perBucket(bucketPolicy, "GetBucketPolicy", { data: ABSENT }),
  perBucket(bucketLogging, "GetBucketLogging", { data: reply }),
  ...trailEvidence(planted),
];
const planted = (
  reply: Reply,
  changes: Parameters<typeof trail>[1] = {},
  status: Reply = LOGGING,
): PlantedTrail => ({ listed: trail("main", changes), selectors: reply, status });
const basic = (value: string, ReadWriteType = "All", Type = "AWS::S3::Object") =>
  selectors({
    ReadWriteType,
    IncludeManagementEvents: true,
    DataResources: [{ Type, Values: [value] }],
  });

describe("s3.bucket-access-logged", () => {
  it.each<[string, StoredEvidence[], string]>([
    [
      "passes with access logs",
      having(ON),
      "pass data: Access to the bucket data is logged to logs.",
    ],
    ["fails with neither, where S3's answer is empty", having(OFF), NOT_LOGGED],
    ["fails with a trail of management events", having(OFF, planted(ALL_EVENTS)), NOT_LOGGED],
    [
      "passes with data events of every bucket",
      having(OFF, planted(basic("arn:aws:s3"))),
      RECORDED,
    ],
    [
      "passes with them as the console writes it",
      having(OFF, planted(basic("arn:aws:s3:::"))),
      RECORDED,
    ],
    [
      "passes with data events of the bucket",
      having(OFF, planted(basic("arn:aws:s3:::data/"))),
      RECORDED,
    ],
    [
      "fails with those of a folder",
      having(OFF, planted(basic("arn:aws:s3:::data/a"))),
      NOT_LOGGED,
    ],
    [
      "fails with those of another bucket",
      having(OFF, planted(basic("arn:aws:s3:::data2/"))),
      NOT_LOGGED,
    ],
    [
      "fails with those of functions",
      having(OFF, planted(basic("arn:aws:s3", "All", "AWS::Lambda::Function"))),
      NOT_LOGGED,
    ],
    [
      "fails with writes alone",
      having(OFF, planted(basic("arn:aws:s3", "WriteOnly"))),
      "fail data: Trails record only writes of the files of the bucket data.",
    ],
    [
      "fails with reads alone",
      having(OFF, planted(basic("arn:aws:s3", "ReadOnly"))),
      "fail data: Trails record only reads of the files of the bucket data.",
    ],
    [
      "passes with reads by one trail and writes by another",
      having(OFF, planted(basic("arn:aws:s3", "ReadOnly")), {
        listed: trail("second"),
        selectors: basic("arn:aws:s3", "WriteOnly"),
        status: LOGGING,
      }),
      RECORDED,
    ],
    [
      "passes with advanced selectors",
      having(OFF, planted(advancedSelectors(S3_OBJECTS))),
      RECORDED,
    ],
    [
      "passes with advanced selectors of the bucket",
      having(
        OFF,
        planted(
          advancedSelectors({
            ...S3_OBJECTS,
            "resources.ARN": { StartsWith: ["arn:aws:s3:::data/"] },
          }),
        ),
      ),
      RECORDED,
    ],
    [
      "fails with advanced selectors of writes",
      having(OFF, planted(advancedSelectors({ ...S3_OBJECTS, readOnly: { Equals: ["false"] } }))),
      "fail data: Trails record only writes of the files of the bucket data.",
    ],
    [
      "fails with advanced selectors that leave names of events out",
      having(
        OFF,
        planted(advancedSelectors({ ...S3_OBJECTS, eventName: { NotEquals: ["GetObject"] } })),
      ),
      NOT_LOGGED,
    ],
    [
      "fails with advanced selectors that leave files out",
      having(
        OFF,
        planted(
          advancedSelectors({
            ...S3_OBJECTS,
            "resources.ARN": {
              StartsWith: ["arn:aws:s3:::data/"],
              NotStartsWith: ["arn:aws:s3:::data/a"],
            },
          }),
        ),
      ),
      NOT_LOGGED,
    ],
    [
      "fails with a trail that is stopped",
      having(OFF, planted(basic("arn:aws:s3"), {}, { response: { IsLogging: false } })),
      NOT_LOGGED,
    ],
    [
      "fails with a trail of another region alone",
      having(
        OFF,
        planted(basic("arn:aws:s3"), { IsMultiRegionTrail: false, HomeRegion: "us-east-1" }),
      ),
      NOT_LOGGED,
    ],
    [
      "passes with a trail of the bucket's region alone",
      having(OFF, planted(basic("arn:aws:s3"), { IsMultiRegionTrail: false })),
      RECORDED,
    ],
    [
      "cannot say where the organization's trail does not tell",
      having(OFF, {
        listed: organizationTrail("org"),
        selectors: { outcome: "absent" },
        status: LOGGING,
      }),
      "indeterminate data: Access to the bucket data is not logged by S3, and the trail org does not tell this account what it records.",
    ],
    [
      "is indeterminate when the trail's selectors are denied",
      having(OFF, planted(DENIED)),
      "indeterminate data: data could not be judged: AccessDenied on cloudtrail:GetEventSelectors.",
    ],
    [
      "is indeterminate when the setting is denied",
      having(DENIED),
      "indeterminate data: data could not be judged: AccessDenied on s3:GetBucketLogging.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(bucketAccessLogged, evidence)).toEqual([expected]);
  });

  it("counts a bucket that was deleted meanwhile as gone", () => {
    expect(judged(bucketAccessLogged, having(GONE)).population).toMatchObject({ gone: 1 });
  });

  it("cites S3's answer, and the selectors that record", () => {
    expect(citations(bucketAccessLogged, having(ON))).toEqual([
      "s3.bucket-logging.json#/calls/0/response/LoggingEnabled/TargetBucket",
    ]);
    expect(citations(bucketAccessLogged, having(OFF, planted(basic("arn:aws:s3"))))).toEqual([
      "s3.bucket-logging.json#/calls/0/response",
      expect.stringMatching(/^cloudtrail\.event-selectors\.eu-west-1\.json#\/calls\/\d\/response$/),
    ]);
  });
});
