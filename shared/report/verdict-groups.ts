import { FAULTS, type Fault, WARNINGS, type Warning } from "../integrity/faults.ts";
import { counted } from "./words.ts";

/** So many of a kind are told in whole sentences; of more, each has a line. */
const TOLD_IN_FULL = 3;

/** One fault or warning: where, then what. At least one of the two is there. */
export interface Told {
  readonly path: string | null;
  /** Ends with a full stop. Null where the group says it for all. */
  readonly sentence: string | null;
}

/** What is of one kind, together. */
export interface ToldGroup {
  /** What they all are and how many, without a full stop; null where they are few. */
  readonly summary: string | null;
  readonly members: readonly Told[];
}

/** Faults that weigh alike. */
export interface ToldFaults {
  readonly heading: string;
  readonly groups: readonly ToldGroup[];
}

/** Stands above the warnings. */
export const WARNINGS_HEADING = "Worth knowing; changes nothing in the verdict";

const hasExit = ({ code }: Fault, exitCode: 1 | 2 | 3) => FAULTS[code].exitCode === exitCode;
/** That there is no manifest at all, which most often is another folder than was meant. */
const isNothing = ({ code, path }: Fault) => code === "NO_MANIFEST" && path === null;
const isResult = ({ code }: Fault) => code === "RESULT_DIFFERS";

/** Worst first, below what makes all else idle. */
const SECTIONS: readonly (readonly [heading: string, isOwn: (fault: Fault) => boolean])[] = [
  ["Nothing to verify", isNothing],
  ["Not as it was sealed", (fault) => hasExit(fault, 1) && !isResult(fault)],
  ["Not what the evidence comes to", isResult],
  ["Could not be verified", (fault) => hasExit(fault, 3) && !isNothing(fault)],
  ["Missing", (fault) => hasExit(fault, 2)],
];

/**
 * What is wrong, worst first, what is of one kind together. Every path is named, however many there
 * are; the report for machines has the sentence of each.
 */
export function faultsInWords(faults: readonly Fault[]): ToldFaults[] {
  return SECTIONS.flatMap(([heading, isOwn]) => {
    const own = faults.filter(isOwn);
    if (own.length === 0) return [];
    const byCode = [...Map.groupBy(own, (fault) => fault.code)];
    const groups = byCode.map(([code, members]) => groupOf(FAULTS[code].meaning, members));
    return [{ heading: `${heading}: ${counted(own.length, "fault")}`, groups }];
  });
}

/** What the reader should know besides, what is of one kind together. */
export function warningsInWords(warnings: readonly Warning[]): ToldGroup[] {
  const byCode = [...Map.groupBy(warnings, (warning) => warning.code)];
  return byCode.map(([code, members]) => groupOf(WARNINGS[code], members));
}

function groupOf(meaning: string, members: readonly (Fault | Warning)[]): ToldGroup {
  if (members.length <= TOLD_IN_FULL) return { summary: null, members: members.map(told) };
  const summary = `${meaning.replace(/\.$/, "")}, ${counted(members.length, "time")}`;
  const paths = new Set(members.map(({ path }) => path));
  const isToldByPaths = paths.size === members.length && !paths.has(null);
  return {
    summary,
    members: isToldByPaths
      ? members.map(({ path }) => ({ path, sentence: null }))
      : members.map(told),
  };
}

/** The path for itself, and what is wrong with it. */
function told({ path, message }: Fault | Warning): Told {
  const sentence = /[.?!]$/.test(message) ? message : `${message}.`;
  if (path === null) return { path, sentence };
  if (sentence.startsWith(`${path} `)) return { path, sentence: sentence.slice(path.length + 1) };
  if (!sentence.startsWith(`${path}: `)) return { path, sentence };
  const rest = sentence.slice(path.length + 2);
  return { path, sentence: `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}` };
}
