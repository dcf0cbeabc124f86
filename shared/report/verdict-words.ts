import { snapshotTime } from "../integrity/bundle-layout.ts";
import { FAULTS, type FaultCode } from "../integrity/faults.ts";
import type { LockState } from "../integrity/lock-state.ts";
import type { VerifiedSnapshot, VerifyReport } from "../integrity/verify.ts";
import type { RederivedReport } from "../snapshot/rederive.ts";
import { isEndOpen, LATER_UNKNOWN } from "./seal-state.ts";
import {
  faultsInWords,
  type ToldFaults,
  type ToldGroup,
  warningsInWords,
} from "./verdict-groups.ts";
import { counted, listed, timeInWords } from "./words.ts";

/** What a verification comes to, in the words that the terminal and the page share. */
export interface VerdictWords {
  /** The verdict in two or three words, in lower case. */
  readonly short: string;
  /** What it means, without a full stop; null where the short form says it. */
  readonly meaning: string | null;
  readonly tone: "good" | "bad" | "open";
  readonly faults: readonly ToldFaults[];
  readonly warnings: readonly ToldGroup[];
  /** What was looked at, by name; empty where there is no chain. */
  readonly checked: readonly (readonly [name: string, text: string])[];
  /**
   * `sequence:sha256` of the last link, to be kept elsewhere; null where there is none, and where
   * something was tampered with: it may be a forger's.
   */
  readonly knownHead: string | null;
  /** That later snapshots may have been removed, where nothing would show it. */
  readonly laterUnknown: string | null;
  /** What no seal proves; null where there was none. */
  readonly notProven: string | null;
}

const VERDICTS: Readonly<
  Record<VerifyReport["exitCode"], readonly [short: string, meaning: string | null]>
> = {
  0: ["verified", "every byte is as it was sealed, and nothing is missing up to"],
  1: ["tampered with", "something is not as it was sealed"],
  2: ["verified, but incomplete", "what is there is as it was sealed"],
  3: ["cannot be verified", null],
};

const TONES: Readonly<Record<VerifyReport["exitCode"], VerdictWords["tone"]>> = {
  0: "good",
  1: "bad",
  2: "open",
  3: "open",
};

/** Snapshots without reports that are named one by one. */
const SNAPSHOTS_NAMED = 3;

/** Said of every seal, since it is what readers take it for. */
export const NOT_PROVEN =
  "A seal does not prove that AWS was asked honestly, or when: whoever holds the key can seal anything. The collector's code hash, CloudTrail and a nonce of your own can show that.";

/**
 * Puts a verdict in words: what it comes to, what is wrong and worth knowing, what was checked, and
 * what no seal proves. Names in it are as they were found: whoever shows them makes them visible.
 *
 * @param hasKnownHead whether a link that must still be there was given
 * @param keyOrigins where a trusted key came from, by its id
 * @param named ids of the keys that were named for this verification, and not trusted before
 */
export function verdictInWords(
  report: VerifyReport | RederivedReport,
  hasKnownHead: boolean,
  keyOrigins: ReadonlyMap<string, string> = new Map(),
  named: ReadonlySet<string> = new Set(keyOrigins.keys()),
): VerdictWords {
  const { exitCode, head } = report;
  const isIntact = exitCode === 0 || exitCode === 2;
  return {
    ...verdictOf(report),
    tone: TONES[exitCode],
    faults: faultsInWords(report.faults),
    warnings: warningsInWords(report.warnings),
    checked: head === null ? [] : checkedInWords(report, keyOrigins, named),
    knownHead: head === null || exitCode === 1 ? null : `${head.sequence}:${head.sha256}`,
    laterUnknown: isIntact && !hasKnownHead && isEndOpen(report) ? LATER_UNKNOWN : null,
    notProven: head === null ? null : NOT_PROVEN,
  };
}

function verdictOf(report: VerifyReport): Pick<VerdictWords, "short" | "meaning"> {
  const { exitCode, consistent, faults, head } = report;
  // A result that does not follow from its evidence was sealed like that: its bytes are not at fault.
  if (exitCode === 1 && consistent) {
    const short = "every byte is as it was sealed, but not every result follows from the evidence";
    return { short, meaning: null };
  }
  if (isAll(report, "RELEASE_NEEDED")) {
    const short =
      "what is there is as it was sealed, but its results need another release to be derived again";
    return { short, meaning: null };
  }
  if (isAll(report, "NO_TRUSTED_KEY")) {
    const meaning = "nothing contradicts the seal, and whose it is nobody can say";
    return { short: "consistent, signer unknown", meaning };
  }
  if (exitCode === 1 && faults.some(({ code, path }) => code === "NO_MANIFEST" && path === null)) {
    const meaning = "there is no manifest here to say what was sealed";
    return { short: "tampered with, or not the evidence folder", meaning };
  }
  const [short, meaning] = VERDICTS[exitCode];
  const last = exitCode === 0 && head !== null ? ` ${head.snapshot}` : "";
  return { short, meaning: meaning === null ? null : `${meaning}${last}` };
}

/** Whether one thing is all that keeps a bundle, which agrees with itself, from being verified. */
function isAll({ exitCode, consistent, faults }: VerifyReport, only: FaultCode): boolean {
  if (exitCode !== 3 || !consistent) return false;
  return faults
    .filter(({ code }) => FAULTS[code].exitCode === 3)
    .every(({ code }) => code === only);
}

function checkedInWords(
  report: VerifyReport | RederivedReport,
  keyOrigins: ReadonlyMap<string, string>,
  named: ReadonlySet<string>,
): [name: string, text: string][] {
  const { snapshots, lock } = report;
  const reports = reportsInWords(snapshots);
  const unused = unusedInWords(snapshots, keyOrigins, named);
  return [
    ["Snapshots", snapshotsInWords(report)],
    ["Files", filesInWords(snapshots)],
    ...("rederived" in report
      ? [["Results", resultsInWords(report)] satisfies [string, string]]
      : []),
    ...(reports === null ? [] : [["Reports", reports] satisfies [string, string]]),
    ["Account", listed([...new Set(snapshots.map(({ account }) => account))])],
    ["Signed by", signerInWords(report, keyOrigins)],
    ...(unused === null ? [] : [["Not used", unused] satisfies [string, string]]),
    ...(lock === null ? [] : [["Object Lock", lockInWords(lock)] satisfies [string, string]]),
  ];
}

function snapshotsInWords({ snapshots, faults }: VerifyReport): string {
  const names = snapshots.map(({ snapshot }) => snapshot);
  const [first = ""] = names;
  const last = names.at(-1) ?? "";
  const when = (name: string): string => timeInWords(snapshotTime(name) ?? name);
  const days = new Set(names.map((name) => name.slice(0, 10))).size;
  const span =
    names.length === 1
      ? `of ${when(first)}`
      : `on ${counted(days, "day")}, from ${when(first)} to ${when(last)}`;
  return `${names.length}, ${span}, ${wholenessInWords(snapshots, faults)}`;
}

/** Whether every source was read, and whether every file is still there as it was sealed. */
function wholenessInWords(
  snapshots: readonly VerifiedSnapshot[],
  faults: VerifyReport["faults"],
): string {
  const added = new Set(
    faults.filter(({ code }) => code === "UNLISTED_FILE").map(({ sequence }) => sequence),
  );
  const incomplete = snapshots.filter(({ complete }) => !complete).length;
  const atFault = snapshots.filter(
    ({ fileCount, unchangedCount, sequence }) => unchangedCount < fileCount || added.has(sequence),
  ).length;
  const numbered = (count: number): string => (snapshots.length === 1 ? "" : `${count} `);
  const parts = [
    ...(incomplete === 0 ? [] : [`${numbered(incomplete)}not complete`]),
    ...(atFault === 0 ? [] : [`${numbered(atFault)}with files at fault`]),
  ];
  if (parts.length > 0) return parts.join(", ");
  return snapshots.length === 1 ? "complete" : "each complete";
}

/** How many of the sealed files were compared, how many of these differ, and how many were not. */
function filesInWords(snapshots: readonly VerifiedSnapshot[]): string {
  const total = (countOf: (one: VerifiedSnapshot) => number): number =>
    snapshots.reduce((sum, one) => sum + countOf(one), 0);
  const files = total(({ fileCount }) => fileCount);
  const compared = total(({ comparedCount }) => comparedCount);
  const differing = compared - total(({ unchangedCount }) => unchangedCount);
  const sealed = `${counted(files, "sealed file")}, ${sizeInWords(total(({ byteCount }) => byteCount))}`;
  const of =
    differing === 0 ? "" : `, of which ${differing} ${differing === 1 ? "differs" : "differ"}`;
  const not = compared === files ? "" : `, ${files - compared} not compared`;
  const outcome =
    of === "" && not === ""
      ? ", each compared with its SHA-256"
      : `: ${compared} compared with their SHA-256${of}${not}`;
  return `${sealed}${outcome}${unlistedInWords(snapshots)}`;
}

/** Snapshots of which nobody can say what they sealed. */
function unlistedInWords(snapshots: readonly VerifiedSnapshot[]): string {
  const unread = snapshots.filter(isUnread);
  if (unread.length === 0) return "";
  const whose = unread.length === 1 ? "its manifest lists" : "their manifests list";
  return `; of ${counted(unread.length, "snapshot")} none, since what ${whose} cannot be relied on`;
}

/** Whether its manifest could not be read, so that nothing is known of what it lists. */
function isUnread({ complete, incomplete }: VerifiedSnapshot): boolean {
  return !complete && incomplete.length === 0;
}

/** Which snapshots have no reports while others have some; null where all are alike. */
function reportsInWords(all: readonly VerifiedSnapshot[]): string | null {
  const snapshots = all.filter((one) => !isUnread(one));
  const without = snapshots.filter(({ hasReports }) => !hasReports).map(({ snapshot }) => snapshot);
  if (without.length === 0 || without.length === snapshots.length) return null;
  const named = without.slice(0, SNAPSHOTS_NAMED);
  const which = listed(named, without.length - named.length);
  return `of ${snapshots.length - without.length} of ${counted(snapshots.length, "snapshot")}, and none of ${which}: reports that were removed with their folder leave no trace`;
}

/** How much was derived again, and how much of it differs. */
function resultsInWords({ rederived, snapshots }: RederivedReport): string {
  const done = rederived.snapshots;
  const files = done.reduce((sum, one) => sum + one.files, 0);
  const differing = done.reduce((sum, one) => sum + one.differing, 0);
  const outcome = differing === 0 ? "the same to the byte" : counted(differing, "difference");
  return `${counted(files, "file")} derived again for ${done.length} of ${counted(snapshots.length, "snapshot")}: ${done.length === 0 ? "nothing was compared" : outcome}`;
}

/** `4.7 MB`: decimal units, as file managers have them. */
export function sizeInWords(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

function signerInWords(
  { snapshots, signer }: VerifyReport,
  keyOrigins: ReadonlyMap<string, string>,
): string {
  const keyIds = [...new Set(snapshots.flatMap(({ signedBy }) => signedBy))];
  if (signer === null || keyIds.length === 0) return "nobody whose signature could be checked";
  const { keyId, trust } = signer;
  const how = {
    given: `which you trust (${keyOrigins.get(keyId) ?? "given"})`,
    introduced: "which a key that you trust introduced",
    none: "which is none of the keys that you trust",
  }[trust];
  const others = keyIds.filter((one) => one !== keyId).length;
  const before = others === 0 ? "" : `; ${counted(others, "other key")} earlier in the chain`;
  return `${keyId}, ${how}${before}`;
}

/** The keys that somebody named and that have no part in this; null where each has one. */
function unusedInWords(
  snapshots: readonly VerifiedSnapshot[],
  keyOrigins: ReadonlyMap<string, string>,
  named: ReadonlySet<string>,
): string | null {
  const signers = new Set(snapshots.flatMap(({ signedBy }) => signedBy));
  const unused = [...named].filter((keyId) => !signers.has(keyId));
  if (unused.length === 0) return null;
  const told = unused.map((keyId) => `${keyId} (${keyOrigins.get(keyId) ?? "given"})`);
  return `${listed(told)}, which signed no manifest here`;
}

/** Which of the sealed versions could be deleted, by whom, until when. */
export function lockInWords(lock: LockState): string {
  const { compliance, governance, expired, unlocked, earliestEnd } = lock;
  const free = expired + unlocked;
  const parts = [
    ...(compliance === 0
      ? []
      : [`${counted(compliance, "version")} in compliance mode, which nobody can delete`]),
    ...(governance === 0
      ? []
      : [
          `${counted(governance, "version")} in governance mode, which only who has s3:BypassGovernanceRetention can delete`,
        ]),
    ...(free === 0
      ? []
      : [`${counted(free, "version")} with no lock that runs, which could be deleted now`]),
  ];
  const until = earliestEnd === null ? "" : `; the first lock ends ${timeInWords(earliestEnd)}`;
  return `${listed(parts)}${until}`;
}
