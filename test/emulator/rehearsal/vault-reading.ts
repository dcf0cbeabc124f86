import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import type { EvidenceObject } from "../../../shared/evidence/evidence-object.ts";
import type { Manifest } from "../../../shared/integrity/manifest.ts";
import type { VerifyReport } from "../../../shared/integrity/verify.ts";
import type { EmulatorCredentials } from "../company-clients.ts";
import { type CliRun, runCli } from "../run-cli.ts";
import { environmentFor, type Stage } from "./stage.ts";

/** One version, or delete marker, of one object. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  /** In bytes. */
  readonly size: number;
}

/** S3 as somebody, in the stack's region. */
export function s3As({ gateway, region }: Stage, credentials: EmulatorCredentials): S3Client {
  return new S3Client({ endpoint: gateway.endpoint, forcePathStyle: true, region, credentials });
}

/** Everything that stands in a bucket, hidden or not. */
export async function versionsIn(
  stage: Stage,
  Bucket = stage.deployment.vaultBucket,
): Promise<ObjectVersion[]> {
  const s3 = s3As(stage, stage.administrator);
  const found: ObjectVersion[] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined =
    {};
  while (next !== undefined) {
    const page: Awaited<ReturnType<typeof list>> = await list(next);
    for (const { Key = "", VersionId = "", Size = 0 } of page.Versions ?? []) {
      found.push({ key: Key, versionId: VersionId, isDeleteMarker: false, size: Size });
    }
    for (const { Key = "", VersionId = "" } of page.DeleteMarkers ?? []) {
      found.push({ key: Key, versionId: VersionId, isDeleteMarker: true, size: 0 });
    }
    next =
      page.IsTruncated === true
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
  }
  return found;

  function list(marker: NonNullable<typeof next>) {
    return s3.send(new ListObjectVersionsCommand({ Bucket, ...marker }));
  }
}

/** An object of the vault, as the auditor reads it. */
export async function readObject(stage: Stage, Key: string): Promise<Uint8Array> {
  const { Body } = await s3As(stage, stage.auditor).send(
    new GetObjectCommand({ Bucket: stage.deployment.vaultBucket, Key }),
  );
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

export async function readManifest(stage: Stage, snapshot: string): Promise<Manifest> {
  const bytes = await readObject(stage, `snapshots/${snapshot}/manifest.json`);
  return JSON.parse(Buffer.from(bytes).toString());
}

/** The evidence objects that a manifest names. */
export async function evidenceOf(stage: Stage, { files }: Manifest): Promise<EvidenceObject[]> {
  const evidence: EvidenceObject[] = [];
  for (const { path } of files) {
    if (!/^(?!snapshots\/).*\.json$/.test(path)) continue;
    const parsed = JSON.parse(Buffer.from(await readObject(stage, path)).toString());
    if (parsed.schema === "evidence/1") evidence.push(parsed);
  }
  return evidence;
}

/**
 * A verification as the auditor runs it, with the public key that the company gave.
 *
 * @param options such as `--rederive`
 */
export async function verify(
  stage: Stage,
  bucket = stage.deployment.vaultBucket,
  as = stage.auditor,
  options: readonly string[] = [],
): Promise<CliRun & { readonly report: VerifyReport }> {
  const run = await runCli(
    ["verify", `s3://${bucket}`, "--key", stage.deployment.publicKeyFile, "--json", ...options],
    environmentFor(stage, as),
  );
  if (run.stdout === "") throw new Error(`verify ended with ${run.exitCode}: ${run.stderr}`);
  return { ...run, report: JSON.parse(run.stdout) };
}

/** What a verification comes to, in a line. */
export function verdict({ exitCode, report }: Awaited<ReturnType<typeof verify>>): string {
  const { snapshots, faults } = report;
  const days = `${snapshots.length} ${snapshots.length === 1 ? "snapshot" : "snapshots"}`;
  const said = faults.length === 0 ? "no fault" : `${faults.length} faults`;
  return `verify s3://…: exit ${exitCode}, ${days}, ${said}`;
}
