import assert from "node:assert/strict";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import {
  type BucketLocationConstraint,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
} from "@aws-sdk/client-s3";
import type { Report } from "./report.ts";
import { collectorOf, type Stage } from "./stage.ts";
import { readManifest, readObject, s3As, verdict, verify, versionsIn } from "./vault-reading.ts";
import type { SealedRun } from "./workflow-run.ts";

/** What is tried, and with which status S3 or KMS has to refuse it. */
type Attempt = readonly [what: string, status: number, run: () => Promise<unknown>];

const COPIES_AT_A_TIME = 8;

/** An administrator tries to delete and overwrite evidence. */
export async function administratorTries(
  report: Report,
  stage: Stage,
  { snapshot }: SealedRun,
): Promise<void> {
  const s3 = s3As(stage, stage.administrator);
  const Bucket = stage.deployment.vaultBucket;
  const { path: Key, versionId } = await middleFile(stage, snapshot);
  const VersionId = versionId ?? "";
  const put = { Bucket, Key, Body: "{}", ChecksumAlgorithm: "SHA256" as const };
  const soon = new Date("2026-10-21T00:00:00Z");
  await report.step("As administrator, delete and overwrite evidence", async () => {
    const before = await versionsIn(stage);
    const seen = await refused([
      ["delete it", 403, () => s3.send(new DeleteObjectCommand({ Bucket, Key }))],
      [
        "delete its version",
        403,
        () => s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId })),
      ],
      [
        "delete its version, bypassing governance",
        403,
        () =>
          s3.send(
            new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }),
          ),
      ],
      ["overwrite it", 403, () => s3.send(new PutObjectCommand(put))],
      [
        "write it where nothing stands",
        412,
        () => s3.send(new PutObjectCommand({ ...put, IfNoneMatch: "*" })),
      ],
      [
        "copy another object over it",
        403,
        () =>
          s3.send(
            new CopyObjectCommand({
              Bucket,
              Key,
              CopySource: `${Bucket}/snapshots/${snapshot}/manifest.json`,
              ChecksumAlgorithm: "SHA256",
            }),
          ),
      ],
      [
        "shorten its retention",
        403,
        () =>
          s3.send(
            new PutObjectRetentionCommand({
              Bucket,
              Key,
              Retention: { Mode: "GOVERNANCE", RetainUntilDate: soon },
              BypassGovernanceRetention: true,
              ChecksumAlgorithm: "SHA256",
            }),
          ),
      ],
    ]);
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    const locked = await refused([
      [
        "delete its version",
        403,
        () => s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId })),
      ],
    ]);
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    assert.deepEqual(await versionsIn(stage), before, "nothing in the vault changed");
    return [
      `refused by the vault's policy: ${seen}`,
      `with the policy taken away, refused by Object Lock: ${locked}`,
    ];
  });
}

/** A collector's own credentials, in somebody else's hands. */
export async function collectorTries(
  report: Report,
  stage: Stage,
  { snapshot }: SealedRun,
): Promise<void> {
  const { gateway, region, deployment } = stage;
  const Bucket = deployment.vaultBucket;
  const { credentials } = collectorOf(stage, "CC6.2");
  const s3 = s3As(stage, credentials);
  const kms = new KMSClient({ endpoint: gateway.endpoint, region, credentials });
  const KeyId = deployment.signingKeyArn;
  await report.step("With a collector's own role, do more than collect", async () => {
    const seen = await refused([
      [
        "write into another criterion's folder",
        403,
        () =>
          s3.send(
            new PutObjectCommand({
              Bucket,
              Key: `CC6.7-data-in-transit/${snapshot}/made-up.json`,
              Body: "{}",
              IfNoneMatch: "*",
              ChecksumAlgorithm: "SHA256",
            }),
          ),
      ],
      [
        "read the manifest",
        403,
        () => s3.send(new GetObjectCommand({ Bucket, Key: `snapshots/${snapshot}/manifest.json` })),
      ],
      [
        "sign a manifest of one's own",
        403,
        () =>
          kms.send(
            new SignCommand({
              KeyId,
              Message: Buffer.from("{}"),
              MessageType: "RAW",
              SigningAlgorithm: "ECDSA_SHA_256",
            }),
          ),
      ],
      ["read the signing key", 403, () => kms.send(new GetPublicKeyCommand({ KeyId }))],
    ]);
    return [`refused: ${seen}`];
  });
}

/** A copy of the vault verifies; with one object of its middle deleted it does not. */
export async function deleteFromACopy(
  report: Report,
  stage: Stage,
  { snapshot }: SealedRun,
): Promise<void> {
  await report.step("Copy the vault, and delete one object from the copy", async () => {
    const Bucket = "rehearsal-copy-of-the-vault";
    const s3 = s3As(stage, stage.administrator);
    const { path } = await middleFile(stage, snapshot);
    await s3.send(
      new CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: {
          LocationConstraint: stage.region as BucketLocationConstraint,
        },
      }),
    );
    await s3.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    const objects = await versionsIn(stage);
    for (let start = 0; start < objects.length; start += COPIES_AT_A_TIME) {
      const some = objects.slice(start, start + COPIES_AT_A_TIME);
      await Promise.all(
        some.map(async ({ key }) => {
          const Body = await readObject(stage, key);
          await s3.send(new PutObjectCommand({ Bucket, Key: key, Body }));
        }),
      );
    }
    const whole = await verify(stage, Bucket, stage.administrator);
    assert.equal(whole.exitCode, 0, whole.stdout);
    for (const { key, versionId } of await versionsIn(stage, Bucket)) {
      if (key !== path) continue;
      await s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: versionId }));
    }
    const holed = await verify(stage, Bucket, stage.administrator);
    assert.equal(holed.exitCode, 1, holed.stdout);
    const { faults } = holed.report;
    assert.deepEqual(
      faults.map((fault) => fault.path),
      [path],
    );
    return [
      `the copy: ${verdict(whole)}`,
      `without ${path}: ${verdict(holed)}`,
      `it says: ${faults[0]?.message}`,
    ];
  });
}

/** Tries each, and answers what was tried and how it was refused. */
async function refused(attempts: readonly Attempt[]): Promise<string> {
  for (const [what, status, run] of attempts) {
    const answered = await run().then(
      () => 200,
      (thrown: { readonly $metadata?: { readonly httpStatusCode?: number } }) =>
        thrown.$metadata?.httpStatusCode ?? String(thrown),
    );
    // KMS answers 400 where others answer 403.
    assert.equal(answered === 400 ? 403 : answered, status, what);
  }
  return attempts.map(([what, status]) => `${what} (${status})`).join(", ");
}

/** An evidence object from the middle of a snapshot. */
async function middleFile(stage: Stage, snapshot: string) {
  const { files } = await readManifest(stage, snapshot);
  const evidence = files.filter(
    ({ path }) => /\/(?!assessment)[\w.-]+\.json$/.test(path) && !path.startsWith("snapshots/"),
  );
  const middle = evidence[Math.floor(evidence.length / 2)];
  if (middle === undefined) throw new Error(`${snapshot} has no evidence.`);
  return middle;
}
