import { manifestPath, placeOf, reportsFolder } from "./bundle-layout.ts";
import { readRestartGap } from "./chain-restart.ts";
import type { FaultLog } from "./faults.ts";
import type { SnapshotInventory } from "./inventory.ts";
import type { LockState } from "./lock-state.ts";
import { filesRoot, type Manifest } from "./manifest.ts";
import { unaccountedSources } from "./planned-sources.ts";
import type { HashOutcome, VerifyContext } from "./verify-context.ts";
import { type Comparison, verifyFiles } from "./verify-files.ts";
import { verifyReports } from "./verify-reports.ts";
import { type CheckedSeal, verifySeal } from "./verify-seal.ts";

/** Clocks of AWS and of the collector may differ by minutes (Signature Version 4 allows five). */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** A run that takes longer than a day would meet the next one. */
const LONGEST_RUN_MS = 24 * 3_600_000;

/** Documents in `manual/` folders and records of shares, which many manifests list: read once, hashed once. */
export interface PinnedFiles {
  /** Paths of what stands in the bundle. */
  present: ReadonlySet<string>;
  /** Those that were read, by path and version. */
  hashed: Map<string, HashOutcome>;
  /** Paths that at least one manifest lists. */
  listed: Set<string>;
}

/** What is kept of a snapshot once its files have been checked: never its list of files. */
export interface SnapshotRecord {
  snapshot: string;
  path: string;
  seal: Omit<CheckedSeal, "manifest">;
  /** The manifest without its lists; undefined when it was not readable. */
  facts: ManifestFacts | undefined;
  /** How its versions are locked; null where the store has no locks. */
  lock: LockState | null;
}

/** The part of a manifest that the chain and the report need. */
export type ManifestFacts = Pick<
  Manifest,
  | "account"
  | "partition"
  | "replayOf"
  | "nextExpectedBy"
  | "signer"
  | "nonce"
  | "collector"
  | "gaps"
  | "incomplete"
> &
  Comparison & {
    /** How many files it lists, and how many bytes these had. */
    fileCount: number;
    byteCount: number;
    /** Whether anything stands in its folder of reports, which no manifest lists. */
    hasReports: boolean;
  };

/**
 * Verifies one snapshot by itself: its seal, its files, nothing missing, nothing added, its reports.
 *
 * @returns undefined when its manifest could not be read at all
 */
export async function verifySnapshot(
  context: VerifyContext,
  inventory: SnapshotInventory,
  pinned: PinnedFiles,
): Promise<SnapshotRecord | undefined> {
  const { snapshot } = inventory;
  const record = await verifyOwn(context, inventory, pinned);
  const lock = context.locks.conclude(snapshot, context.log);
  return record === undefined ? undefined : { ...record, lock };
}

async function verifyOwn(
  context: VerifyContext,
  inventory: SnapshotInventory,
  pinned: PinnedFiles,
): Promise<SnapshotRecord | undefined> {
  const { snapshot } = inventory;
  const checked = await verifySeal(context, snapshot);
  if (checked === undefined) return undefined;
  const { manifest, ...seal } = checked;
  const record: SnapshotRecord = {
    snapshot,
    path: manifestPath(snapshot),
    seal,
    facts: undefined,
    lock: null,
  };
  if (manifest === undefined) return record;
  const present = await listSnapshot(context, inventory);
  const comparison = await verifyListedFiles(context, manifest, present, pinned);
  const reports = filterReports(present, snapshot);
  record.facts = factsOf(manifest, comparison, reports.size > 0);
  await verifyMerkleRoot(context, manifest);
  reportUnlisted(manifest, present, context.log);
  accountForSources(manifest, context.log);
  await verifyReports(context, manifest, checked, reports);
  reportIncomplete(manifest, context.log);
  compareClocks(manifest, context.log);
  return record;
}

/** Paths of everything that stands in the snapshot's own folders. */
async function listSnapshot(
  { reader }: VerifyContext,
  { folders }: SnapshotInventory,
): Promise<Set<string>> {
  const present = new Set<string>();
  for (const folder of folders) {
    for await (const { path } of reader.list(folder, "names")) present.add(path);
  }
  return present;
}

async function verifyListedFiles(
  context: VerifyContext,
  manifest: Manifest,
  own: ReadonlySet<string>,
  pinned: PinnedFiles,
): Promise<Comparison> {
  const listed = manifest.files
    .map(({ path }) => path)
    .filter((path) => ["manual", "share"].includes(placeOf(path).kind));
  for (const path of listed) pinned.listed.add(path);
  const present = new Set([...own, ...pinned.present]);
  return verifyFiles(
    context,
    manifest.files,
    present,
    { missing: "FILE_MISSING", changed: "FILE_CHANGED", sequence: manifest.sequence },
    new Set(listed),
    pinned.hashed,
  );
}

/** Compares the root that the manifest states with that of its files. */
export async function verifyMerkleRoot(
  { crypto, log }: VerifyContext,
  manifest: Manifest,
): Promise<void> {
  const root = await filesRoot(manifest.files, crypto);
  if (root === manifest.merkleRoot) return;
  const path = manifestPath(manifest.snapshot);
  log.fault(
    "MERKLE_ROOT_WRONG",
    path,
    `${path} states the Merkle root ${manifest.merkleRoot}; its files come to ${root}.`,
    manifest.sequence,
  );
}

function reportUnlisted(manifest: Manifest, present: ReadonlySet<string>, log: FaultLog): void {
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const path of present) {
    const { kind } = placeOf(path);
    if (listed.has(path) || kind === "seal" || kind === "report") continue;
    log.fault(
      "UNLISTED_FILE",
      path,
      `${path} stands in a sealed snapshot and no manifest lists it.`,
      manifest.sequence,
    );
  }
}

/** Every planned source is among the files or among the incomplete: none vanishes silently. */
function accountForSources(manifest: Manifest, log: FaultLog): void {
  for (const source of unaccountedSources(manifest)) {
    const where = source.region === null ? "" : ` in ${source.region}`;
    log.fault(
      "SOURCE_UNACCOUNTED",
      manifestPath(manifest.snapshot),
      `${source.source}${where} was planned for ${source.criterion}; the manifest neither lists its evidence nor records it as incomplete.`,
      manifest.sequence,
    );
  }
}

function filterReports(present: ReadonlySet<string>, snapshot: string): Set<string> {
  const folder = reportsFolder(snapshot);
  return new Set([...present].filter((path) => path.startsWith(folder)));
}

function reportIncomplete(manifest: Manifest, log: FaultLog): void {
  const path = manifestPath(manifest.snapshot);
  for (const { criterion, source, region, reason } of manifest.incomplete) {
    const where = region === null ? "" : ` in ${region}`;
    log.fault(
      "SNAPSHOT_INCOMPLETE",
      path,
      `${source}${where} for ${criterion} is incomplete: ${reason}`,
      manifest.sequence,
    );
  }
  for (const gap of manifest.gaps) reportGap(manifest, path, gap, log);
}

/** Only the first manifest of a chain can say that it begins anew. */
function reportGap({ sequence }: Manifest, path: string, gap: string, log: FaultLog): void {
  const earlier = sequence === 1 ? readRestartGap(gap) : undefined;
  if (earlier === undefined) {
    log.warn("GAP_RECORDED", path, gap, sequence);
    return;
  }
  const { chain, sequence: end, manifestSha256, signer } = earlier;
  const message = `This chain begins anew: it says that the key of an earlier one is lost. That one, chain ${chain}, ended at sequence ${end}, signed by ${signer ?? "nobody"}; verify it where it lies, with --known-head ${end}:${manifestSha256}. This one says nothing of what it holds.`;
  log.warn("CHAIN_RESTARTED", path, message, sequence);
}

/** A backdated snapshot shows in AWS's own Date headers, unless it is an admitted replay. */
function compareClocks(manifest: Manifest, log: FaultLog): void {
  const { snapshot, scheduledFor, sequence, replayOf, awsDateMin, awsDateMax } = manifest;
  if (replayOf !== null || awsDateMin === null || awsDateMax === null) return;
  const named = Date.parse(scheduledFor);
  const early = Date.parse(awsDateMin) < named - CLOCK_TOLERANCE_MS;
  const late = Date.parse(awsDateMax) > named + LONGEST_RUN_MS;
  if (!early && !late) return;
  log.warn(
    "AWS_DATE_CONTRADICTS",
    manifestPath(snapshot),
    `The snapshot calls itself ${snapshot}, and AWS dated its answers ${awsDateMin} to ${awsDateMax}.`,
    sequence,
  );
}

function factsOf(manifest: Manifest, comparison: Comparison, hasReports: boolean): ManifestFacts {
  const { account, partition, replayOf, nextExpectedBy } = manifest;
  const { signer, nonce, collector, gaps, incomplete } = manifest;
  return {
    account,
    partition,
    replayOf,
    nextExpectedBy,
    signer,
    nonce,
    collector,
    gaps,
    incomplete,
    ...comparison,
    hasReports,
    fileCount: manifest.files.length,
    byteCount: manifest.files.reduce((total, { size }) => total + size, 0),
  };
}
