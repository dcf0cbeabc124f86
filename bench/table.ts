/** One measurement against its limit. */
export interface Measured {
  readonly what: string;
  /** The account or the files that it was measured on. */
  readonly on: string;
  /** How many times the bound it took: 1 is the bound itself. */
  readonly ratio: number;
  /** The same without what other programs may have cost; left out where they cost nothing. */
  readonly atLeast?: number;
  /** Null for what is shown and not limited. */
  readonly limit: number | null;
  /**
   * Whether `--check` fails when it is over its limit: what is counted, in calls or bytes, and what
   * was measured so often that no busy machine excuses it.
   */
  readonly isChecked?: true;
  /** What stands behind the ratio, in words and counts. */
  readonly behind: string;
}

/**
 * Whether the limit is kept, as far as the two digits of the table show it; `unclear` where other
 * programs may have made the difference, `none` without a limit.
 */
export function verdictOf({ ratio, atLeast = ratio, limit }: Measured): Verdict {
  if (limit === null) return "none";
  if (twoDigits(ratio) <= limit) return "kept";
  return twoDigits(atLeast) > limit ? "broken" : "unclear";
}
export type Verdict = "kept" | "broken" | "unclear" | "none";

const VERDICTS: Readonly<Record<Verdict, string>> = {
  kept: "kept",
  broken: "broken",
  unclear: "unclear: the machine was busy",
  none: "",
};

/** A Markdown table of measurements. */
export function measurementTable(measured: readonly Measured[]): string {
  const rows = measured.map((one) => [
    one.what,
    one.on,
    one.ratio.toFixed(2),
    one.limit === null ? "none" : one.limit.toFixed(2),
    VERDICTS[verdictOf(one)],
    one.behind,
  ]);
  const head = ["measured", "on", "ratio", "limit", "", "behind it"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function twoDigits(ratio: number): number {
  return Number(ratio.toFixed(2));
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}
