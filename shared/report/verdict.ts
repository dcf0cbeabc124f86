import { snapshotTime } from "../integrity/bundle-layout.ts";
import { FAULTS } from "../integrity/faults.ts";
import type { LockState } from "../integrity/lock-state.ts";
import type { VerifiedSnapshot, VerifyReport } from "../integrity/verify.ts";
import type { RederivedReport } from "../snapshot/rederive.ts";
import { isEndOpen, LATER_UNKNOWN } from "./seal-state.ts";
import { type TerminalOptions, TerminalPage } from "./terminal-page.ts";
import { showFaults, showWarnings } from "./verdict-faults.ts";
import { counted, listed, timeInWords } from "./words.ts";

/** What the caller of a verification knows and the report does not. */
export interface VerdictOptions extends Partial<TerminalOptions> {
  /** Where a trusted key came from, by its id: `--key company.pem`, "your configuration". */
  readonly keyOrigins?: ReadonlyMap<string, string>;
  /** What other verifications found, a sentence each. */
  readonly more?: readonly string[];
}

const VERDICTS: Readonly<Record<VerifyReport["exitCode"], string>> = {
  0: "verified: every byte is as it was sealed, and nothing is missing up to",
  1: "tampered with: something is not as it was sealed",
  2: "verified, but incomplete: what is there is as it was sealed",
  3: "cannot be verified",
};

const STYLES: Readonly<Record<VerifyReport["exitCode"], "green" | "red" | "yellow">> = {
  0: "green",
  1: "red",
  2: "yellow",
  3: "yellow",
};

/** A verdict that has left the screen by now is said again at the end. */
const SCREEN_LINES = 40;

/** Said of every seal, since it is what readers take it for. */
const NOT_PROVEN =
  "A seal does not prove that AWS was asked honestly, or when: whoever holds the key can seal anything. The collector's code hash, CloudTrail and a nonce of your own can show that.";

/**
 * What a verification comes to, for a person: the verdict, what is wrong and worth knowing, what was
 * checked, and what no seal proves.
 *
 * @param place what was verified, as the person named it
 * @param hasKnownHead whether a link that must still be there was given
 */
export function renderVerdict(
  report: VerifyReport | RederivedReport,
  place: string,
  hasKnownHead: boolean,
  { width = 80, colour = false, keyOrigins = new Map(), more = [] }: VerdictOptions = {},
): string {
  const page = new TerminalPage({ width, colour });
  const verdict = verdictOf(report, place);
  page.prose(verdict, { style: ["bold", STYLES[report.exitCode]] });
  showFaults(page, report.faults);
  showWarnings(page, report.warnings);
  showChecked(page, report, keyOrigins);
  for (const sentence of more) page.prose(sentence, { indent: 2 });
  const isIntact = report.exitCode === 0 || report.exitCode === 2;
  if (isIntact && !hasKnownHead && isEndOpen(report)) {
    page.blank();
    page.prose(LATER_UNKNOWN);
  }
  if (report.head !== null) {
    page.blank();
    page.prose(NOT_PROVEN);
  }
  if (page.length > SCREEN_LINES) {
    page.blank();
    page.prose(verdict, { style: ["bold", STYLES[report.exitCode]] });
  }
  return page.toString();
}

function verdictOf(report: VerifyReport, place: string): string {
  const { exitCode, consistent, head, faults } = report;
  // A result that does not follow from its evidence was sealed like that: its bytes are not at fault.
  if (exitCode === 1 && consistent) {
    return `${place}: every byte is as it was sealed, but not every result follows from the evidence.`;
  }
  const unverified = faults.filter(({ code }) => FAULTS[code].exitCode === 3);
  if (
    exitCode === 3 &&
    unverified.length > 0 &&
    unverified.every(({ code }) => code === "RELEASE_NEEDED")
  ) {
    return `${place}: what is there is as it was sealed, but its results need another release to be derived again.`;
  }
  const last = exitCode === 0 && head !== null ? ` ${head.snapshot}` : "";
  return `${place}: ${VERDICTS[exitCode]}${last}.`;
}

function showChecked(
  page: TerminalPage,
  report: VerifyReport | RederivedReport,
  keyOrigins: ReadonlyMap<string, string>,
): void {
  const { head, snapshots, lock } = report;
  if (head === null) return;
  page.heading("What was checked");
  const rows: [string, string][] = [
    ["Snapshots", snapshotsInWords(snapshots)],
    ["Files", filesInWords(snapshots)],
    ...("rederived" in report
      ? [["Results", resultsInWords(report)] satisfies [string, string]]
      : []),
    ["Account", listed([...new Set(snapshots.map(({ account }) => account))])],
    ["Signed by", signerInWords(report, keyOrigins)],
    ...(lock === null ? [] : [["Object Lock", lockInWords(lock)] satisfies [string, string]]),
    ["Known head", `${head.sequence}:${head.sha256}`],
    ["", "Keep it elsewhere: --known-head shows whether it is still there."],
  ];
  for (const [name, text] of rows) {
    const lead = { text: name.padEnd(13) };
    // What is there to be copied is never broken.
    if (name === "Known head")
      page.row(
        [
          { ...lead, width: 13 },
          { text, width: 0 },
        ],
        2,
      );
    else page.prose(text, { lead: [lead], indent: 2 });
  }
}

function snapshotsInWords(snapshots: readonly VerifiedSnapshot[]): string {
  const names = snapshots.map(({ snapshot }) => snapshot);
  const [first = ""] = names;
  const last = names.at(-1) ?? "";
  const when = (name: string): string => timeInWords(snapshotTime(name) ?? name);
  const days = new Set(names.map((name) => name.slice(0, 10))).size;
  const span =
    names.length === 1
      ? `of ${when(first)}`
      : `on ${counted(days, "day")}, from ${when(first)} to ${when(last)}`;
  const incomplete = snapshots.filter(({ complete }) => !complete).length;
  const whole = incomplete === 0 ? "each complete" : `${incomplete} not complete`;
  return `${names.length}, ${span}, ${names.length === 1 && incomplete === 0 ? "complete" : whole}`;
}

function filesInWords(snapshots: readonly VerifiedSnapshot[]): string {
  const files = snapshots.reduce((sum, { fileCount }) => sum + fileCount, 0);
  const bytes = snapshots.reduce((sum, { byteCount }) => sum + byteCount, 0);
  return `${counted(files, "sealed file")}, ${sizeInWords(bytes)}, each compared with its SHA-256`;
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
function sizeInWords(bytes: number): string {
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
