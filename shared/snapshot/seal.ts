import { setTimeout as pauseFor } from "node:timers/promises";
import { EvidenceError } from "../errors/evidence-error.ts";
import { claimPath, draftPath, manifestPath } from "../integrity/bundle-layout.ts";
import { compareUtf8 } from "../integrity/bytes.ts";
import { CLAIM_SCHEMA, type Claim, encodeClaim } from "../integrity/chain.ts";
import { type EarlierChain, restartGap } from "../integrity/chain-restart.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import {
  buildManifest,
  encodeManifest,
  type IncompleteSource,
  type Manifest,
  type ManifestFile,
  type PlannedSource,
  parseManifest,
  SIGNATURE_ALGORITHM,
} from "../integrity/manifest.ts";
import { unaccountedSources } from "../integrity/planned-sources.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import type { Signer } from "../keys/signer.ts";
import type { Store } from "../store/store.ts";
import { readBefore, readChainHead, type SealedHead } from "./chain-head.ts";
import { nameRefused } from "./name-refused.ts";
import { assertAsSealed } from "./sealed-snapshot.ts";
import { signersOf, signManifest } from "./sign-manifest.ts";
import { admitSnapshotObjects, listSnapshotObjects } from "./snapshot-objects.ts";

/** How often a place in the chain is tried for: each failure is another run that won it. */
const MAX_ATTEMPTS = 20;
/** Time for another run to write its manifest after its claim, in milliseconds. */
const PAUSE_MS = 250;

/** What sealing a snapshot needs. */
export interface SealInput {
  store: Store;
  /** null while no key can sign: the manifest is kept, unsigned and pending. */
  signer: Signer | null;
  /** Keys before `signer`: the one that it takes over from signs too, and what names one is signed by it. */
  previousSigners?: readonly Signer[];
  crypto: IntegrityCrypto;
  /** 12 digits. */
  account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  partition: string;
  /** Such as `2026-11-22T06-00-00Z`. */
  snapshot: string;
  /** The same time in ISO 8601 UTC, as are all times here. */
  scheduledFor: string;
  startedAt: string;
  completedAt: string;
  /** First and last Date header in the evidence; null when nothing was asked. */
  awsDateMin: string | null;
  awsDateMax: string | null;
  /** An auditor's own random string. */
  nonce: string | null;
  /** What was replayed; null for live snapshots. */
  replayOf: string | null;
  nextExpectedBy: string | null;
  gaps: readonly string[];
  collector: { version: string; codeSha256: string; configSha256: string };
  expected: readonly PlannedSource[];
  incomplete: readonly IncompleteSource[];
  /** The chain whose key is lost, when this one begins in its place: its first manifest says so. */
  restartOf?: EarlierChain | null;
  /** Criterion folders, without slashes. */
  folders: readonly string[];
  /**
   * When the run began, ISO 8601 UTC, in a place that others may write to as well: what was there
   * before, or was not planned, is then named in the manifest instead of ending the run.
   */
  notBefore?: string | null;
  /** Whether the manifest is kept under `.staging/` before its claim, for another process to finish. */
  keepsDrafts?: boolean;
  /** 32 lowercase hexadecimal digits; asked for once, when the chain begins. */
  randomChainId(): string;
  /** Waits for another run; replaced in tests. */
  pause?(milliseconds: number): Promise<void>;
}

/** What it takes to come back to a snapshot that has its manifest. */
export type ResumeInput = Pick<
  SealInput,
  "store" | "signer" | "previousSigners" | "crypto" | "snapshot"
>;

/** A sealed snapshot. */
export interface Sealed {
  manifest: Manifest;
  /** SHA-256 of the stored manifest: with `manifest.sequence` the head to remember. */
  manifestSha256: string;
  /** False while no key has signed: `verify` says 3. */
  signed: boolean;
  /** True when the snapshot had been sealed before and nothing was written. */
  unchanged: boolean;
}

/**
 * Seals a snapshot whose evidence lies in the store: lists and hashes it, takes the next place in
 * the chain, writes the manifest and has it signed. The loser of a race rebuilds on the new head. A
 * snapshot that is sealed already is compared with its seal, and signed if it was pending; one whose
 * earlier run was killed after its claim is finished.
 *
 * @throws EvidenceError SEAL_BROKEN when a sealed file is not as it was sealed
 * @throws EvidenceError OBJECT_UNEXPECTED, PATH_UNSAFE for what has no place in the snapshot
 * @throws EvidenceError CHAIN_MIXED when the store's chain is of another account or kind
 * @throws EvidenceError CHAIN_ORDER when the snapshot is not later than the head
 * @throws EvidenceError CLAIM_UNFINISHED when an earlier run has to be finished first
 * @throws EvidenceError KEY_MISSING when the chain was signed by a key that does not sign now
 */
export async function seal(input: SealInput): Promise<Sealed> {
  const { store, snapshot } = input;
  const standing = await store.read(manifestPath(snapshot));
  if (standing !== undefined) return resume(input);
  const listed = await listObjects(input);
  return sealListed(listed.input, listed.files);
}

async function listObjects(
  input: SealInput,
): Promise<{ input: SealInput; files: readonly ManifestFile[] }> {
  const { store, crypto, notBefore = null } = input;
  if (notBefore === null) return { input, files: await listSnapshotObjects(store, input, crypto) };
  const { files, refused } = await admitSnapshotObjects(store, input, crypto, notBefore);
  return { input: { ...input, ...nameRefused(input, refused) }, files };
}

async function sealListed(input: SealInput, files: readonly ManifestFile[]): Promise<Sealed> {
  const { store, crypto, snapshot } = input;
  const pause = input.pause ?? pauseFor;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const { head, pending } = await readChainHead(store, crypto);
    if (head?.manifest.snapshot === snapshot) return resume(input);
    assertMayFollow(input, head);
    if (pending?.snapshot === snapshot) return finish(input, files, head, pending);
    if (pending !== undefined) {
      if (attempt === MAX_ATTEMPTS) throw unfinished(pending);
      await pause(PAUSE_MS);
      continue;
    }
    // Before the claim: a place taken by a key that may not sign could never be sealed.
    if (input.signer !== null) await signersOf(input, input.signer, head);
    const manifest = await build(input, files, head, {
      chain: head?.manifest.chain ?? input.randomChainId(),
      signer: input.signer?.spkiSha256 ?? null,
    });
    const sha256 = await crypto.sha256(encodeManifest(manifest));
    if (input.keepsDrafts) await store.put(draftPath(sha256), encodeManifest(manifest));
    const won = await claim(store, manifest, sha256);
    if (won) return write(input, manifest, head);
  }
  throw new EvidenceError(
    "CLAIM_UNFINISHED",
    `Other runs took ${MAX_ATTEMPTS} places in the chain of ${store.describe()} before this one. Run ${snapshot} again.`,
    { snapshot },
  );
}

/** What a manifest takes from its claim when an earlier run is finished. */
type Claimed = Pick<Claim, "chain" | "signer">;

async function build(
  input: SealInput,
  files: readonly ManifestFile[],
  head: SealedHead | undefined,
  { chain, signer }: Claimed,
): Promise<Manifest> {
  const before = head?.manifest;
  const expected = [...input.expected];
  const incomplete = [...input.incomplete];
  const { restartOf = null } = input;
  // A collector that died wrote nothing, not even that it failed.
  for (const source of unaccountedSources({ expected, incomplete, files: [...files] })) {
    incomplete.push({ ...source, reason: "Nothing was written for it." });
  }
  return buildManifest(
    {
      chain,
      account: input.account,
      partition: input.partition,
      sequence: (before?.sequence ?? 0) + 1,
      snapshot: input.snapshot,
      scheduledFor: input.scheduledFor,
      startedAt: input.startedAt,
      completedAt: input.completedAt,
      awsDateMin: input.awsDateMin,
      awsDateMax: input.awsDateMax,
      nonce: input.nonce,
      replayOf: input.replayOf,
      nextExpectedBy: input.nextExpectedBy,
      previous:
        head === undefined ? null : { sequence: head.manifest.sequence, sha256: head.sha256 },
      gaps: [
        ...input.gaps,
        ...(head === undefined && restartOf !== null ? [restartGap(restartOf)] : []),
      ],
      collector: input.collector,
      expected,
      files: [...files],
      incomplete,
      signer:
        signer === null
          ? null
          : { keyId: signer, spkiSha256: signer, algorithm: SIGNATURE_ALGORITHM },
    },
    input.crypto,
  );
}

/** Takes the manifest's place in the chain; false when another run has it. */
async function claim(store: Store, manifest: Manifest, manifestSha256: string): Promise<boolean> {
  const { chain, sequence, snapshot } = manifest;
  const signer = manifest.signer?.spkiSha256 ?? null;
  const bytes = encodeClaim({
    schema: CLAIM_SCHEMA,
    ...{ chain, sequence, snapshot, manifestSha256, signer },
  });
  try {
    await store.put(claimPath(sequence), bytes);
    return true;
  } catch (error) {
    if (error instanceof EvidenceError && error.code === "STORE_CONFLICT") return false;
    throw error;
  }
}

async function write(
  input: Omit<ResumeInput, "snapshot">,
  manifest: Manifest,
  head: SealedHead | undefined,
): Promise<Sealed> {
  const bytes = encodeManifest(manifest);
  await input.store.put(manifestPath(manifest.snapshot), bytes);
  const sealed = { manifest, bytes, sha256: await input.crypto.sha256(bytes) };
  const signing = await signManifest(input, sealed, head);
  const signed = signing !== "pending";
  return { manifest, manifestSha256: sealed.sha256, signed, unchanged: false };
}

/** Writes the manifest of a claim that an earlier run of this snapshot left behind. */
async function finish(
  input: SealInput,
  files: readonly ManifestFile[],
  head: SealedHead | undefined,
  pending: Claim,
): Promise<Sealed> {
  const draft = await readDraft(input, pending);
  if (draft !== undefined) return write(input, draft, head);
  // The nonce is in the manifest alone: the earlier run had the one that is given now, or none.
  for (const nonce of new Set([input.nonce, null])) {
    const manifest = await build({ ...input, nonce }, files, head, pending);
    const sha256 = await input.crypto.sha256(encodeManifest(manifest));
    if (sha256 === pending.manifestSha256) return write(input, manifest, head);
  }
  throw unlikeItsClaim(pending, input.nonce);
}

async function readDraft(
  { store, crypto, keepsDrafts }: Pick<SealInput, "store" | "crypto" | "keepsDrafts">,
  { manifestSha256 }: Claim,
): Promise<Manifest | undefined> {
  const path = draftPath(manifestSha256);
  const bytes = keepsDrafts === true ? await store.read(path) : undefined;
  if (bytes === undefined || (await crypto.sha256(bytes)) !== manifestSha256) return undefined;
  return parseManifest(parseStrictJson(bytes, path), bytes, path);
}

/**
 * Finishes the snapshot that has its claim and no manifest, where the process that claimed it left
 * the manifest as a draft.
 *
 * @returns undefined when nothing waits to be finished, or no draft of it stands
 * @throws EvidenceError SEAL_BROKEN as `seal` does
 */
export async function finishClaimed(
  input: Omit<ResumeInput, "snapshot">,
): Promise<Sealed | undefined> {
  const { head, pending } = await readChainHead(input.store, input.crypto);
  if (pending === undefined) return undefined;
  const draft = await readDraft({ ...input, keepsDrafts: true }, pending);
  return draft === undefined ? undefined : write(input, draft, head);
}

/**
 * Compares a sealed snapshot with its seal, and signs it where that was left undone.
 *
 * @throws EvidenceError SEAL_BROKEN, OBJECT_UNEXPECTED, PATH_UNSAFE as `seal` does
 */
export async function resume(input: ResumeInput): Promise<Sealed> {
  const { store, crypto, snapshot } = input;
  const sealed = await assertAsSealed({ store, crypto, snapshot });
  const { manifest, sha256 } = sealed;
  const head = await readBefore(store, manifest, crypto);
  const signing = await signManifest(input, sealed, head);
  const signed = signing !== "pending";
  return { manifest, manifestSha256: sha256, signed, unchanged: signing !== "signed" };
}

/**
 * Refuses a snapshot that does not belong after the newest one of a chain.
 *
 * @throws EvidenceError CHAIN_MIXED for another account, or a replay among live snapshots
 * @throws EvidenceError CHAIN_ORDER for a snapshot that is not later
 */
export function assertMayFollow(
  input: Pick<SealInput, "store" | "account" | "partition" | "replayOf" | "snapshot">,
  head: SealedHead | undefined,
): void {
  if (head === undefined) return;
  const { account, partition, replayOf, snapshot } = head.manifest;
  const where = input.store.describe();
  const strange =
    account !== input.account || partition !== input.partition
      ? `of account ${account} (${partition})`
      : (replayOf === null) !== (input.replayOf === null)
        ? `of ${replayOf === null ? "live snapshots" : "a sample or replay"}`
        : undefined;
  if (strange !== undefined) {
    throw new EvidenceError(
      "CHAIN_MIXED",
      `${where} holds the chain ${strange}; this snapshot does not belong to it. Choose another folder with --out.`,
      { account, snapshot },
    );
  }
  if (compareUtf8(input.snapshot, snapshot) > 0) return;
  throw new EvidenceError(
    "CHAIN_ORDER",
    `${where} is sealed up to ${snapshot}; ${input.snapshot} is not later and cannot be added. Choose another folder with --out.`,
    { snapshot },
  );
}

function unlikeItsClaim({ snapshot, sequence }: Claim, nonce: string | null): EvidenceError {
  const tried = nonce === null ? "without one" : `with ${JSON.stringify(nonce)} and without one`;
  return new EvidenceError(
    "CLAIM_UNFINISHED",
    `An earlier run of ${snapshot} took place ${sequence} in the chain and was interrupted before it wrote its manifest; what it left does not give that manifest again. If that run was given a --nonce, run the snapshot again with the same --nonce (it was tried ${tried}); otherwise with the release, configuration and evidence of that run.`,
    { snapshot, sequence },
  );
}

function unfinished({ snapshot, sequence }: Claim): EvidenceError {
  return new EvidenceError(
    "CLAIM_UNFINISHED",
    `An earlier run of ${snapshot} took place ${sequence} in the chain and was interrupted before it wrote its manifest. Run the snapshot ${snapshot} again, with the same configuration, release and evidence, to finish it.`,
    { snapshot, sequence },
  );
}
