import type { FaultCode } from "./faults.ts";
import type { HashOutcome, VerifyContext } from "./verify-context.ts";

/** Files are read and hashed this many at a time: enough to keep a disk busy, few enough to hold. */
const FILES_AT_A_TIME = 8;

/** What a file was when it was sealed. */
export interface SealedFile {
  path: string;
  size: number;
  sha256: string;
  /** The object version that was sealed; missing or null where the store had none. */
  versionId?: string | null;
}

/** Which faults a list of sealed files gives rise to. */
export interface FileFaults {
  missing: FaultCode;
  changed: FaultCode;
  sequence: number | undefined;
}

/** How far a list of sealed files could be compared. */
export interface Comparison {
  /** How many of them had their bytes hashed and compared. */
  readonly comparedCount: number;
  /** How many of those are as they were sealed. */
  readonly unchangedCount: number;
}

/** What was learnt about a sealed file. */
interface FileVerdict {
  readonly path: string;
  /** True when its bytes were hashed: what is gone, unreadable or too large has none to compare. */
  readonly isCompared: boolean;
  readonly fault: { readonly code: FaultCode; readonly message: string } | null;
  /** True when its version is gone, and the first one that stands there was read. */
  readonly moved: boolean;
}

/**
 * Compares sealed files with what stands in the bundle, by size and SHA-256. Bytes are hashed as they come, so
 * memory holds a few chunks of a few files, however large these are. Faults are logged in the order of
 * the files.
 *
 * @param present paths of what stands there
 * @param pinned paths of what other manifests list too
 * @param hashed those of them that were read before, by path and version; added to
 * @returns how many were compared, and how many of these are unchanged
 */
export async function verifyFiles(
  context: VerifyContext,
  sealed: readonly SealedFile[],
  present: ReadonlySet<string>,
  faults: FileFaults,
  pinned: ReadonlySet<string> = new Set(),
  hashed: Map<string, HashOutcome> = new Map(),
): Promise<Comparison> {
  // Null is the hash of what was too large to be read: no sealed file has it.
  const pathBySha256 = new Map<string | null, string>(
    sealed.map(({ sha256, path }) => [sha256, path]),
  );
  const largest = sealed.reduce((size, file) => Math.max(size, file.size), 0);
  const verifyOne = async (file: SealedFile): Promise<FileVerdict> => {
    const { path } = file;
    const gone = { code: faults.missing, message: `${path} was sealed and is gone.` };
    if (!present.has(path)) return { path, isCompared: false, fault: gone, moved: false };
    const isPinned = pinned.has(path);
    const key = versionKey(file);
    let outcome = hashed.get(key);
    let moved = false;
    if (outcome === undefined) {
      // A file that outgrew all sealed ones is not read: it could be of any size.
      outcome = await context.hash(path, largest, file.versionId ?? undefined);
      if (outcome.state === "gone" && typeof file.versionId === "string") {
        outcome = await context.hash(path, largest);
        moved = outcome.state !== "gone";
      }
    }
    if (outcome.state === "unreadable") return { path, isCompared: false, fault: outcome, moved };
    if (outcome.state === "gone") return { path, isCompared: false, fault: gone, moved };
    if (isPinned) hashed.set(key, outcome);
    context.locks.note(path, outcome.lock, isPinned);
    const isCompared = outcome.sha256 !== null;
    if (outcome.sha256 === file.sha256 && outcome.size === file.size) {
      return { path, isCompared, fault: null, moved };
    }
    const other = pathBySha256.get(outcome.sha256);
    const what =
      other === undefined || other === path
        ? `${outcome.size} bytes with SHA-256 ${outcome.sha256 ?? "not reckoned"}; ${file.size} bytes with ${file.sha256} were sealed`
        : `the bytes that were sealed as ${other}`;
    const fault = { code: faults.changed, message: `${path} holds ${what}.` };
    return { path, isCompared, fault, moved };
  };
  let done = 0;
  const verdicts = await mapConcurrently(sealed, FILES_AT_A_TIME, async (file) => {
    const verdict = await verifyOne(file);
    done += 1;
    context.onFiles?.(done, sealed.length);
    return verdict;
  });
  for (const { path, fault } of verdicts) {
    if (fault !== null) context.log.fault(fault.code, path, fault.message, faults.sequence);
  }
  const moved = verdicts.filter((verdict) => verdict.moved).map(({ path }) => path);
  reportMoved(context, moved, faults.sequence);
  return {
    comparedCount: verdicts.filter(({ isCompared }) => isCompared).length,
    unchangedCount: verdicts.filter(({ fault }) => fault === null).length,
  };
}

/** One version of one path. */
function versionKey({ path, versionId }: SealedFile): string {
  return JSON.stringify([path, versionId]);
}

/** Runs a few at a time, and gives the results in the order of the items. */
async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  atATime: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const run = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, run));
  return results;
}

/** Once for all of them: a bucket that was copied has no version of the first. */
function reportMoved(
  { log }: VerifyContext,
  paths: readonly string[],
  sequence: number | undefined,
): void {
  const [first] = paths;
  if (first === undefined) return;
  const others = paths.length === 1 ? "" : ` and ${paths.length - 1} more`;
  const message = `${first}${others} lie under other object versions than were sealed: this is a copy of the bucket, or they were deleted and written again.`;
  log.warn("VERSION_DIFFERS", first, message, sequence);
}
