import { EvidenceError } from "../errors/evidence-error.ts";
import type { EvidenceReader } from "../store/store.ts";
import { manifestPath } from "./bundle-layout.ts";
import type { IntegrityCrypto } from "./crypto.ts";
import {
  exitCodeOf,
  FAULTS,
  type Fault,
  FaultLog,
  type VerifyExitCode,
  type Warning,
} from "./faults.ts";
import { bundledKeys, findTrustedKeys } from "./find-trusted-keys.ts";
import { type Inventory, takeInventory } from "./inventory.ts";
import { KeyRing } from "./key-ring.ts";
import { LockLog, type LockState } from "./lock-state.ts";
import type { IncompleteSource, ManifestLink } from "./manifest.ts";
import { type Link, linksOf, readClaims, verifyChain } from "./verify-chain.ts";
import { makeContext, type VerifyContext } from "./verify-context.ts";
import { verifyDrafts } from "./verify-drafts.ts";
import { verifyPinned, verifySchedule, verifyUnsealed } from "./verify-schedule.ts";
import { type PinnedFiles, type SnapshotRecord, verifySnapshot } from "./verify-snapshot.ts";
import { verifyKeyChanges, verifyTrust } from "./verify-trust.ts";

/** What `schema` says in the reports of this release. */
export const VERIFY_REPORT_SCHEMA = "verify-report/1";

/** What a verification is given. Nothing else enters: no clock, no environment, no network. */
export interface VerifyInput {
  reader: EvidenceReader;
  crypto: IntegrityCrypto;
  /** DER SubjectPublicKeyInfo of each key that is trusted, from outside the bundle. */
  trustedKeys: readonly { spki: Uint8Array }[];
  /**
   * Fingerprints of keys that are trusted, from outside the bundle: SHA-256 of the SubjectPublicKeyInfo,
   * lowercase hex. The key itself is then taken from a `public-key.pem` of the bundle.
   */
  trustedFingerprints?: readonly string[];
  /** A link that the caller saw before: the bundle must still hold it. */
  knownHead?: ManifestLink;
  /** The time, ISO 8601 UTC, against which staleness is judged. */
  asOf: string;
  /** Told of each snapshot before it is verified, and of each of its files after it was. */
  onProgress?: (progress: VerifyProgress) => void;
}

/** How far a verification has come. */
export interface VerifyProgress {
  snapshot: string;
  /** Snapshots that are behind it, of all. */
  done: number;
  all: number;
  /** Its files that have been compared, of those that it seals; then its reports, if it has any. */
  filesDone: number;
  files: number;
}

/** One snapshot of the chain, as far as it could be read. */
export interface VerifiedSnapshot {
  sequence: number;
  snapshot: string;
  account: string;
  manifestSha256: string;
  /** True when no planned source is incomplete; false too when the manifest could not be read. */
  complete: boolean;
  /** How many files it seals, and their bytes; 0 when the manifest could not be read. */
  fileCount: number;
  byteCount: number;
  /** How many of these files were there to be compared with their SHA-256. */
  comparedCount: number;
  /** How many of those are as they were sealed. */
  unchangedCount: number;
  /** Whether anything stands in its folder of reports; false when the manifest could not be read. */
  hasReports: boolean;
  incomplete: readonly IncompleteSource[];
  gaps: readonly string[];
  nonce: string | null;
  replayOf: string | null;
  /** When the next snapshot was due, ISO 8601 UTC; null without a schedule. */
  nextExpectedBy: string | null;
  /** The ids of the keys whose signatures match. */
  signedBy: readonly string[];
  /** How the bucket locks what the snapshot seals; null for a folder or a ZIP. */
  lock: LockState | null;
}

/** What a verification comes to. */
export interface VerifyReport {
  schema: typeof VERIFY_REPORT_SCHEMA;
  /** 0 verified and complete, 1 tampered, 2 incomplete or stale, 3 cannot be verified. */
  exitCode: VerifyExitCode;
  /** True when nothing contradicts the seal, whoever made it. */
  consistent: boolean;
  faults: readonly Fault[];
  warnings: readonly Warning[];
  /** In the order of the chain. */
  snapshots: readonly VerifiedSnapshot[];
  head: (ManifestLink & { snapshot: string }) | null;
  /** The key that sealed the head. */
  signer: {
    keyId: string;
    algorithm: string;
    trusted: boolean;
    /** From outside the bundle, or by a manifest that a trusted key signed too. */
    trust: "given" | "introduced" | "none";
  } | null;
  /** How a bucket locks what was sealed, the same version counted once; null for a folder or a ZIP. */
  lock: LockState | null;
}

/**
 * Verifies a bundle of evidence, whatever it lies in: names, then each snapshot by itself, then the
 * chain that they form, then what is missing. Every check is described in
 * `docs/formats/manifest.md`.
 *
 * Never throws for what is in the bundle: that becomes faults.
 *
 * @throws EvidenceError USAGE when `asOf` is no time
 * @throws EvidenceError STORE_UNREADABLE when the place cannot be listed
 */
export async function verifyBundle(input: VerifyInput): Promise<VerifyReport> {
  if (Number.isNaN(Date.parse(input.asOf))) {
    throw new EvidenceError("USAGE", `"${input.asOf}" is no ISO 8601 time to judge staleness by.`);
  }
  const log = new FaultLog();
  const keys = await keyRingOf(input);
  const locks = new LockLog(input.asOf);
  const context = makeContext(input.reader, input.crypto, keys, log, locks);

  const inventory = await takeInventory(input.reader, log);
  if (inventory === undefined) return reportOf([], keys, log, null);
  await findTrustedKeys(input.reader, inventory, keys);
  keys.searchIn(() =>
    bundledKeys(
      input.reader,
      inventory.snapshots.map(({ snapshot }) => snapshot),
    ),
  );
  const claims = await readClaims(context, inventory.claimed);
  locks.conclude(null, log);
  const { records, pinned } = await verifySnapshots(context, inventory, input.onProgress);
  const links = linksOf(records);

  if (records.length === 0) reportNoManifest(inventory, log);
  else verifyTrust(records, links, keys, log);
  verifyKeyChanges(links, log);
  const unplaced = unplacedSnapshots(inventory, links);
  verifyChain(links, claims, unplaced, log);
  verifyKnownHead(links, input.knownHead, log);
  const unsealed = await verifyUnsealed(context, inventory, links, claims.readable, unplaced);
  if (records.every(({ facts }) => facts !== undefined)) verifyPinned(pinned, unsealed, log);
  await verifyDrafts(context, inventory.drafts, links);
  verifySchedule(links, input.asOf, log);
  return reportOf(links, keys, log, locks.concludeWhole(log));
}

/** The keys that are trusted from outside, and none else. */
export async function keyRingOf({
  crypto,
  trustedKeys,
  trustedFingerprints = [],
}: Pick<VerifyInput, "crypto" | "trustedKeys" | "trustedFingerprints">): Promise<KeyRing> {
  const keys = new KeyRing(crypto, trustedFingerprints);
  for (const { spki } of trustedKeys) await keys.trust(spki);
  return keys;
}

async function verifySnapshots(
  context: VerifyContext,
  inventory: Inventory,
  onProgress: VerifyInput["onProgress"],
): Promise<{ records: SnapshotRecord[]; pinned: PinnedFiles }> {
  const pinned = { present: inventory.pinned, hashed: new Map(), listed: new Set<string>() };
  const records: SnapshotRecord[] = [];
  const sealed = inventory.snapshots.filter(({ hasManifest }) => hasManifest);
  for (const [done, snapshot] of sealed.entries()) {
    const tell = (filesDone: number, files: number): void =>
      onProgress?.({ snapshot: snapshot.snapshot, done, all: sealed.length, filesDone, files });
    tell(0, 0);
    context.onFiles = tell;
    const record = await verifySnapshot(context, snapshot, pinned);
    if (record !== undefined) records.push(record);
  }
  return { records, pinned };
}

/** Snapshots with a manifest that could not be placed: nobody can say that they are missing. */
function unplacedSnapshots({ snapshots }: Inventory, links: readonly Link[]): Set<string> {
  const placed = new Set(links.map(({ record }) => record.snapshot));
  const sealed = snapshots.filter(({ hasManifest }) => hasManifest);
  return new Set(sealed.map(({ snapshot }) => snapshot)).difference(placed);
}

function reportNoManifest({ snapshots }: Inventory, log: FaultLog): void {
  if (snapshots.some(({ hasManifest }) => hasManifest)) return;
  const message =
    "There is no manifest here, so there is nothing to verify. Is this the folder? The evidence folder is the one that holds snapshots/ and chain/.";
  log.fault("NO_MANIFEST", null, message);
}

function verifyKnownHead(
  links: readonly Link[],
  knownHead: ManifestLink | undefined,
  log: FaultLog,
): void {
  if (knownHead === undefined) return;
  const { sequence, sha256 } = knownHead;
  const link = links.find(({ place }) => place.sequence === sequence);
  if (link?.record.seal.sha256 === sha256) return;
  const instead =
    link === undefined ? "does not go that far" : `holds ${link.record.seal.sha256} there`;
  const path = link === undefined ? null : manifestPath(link.record.snapshot);
  const message = `The known head is sequence ${sequence} with SHA-256 ${sha256}; this chain ${instead}.`;
  log.fault("KNOWN_HEAD_MISSING", path, message, sequence);
}

function reportOf(
  links: readonly Link[],
  keys: KeyRing,
  log: FaultLog,
  lock: LockState | null,
): VerifyReport {
  const head = links.at(-1);
  const signer = head?.record.facts?.signer ?? null;
  return {
    schema: VERIFY_REPORT_SCHEMA,
    exitCode: exitCodeOf(log.faults),
    consistent: log.faults.every(({ code }) => FAULTS[code].exitCode !== 1),
    faults: log.faults,
    warnings: log.warnings,
    snapshots: links.map(describeLink),
    head:
      head === undefined
        ? null
        : {
            sequence: head.place.sequence,
            sha256: head.record.seal.sha256,
            snapshot: head.record.snapshot,
          },
    signer:
      signer === null
        ? null
        : {
            keyId: signer.spkiSha256,
            algorithm: signer.algorithm,
            trusted: keys.isTrusted(signer.spkiSha256),
            trust: keys.trustIn(signer.spkiSha256),
          },
    lock,
  };
}

function describeLink({ record, place }: Link): VerifiedSnapshot {
  const { facts, seal, snapshot, lock } = record;
  return {
    sequence: place.sequence,
    snapshot,
    account: place.account,
    manifestSha256: seal.sha256,
    complete: facts?.incomplete.length === 0,
    fileCount: facts?.fileCount ?? 0,
    byteCount: facts?.byteCount ?? 0,
    comparedCount: facts?.comparedCount ?? 0,
    unchangedCount: facts?.unchangedCount ?? 0,
    hasReports: facts?.hasReports ?? false,
    incomplete: facts?.incomplete ?? [],
    gaps: facts?.gaps ?? [],
    nonce: facts?.nonce ?? null,
    replayOf: facts?.replayOf ?? null,
    nextExpectedBy: facts?.nextExpectedBy ?? null,
    signedBy: seal.envelope?.validKeyIds ?? [],
    lock,
  };
}
