import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { bucketPlaceOf, openBucket } from "../shared/store/s3-store.ts";
import type { EvidenceReader } from "../shared/store/store.ts";
import { fileSource } from "../shared/store/zip-file.ts";
import { ZipStore } from "../shared/store/zip-store.ts";
import { configuredRegion } from "./configured-region.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Where evidence is read from: a folder, which need not be there, a ZIP, or a bucket named `s3://bucket` or
 * `s3://bucket/prefix`, which is reached with the SDK's ordinary credential chain.
 *
 * @throws EvidenceError USAGE for an empty path, and for `s3:` without a bucket
 */
export async function openPlace(
  terminal: Terminal,
  place: string,
): Promise<EvidenceReader & { describe(): string }> {
  if (place === "") {
    const what = "The path is empty. Name the evidence folder, a ZIP of one, or s3://bucket.";
    throw new EvidenceError("USAGE", what);
  }
  const bucket = bucketPlaceOf(place);
  if (bucket !== undefined) {
    return openBucket(bucket, {
      region: await configuredRegion(terminal.env),
      endpoint: terminal.env.AWS_ENDPOINT_URL ?? null,
    });
  }
  if (/^s3:/i.test(place)) {
    throw new EvidenceError(
      "USAGE",
      `${place} names no bucket. Give it as s3://bucket or s3://bucket/prefix.`,
    );
  }
  const path = resolve(terminal.cwd, place);
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? new ZipStore(fileSource(path), place) : new FolderStore(path);
}
