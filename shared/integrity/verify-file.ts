import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestEnvelopePath, manifestPath, placeOf, publicKeyPath } from "./bundle-layout.ts";
import { decodeUtf8 } from "./bytes.ts";
import { envelopeSchema } from "./dsse.ts";
import { exitCodeOf, type Fault, FaultLog, type VerifyExitCode, type Warning } from "./faults.ts";
import { bundledKeys } from "./find-trusted-keys.ts";
import {
  holds,
  INCLUSION_PROOF_SCHEMA,
  type InclusionProof,
  proveFile,
} from "./inclusion-proof.ts";
import { reportHistory } from "./inventory.ts";
import { LockLog, type LockState } from "./lock-state.ts";
import type { Manifest } from "./manifest.ts";
import { unsafePathReason } from "./safe-path.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";
import { keyRingOf, type VerifyInput } from "./verify.ts";
import { linksOf } from "./verify-chain.ts";
import { type BundleReader, makeContext, type VerifyContext } from "./verify-context.ts";
import { verifyFiles } from "./verify-files.ts";
import { type CheckedSeal, verifySeal } from "./verify-seal.ts";
import { type SnapshotRecord, verifyMerkleRoot } from "./verify-snapshot.ts";
import { verifyTrust } from "./verify-trust.ts";

/** What the verification of one file comes to. */
export interface FileReport {
  schema: "file-report/1";
  /** 0 proven, 1 tampered, 3 cannot be verified. */
  exitCode: VerifyExitCode;
  faults: readonly Fault[];
  warnings: readonly Warning[];
  /** The ids of the keys whose signatures match, and whether a trusted key stands behind them. */
  signedBy: readonly string[];
  trusted: boolean;
  /** How the bucket locks the file and its seal; null for a folder or a ZIP. */
  lock: LockState | null;
  /** Null where there is nothing to make one of. */
  proof: InclusionProof | null;
}

/** What the verification of one file is given. */
export interface VerifyFileInput
  extends Pick<VerifyInput, "crypto" | "trustedKeys" | "trustedFingerprints" | "asOf"> {
  reader: BundleReader;
  /** As the manifest lists it. */
  path: string;
}

/**
 * Verifies one file by an inclusion proof: that its bytes are those that a signed manifest lists. Of
 * evidence it reads this file alone; of the seal that of its snapshot, and those of others only where
 * trust in the key hangs on them. It says nothing of the rest of the bundle.
 *
 * @throws EvidenceError USAGE for a path that no manifest can list
 * @throws EvidenceError STORE_UNREADABLE when the place cannot be listed
 */
export async function verifyFile(input: VerifyFileInput): Promise<FileReport> {
  const { path, reader, crypto } = input;
  assertProvable(path);
  const log = new FaultLog();
  const locks = new LockLog(input.asOf);
  const keys = await keyRingOf(input);
  keys.searchIn(() => keysAnywhere(reader));
  const context = makeContext(reader, crypto, keys, log, locks);
  const found = await findSeal(context, path);
  const proof = found === undefined ? null : await verifyEntry(context, path, found);
  const trusted = found !== undefined && (await isTrusted(context, found));
  return {
    schema: "file-report/1",
    exitCode: exitCodeOf(log.faults),
    faults: log.faults,
    warnings: log.warnings,
    signedBy: found?.seal.envelope?.validKeyIds ?? [],
    trusted,
    lock: locks.conclude(null, log),
    proof,
  };
}

function assertProvable(path: string): void {
  const reason = unsafePathReason(path);
  const { kind } = placeOf(path);
  const isListed = ["criterion", "external", "summary", "manual", "share"].includes(kind);
  if (reason === undefined && isListed) return;
  const why = reason ?? "no manifest lists such a file";
  throw new EvidenceError(
    "USAGE",
    `--file ${JSON.stringify(path)} cannot be proven: ${why}. Name evidence as the manifest does, such as CC6.1-access-controls/2026-11-22T06-00-00Z/iam.account-summary.json.`,
  );
}

/** The seal of the snapshot that has the file. */
interface FoundSeal {
  readonly snapshot: string;
  readonly seal: CheckedSeal;
  readonly manifest: Manifest;
}

/** That of the file's own snapshot; of the newest one that pins it where it belongs to none. */
async function findSeal(context: VerifyContext, path: string): Promise<FoundSeal | undefined> {
  const place = placeOf(path);
  const candidates = "snapshot" in place ? [place.snapshot] : await sealedSnapshots(context.reader);
  let last: FoundSeal | undefined;
  for (const snapshot of candidates.toReversed()) {
    const seal = await verifySeal(context, snapshot);
    if (seal?.manifest === undefined) {
      reportNoManifest(context, snapshot);
      return undefined;
    }
    last = { snapshot, seal, manifest: seal.manifest };
    if (last.manifest.files.some((file) => file.path === path)) return last;
  }
  if (last === undefined) reportNoManifest(context, null);
  return last;
}

function reportNoManifest({ log }: VerifyContext, snapshot: string | null): void {
  if (log.faults.length > 0) return;
  const path = snapshot === null ? null : manifestPath(snapshot);
  const message = `${path ?? "A manifest"} is not there, so nothing says what was sealed.`;
  log.fault("NO_MANIFEST", path, message);
}

/** Those with a manifest, in the order of time. */
const sealedSnapshots = (reader: BundleReader): Promise<string[]> =>
  snapshotsWith(reader, "manifest.json");

async function* keysAnywhere(reader: BundleReader): AsyncGenerator<Uint8Array> {
  yield* bundledKeys(reader, await snapshotsWith(reader, "public-key.pem"));
}

/** Snapshots that have this file of the seal, in the order of time. */
async function snapshotsWith(reader: BundleReader, name: string): Promise<string[]> {
  const snapshots: string[] = [];
  for await (const { path } of reader.list("snapshots/", "names")) {
    const place = placeOf(path);
    if (place.kind === "seal" && place.name === name) snapshots.push(place.snapshot);
  }
  return snapshots;
}

async function verifyEntry(
  context: VerifyContext,
  path: string,
  { snapshot, seal, manifest }: FoundSeal,
): Promise<InclusionProof | null> {
  const { reader, log, crypto } = context;
  const present = new Set<string>();
  for await (const object of reader.list(path, "names")) {
    if (object.path !== path) continue;
    present.add(path);
    reportHistory(object, log);
  }
  const entry = manifest.files.find((file) => file.path === path);
  if (entry === undefined) {
    const code = present.has(path) ? "UNLISTED_FILE" : "FILE_MISSING";
    const message = `${manifestPath(snapshot)} does not list ${path}${present.has(path) ? ", which stands there" : ", and it is not there"}.`;
    log.fault(code, path, message, manifest.sequence);
    return null;
  }
  const faults = { missing: "FILE_MISSING", changed: "FILE_CHANGED" } as const;
  await verifyFiles(context, [entry], present, { ...faults, sequence: manifest.sequence });
  await verifyMerkleRoot(context, manifest);
  const tree = await proveFile(manifest, path, crypto);
  if (seal.envelope === undefined || !(await holds(tree, crypto))) return null;
  const texts = await sealTexts(quietly(context), snapshot);
  if (texts === undefined) return null;
  return {
    schema: INCLUSION_PROOF_SCHEMA,
    snapshot,
    sequence: manifest.sequence,
    ...tree,
    manifestSha256: seal.sha256,
    ...texts,
  };
}

/** The stored texts of a seal that was verified; undefined where a part is missing. */
async function sealTexts(
  { read }: VerifyContext,
  snapshot: string,
): Promise<Pick<InclusionProof, "manifest" | "envelope" | "publicKey"> | undefined> {
  const manifest = textOf(await read(manifestPath(snapshot), MAX_SEAL_BYTES.manifest));
  const publicKey = textOf(await read(publicKeyPath(snapshot), MAX_SEAL_BYTES.publicKey));
  const envelope = textOf(await read(manifestEnvelopePath(snapshot), MAX_SEAL_BYTES.envelope));
  if (manifest === undefined || publicKey === undefined || envelope === undefined) return undefined;
  return { manifest, envelope: envelopeSchema.parse(JSON.parse(envelope)), publicKey };
}

/** For what was judged already, or is for the verification of the whole to judge. */
function quietly({ reader, crypto, keys }: VerifyContext): VerifyContext {
  return makeContext(reader, crypto, keys, new FaultLog(), new LockLog(""));
}

function textOf(bytes: Uint8Array | string): string | undefined {
  return typeof bytes === "string" ? undefined : decodeUtf8(bytes);
}

/** Whether a trusted key stands behind the seal, if need be by way of the chain. */
async function isTrusted(context: VerifyContext, { snapshot, seal }: FoundSeal): Promise<boolean> {
  const { keys, log, reader } = context;
  const found = recordOf(snapshot, seal);
  if (seal.envelope?.trusted === true || !keys.hasTrusted) {
    return verifyTrust([found], [], keys, log).has(found);
  }
  const quiet = quietly(context);
  const records: SnapshotRecord[] = [];
  for (const other of await sealedSnapshots(reader)) {
    const checked = await verifySeal(quiet, other);
    if (checked !== undefined) records.push(recordOf(other, checked));
  }
  // Seen again where an earlier manifest may have introduced its key by now.
  const own = records.find((record) => record.snapshot === snapshot) ?? found;
  return verifyTrust([own], linksOf(records), keys, log).has(own);
}

function recordOf(snapshot: string, seal: CheckedSeal): SnapshotRecord {
  const { manifest: _, ...rest } = seal;
  return { snapshot, path: manifestPath(snapshot), seal: rest, facts: undefined, lock: null };
}
