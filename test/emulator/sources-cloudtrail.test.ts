import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { sourcesOf } from "../../shared/checks/check.ts";
import { logBucketAccessLogged } from "../../shared/checks/cloudtrail/log-bucket-access-logged.ts";
import { logBucketNotPublic } from "../../shared/checks/cloudtrail/log-bucket-not-public.ts";
import { logBucketRetention } from "../../shared/checks/cloudtrail/log-bucket-retention.ts";
import { logFileValidation } from "../../shared/checks/cloudtrail/log-file-validation.ts";
import { multiRegionTrail } from "../../shared/checks/cloudtrail/multi-region-trail.ts";
import { trailDelivering } from "../../shared/checks/cloudtrail/trail-delivering.ts";
import { trailEncryptedWithKms } from "../../shared/checks/cloudtrail/trail-encrypted-with-kms.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { judged } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

const CHECKS: readonly AnyCheck[] = [
  logBucketAccessLogged,
  logBucketNotPublic,
  logBucketRetention,
  logFileValidation,
  multiRegionTrail,
  trailDelivering,
  trailEncryptedWithKms,
];
const policy = { trailLogRetentionDays: { value: 365, document: "Logging Policy §5" } };

let moto: Moto;
let stored: readonly StoredEvidence[];

beforeAll(async () => {
  moto = await startMoto();
  await makeTrails(moto.endpoint);
  stored = await gatherEvidence(moto.endpoint, CHECKS.flatMap(sourcesOf), [
    "eu-west-1",
    "us-east-1",
  ]);
});

afterAll(async () => {
  await moto.stop();
});

describe("CloudTrail in the emulator", () => {
  it("is gathered completely, each trail asked in its home region from every region", () => {
    for (const { object } of stored) {
      expect(object.incompleteReason, object.source).toBeUndefined();
    }
    const asked = stored
      .filter(({ object }) => object.source === "cloudtrail.trail-status")
      .flatMap(({ object }) =>
        object.calls
          .filter(({ operation }) => operation === "GetTrailStatus")
          .map(({ input, region }) => `${object.region}: ${input.Name} in ${region}`),
      );
    expect(asked.sort()).toEqual([
      "eu-west-1: arn:aws:cloudtrail:eu-west-1:123456789012:trail/whole in eu-west-1",
      "us-east-1: arn:aws:cloudtrail:eu-west-1:123456789012:trail/whole in eu-west-1",
      "us-east-1: arn:aws:cloudtrail:us-east-1:123456789012:trail/stopped in us-east-1",
    ]);
  });

  it.each<[AnyCheck, readonly string[]]>([
    [multiRegionTrail, ["pass 123456789012"]],
    [logFileValidation, ["pass whole", "fail stopped"]],
    [trailEncryptedWithKms, ["fail whole", "fail stopped"]],
    [trailDelivering, ["pass whole", "fail stopped"]],
    [logBucketNotPublic, ["fail open-logs", "pass private-logs"]],
    [logBucketAccessLogged, ["fail open-logs", "fail private-logs"]],
    [logBucketRetention, ["fail open-logs", "pass private-logs"]],
  ])("$id finds what was planted", (check, expected) => {
    // The emulator's clock is the machine's, and so are the times at which it says it delivered.
    const circumstances = { policy, now: new Date().toISOString() };
    const found = judged(check, stored, circumstances).findings;
    expect(found.map(({ status, resource }) => `${status} ${resource.id}`)).toEqual(expected);
  });
});

/** A sound trail of all regions, and a stopped one whose bucket is public and forgets too soon. */
async function makeTrails(endpoint: string): Promise<void> {
  const settings = { endpoint, credentials: TEST_CREDENTIALS };
  const s3 = new S3Client({ ...settings, region: "us-east-1", forcePathStyle: true });
  for (const Bucket of ["private-logs", "open-logs"]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
  }
  await s3.send(new PutBucketAclCommand({ Bucket: "open-logs", ACL: "public-read" }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: "open-logs",
      LifecycleConfiguration: {
        Rules: [
          { ID: "tidy", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 90 } },
        ],
      },
    }),
  );
  const eu = new CloudTrailClient({ ...settings, region: "eu-west-1" });
  await eu.send(
    new CreateTrailCommand({
      Name: "whole",
      S3BucketName: "private-logs",
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
    }),
  );
  await eu.send(
    new PutEventSelectorsCommand({
      TrailName: "whole",
      EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }],
    }),
  );
  await eu.send(new StartLoggingCommand({ Name: "whole" }));
  const us = new CloudTrailClient({ ...settings, region: "us-east-1" });
  await us.send(new CreateTrailCommand({ Name: "stopped", S3BucketName: "open-logs" }));
  await us.send(new StartLoggingCommand({ Name: "stopped" }));
  await us.send(new StopLoggingCommand({ Name: "stopped" }));
  for (const client of [s3, eu, us]) client.destroy();
}
