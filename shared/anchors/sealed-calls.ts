import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestPath, placeOf } from "../integrity/bundle-layout.ts";
import { decodeUtf8 } from "../integrity/bytes.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { type Manifest, type ManifestFile, parseManifest } from "../integrity/manifest.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import type { VerifiedSnapshot } from "../integrity/verify.ts";
import type { EvidenceReader } from "../store/store.ts";
import type { CallIndex, IndexedCall } from "./call-index.ts";

/** Evidence is split above 8 MiB at a call's end; one call may be longer, and is not read here. */
const MAX_EVIDENCE_BYTES = 64 * 1_048_576;
/** Files under way at a time: enough to keep a disk busy, few enough to hold. */
const FILES_AT_A_TIME = 8;

const evidenceSchema = z.looseObject({
  schema: z.literal("evidence/1"),
  account: z.string(),
  collectedBy: z.looseObject({ principal: z.string() }),
  calls: z.array(
    z.looseObject({
      service: z.string(),
      operation: z.string(),
      region: z.string(),
      startedAt: z.string(),
      completedAt: z.string(),
      requestId: z.string().nullable(),
    }),
  ),
});

/** Where evidence is read from, and what of it a verification found. */
export interface SealedBundle {
  readonly reader: EvidenceReader;
  readonly crypto: Pick<IntegrityCrypto, "sha256">;
  readonly snapshots: readonly VerifiedSnapshot[];
}

/**
 * The manifests of the chain, one at a time, those whose bytes are the ones that were verified. What
 * is not as it was sealed has its fault already and is passed over.
 */
export async function* sealedManifests(bundle: SealedBundle): AsyncGenerator<Manifest> {
  for (const { snapshot, manifestSha256 } of bundle.snapshots) {
    const path = manifestPath(snapshot);
    const bytes = await readOrPass(bundle.reader, path);
    if (bytes === undefined || (await bundle.crypto.sha256(bytes)) !== manifestSha256) continue;
    const manifest = parseOrPass(bytes, path);
    if (manifest !== undefined) yield manifest;
  }
}

/** Adds the calls of a snapshot's evidence: what lies there as it was sealed, and no more. */
export async function indexCalls(
  bundle: SealedBundle,
  manifest: Manifest,
  index: CallIndex,
): Promise<void> {
  // A recording's request ids are of the day on which it was recorded.
  if (manifest.replayOf !== null) return;
  const evidence = manifest.files.filter(({ path, size }) => {
    const place = placeOf(path);
    return place.kind === "criterion" && path.endsWith(".json") && size <= MAX_EVIDENCE_BYTES;
  });
  for (let start = 0; start < evidence.length; start += FILES_AT_A_TIME) {
    const some = evidence.slice(start, start + FILES_AT_A_TIME);
    // In the order of the manifest, whichever was read first: every copy of a call names the same file.
    for (const calls of await Promise.all(some.map((file) => readCalls(bundle, manifest, file)))) {
      for (const call of calls) index.add(call);
    }
  }
}

async function readCalls(
  { reader, crypto }: SealedBundle,
  { snapshot }: Manifest,
  { path, sha256, versionId }: ManifestFile,
): Promise<IndexedCall[]> {
  const bytes =
    (await readOrPass(reader, path, versionId ?? undefined)) ?? (await readOrPass(reader, path));
  if (bytes === undefined || (await crypto.sha256(bytes)) !== sha256) return [];
  const evidence = evidenceSchema.safeParse(parseJson(bytes)).data;
  if (evidence === undefined) return [];
  const { principal } = evidence.collectedBy;
  return evidence.calls.flatMap((call) => {
    const { requestId, service, operation, region } = call;
    const startedMs = Date.parse(call.startedAt);
    const completedMs = Date.parse(call.completedAt);
    if (requestId === null || Number.isNaN(startedMs) || Number.isNaN(completedMs)) return [];
    const where = { snapshot, path, service, operation, region, principal };
    return [{ ...where, requestId, startedMs, completedMs }];
  });
}

async function readOrPass(
  reader: EvidenceReader,
  path: string,
  versionId?: string,
): Promise<Uint8Array | undefined> {
  try {
    return await reader.read(path, versionId);
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}

function parseOrPass(bytes: Uint8Array, path: string): Manifest | undefined {
  try {
    return parseManifest(parseStrictJson(bytes, path), bytes, path);
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes) ?? "");
  } catch {
    return undefined;
  }
}
