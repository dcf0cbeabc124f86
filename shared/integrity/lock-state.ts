import type { VersionLock } from "../store/store.ts";
import type { FaultLog } from "./faults.ts";

/**
 * How S3 Object Lock holds what was sealed: which of it could be deleted now, and by whom.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface LockState {
  /** Versions that nobody can delete before their retention ends. */
  compliance: number;
  /** Versions that only who has `s3:BypassGovernanceRetention` can delete before. */
  governance: number;
  /** Versions whose retention has ended: whoever may delete in the bucket can delete them. */
  expired: number;
  /** Versions that show no lock: the same, unless the reader may not see locks. */
  unlocked: number;
  /** When the first of the retentions that still run ends, ISO 8601 UTC; null where none runs. */
  earliestEnd: string | null;
}

/** One sealed version and its lock. */
interface Noted {
  readonly path: string;
  readonly lock: VersionLock | null;
  /** Of an earlier day, and pinned by later snapshots: its retention began earlier. */
  readonly pinned: boolean;
}

/** What is written in one run is held equally long, give or take the length of a run. */
const SAME_RUN_MS = 24 * 3_600_000;

/** Gathers the locks of sealed versions, a snapshot at a time. */
export class LockLog {
  readonly #asOfMs: number;
  #noted: Noted[] = [];
  readonly #pinned = new Set<string>();
  #whole: LockState | null = null;
  /** Kept back until it is known whether any version shows a lock at all. */
  readonly #missing: { readonly snapshot: string | null; readonly paths: readonly string[] }[] = [];

  /** @param asOf the time as of which retention runs or has ended, ISO 8601 */
  constructor(asOf: string) {
    this.#asOfMs = Date.parse(asOf);
  }

  /** @param lock undefined where the store has no locks: then nothing is noted */
  note(path: string, lock: VersionLock | null | undefined, pinned = false): void {
    if (lock !== undefined) this.#noted.push({ path, lock, pinned });
  }

  /**
   * What was noted since the last time, as the state of one snapshot; warns of what is held too weakly.
   *
   * @param snapshot null for what belongs to none
   * @returns null where the store has no locks
   */
  conclude(snapshot: string | null, log: FaultLog): LockState | null {
    const noted = this.#noted;
    this.#noted = [];
    if (noted.length === 0) return null;
    const paths = (kept: (one: Noted) => boolean): string[] =>
      noted.filter(kept).map(({ path }) => path);
    const missing = paths(({ lock }) => lock === null);
    this.#missing.push({ snapshot, paths: missing });
    const ended = paths(({ lock }) => lock !== null && !this.#runs(lock));
    warn(log, "LOCK_EXPIRED", ended, snapshot, "are no longer locked: their retention has ended");
    if (snapshot !== null) {
      const own = noted.filter(({ pinned }) => !pinned);
      warn(log, "LOCK_WEAKER", weaker(own), snapshot, "are held more weakly than the rest");
    }
    this.#add(noted.filter(({ path, pinned }) => !pinned || !this.#pinned.has(path)));
    for (const { path, pinned } of noted) if (pinned) this.#pinned.add(path);
    return this.#stateOf(noted);
  }

  /**
   * The state of the whole bundle, after all snapshots.
   *
   * @returns null where the store has no locks
   */
  concludeWhole(log: FaultLog): LockState | null {
    const whole = this.#whole;
    if (whole === null) return null;
    if (whole.compliance + whole.governance + whole.expired === 0) {
      const message =
        "No version shows an Object Lock: the bucket has none, or you may not see it (s3:GetObjectRetention). Whoever may delete in the bucket can delete the evidence.";
      log.warn("LOCK_UNSEEN", null, message);
      return whole;
    }
    for (const { snapshot, paths } of this.#missing) {
      warn(log, "LOCK_MISSING", paths, snapshot, "are not locked");
    }
    return whole;
  }

  #runs({ retainUntil }: VersionLock): boolean {
    return Date.parse(retainUntil) > this.#asOfMs;
  }

  #stateOf(noted: readonly Noted[]): LockState {
    const running = noted.flatMap(({ lock }) => (lock !== null && this.#runs(lock) ? [lock] : []));
    const unlocked = noted.filter(({ lock }) => lock === null).length;
    return {
      compliance: running.filter(({ mode }) => mode === "compliance").length,
      governance: running.filter(({ mode }) => mode === "governance").length,
      expired: noted.length - running.length - unlocked,
      unlocked,
      earliestEnd: earliest(running.map(({ retainUntil }) => retainUntil)),
    };
  }

  #add(noted: readonly Noted[]): void {
    const before = this.#whole;
    const more = this.#stateOf(noted);
    const ends = [before?.earliestEnd, more.earliestEnd].filter((end) => typeof end === "string");
    this.#whole = {
      compliance: (before?.compliance ?? 0) + more.compliance,
      governance: (before?.governance ?? 0) + more.governance,
      expired: (before?.expired ?? 0) + more.expired,
      unlocked: (before?.unlocked ?? 0) + more.unlocked,
      earliestEnd: earliest(ends),
    };
  }
}

/**
 * Versions that were written in the same run as the others and are held less: by governance where most
 * are held by compliance, or until more than a day before the middle one.
 */
function weaker(noted: readonly Noted[]): string[] {
  const locked = noted.flatMap(({ path, lock }) => (lock === null ? [] : [{ path, ...lock }]));
  const ends = locked.map(({ retainUntil }) => Date.parse(retainUntil)).toSorted((a, b) => a - b);
  const middleMs = ends[Math.floor(ends.length / 2)] ?? 0;
  const strict = locked.filter(({ mode }) => mode === "compliance").length;
  const isStrict = strict * 2 > locked.length;
  return locked
    .filter(
      ({ mode, retainUntil }) =>
        (isStrict && mode === "governance") || Date.parse(retainUntil) < middleMs - SAME_RUN_MS,
    )
    .map(({ path }) => path);
}

function earliest(times: readonly string[]): string | null {
  return times.reduce<string | null>(
    (first, time) => (first === null || Date.parse(time) < Date.parse(first) ? time : first),
    null,
  );
}

/** One warning for all of them, which names the first. */
function warn(
  log: FaultLog,
  code: "LOCK_EXPIRED" | "LOCK_MISSING" | "LOCK_WEAKER",
  paths: readonly string[],
  snapshot: string | null,
  what: string,
): void {
  const [first] = paths;
  if (first === undefined) return;
  const message = `${paths.length === 1 ? "One sealed version" : `${paths.length} sealed versions`}${snapshot === null ? "" : ` of ${snapshot}`} ${paths.length === 1 ? what.replace(/^are/, "is").replace("their", "its") : what}, ${paths.length === 1 ? "" : "the first "}${first}.`;
  log.warn(code, first, message);
}
