import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Explained } from "./explained.ts";

const positionSchema = z.object({ line: z.int(), column: z.int() });

/** What is read of a report (mutation-testing-report-schema, version 2). */
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          status: z.string(),
          statusReason: z.string().optional(),
          mutatorName: z.string(),
          replacement: z.string().optional(),
          location: z.object({ start: positionSchema, end: positionSchema }),
        }),
      ),
    }),
  ),
});

/** How Stryker's runner for vitest names a test file that failed outside of its tests. */
const FILE_FAILS = /^An error occurred outside of a test run: \S+\.test\.ts: /;

/** A mutant that no test killed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** The whole line on which it begins. */
  readonly on: string;
  readonly original: string;
  readonly replacement: string;
}

/** How many mutants there were, messages apart, and those that no test killed. */
export function survivorsIn(reportFile: string): { count: number; survivors: Survivor[] } {
  const report = reportSchema.parse(JSON.parse(readFileSync(reportFile, "utf8")));
  const survivors: Survivor[] = [];
  let count = 0;
  for (const [path, { source, mutants }] of Object.entries(report.files)) {
    const lines = source.split("\n");
    for (const mutant of mutants) {
      const { mutatorName, replacement, location } = mutant;
      if (mutant.status === "Ignored") continue;
      count += 1;
      if (isKilled(mutant)) continue;
      survivors.push({
        file: path.replace(/^shared\/integrity\//, ""),
        line: location.start.line,
        on: oneLine(lines[location.start.line - 1] ?? ""),
        original: oneLine(textAt(lines, location)),
        replacement: oneLine(replacement ?? mutatorName),
      });
    }
  }
  return { count, survivors };
}

/** A test file that cannot even be loaded fails as a test does; Stryker calls it an error at run time. */
function isKilled({
  status,
  statusReason = "",
}: {
  status: string;
  statusReason?: string | undefined;
}): boolean {
  const fileFails = status === "RuntimeError" && FILE_FAILS.test(statusReason);
  return status === "Killed" || status === "Timeout" || fileFails;
}

/** White space folded, so that formatting changes no explanation. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The survivors that nothing explains. */
export function unexplained(
  survivors: readonly Survivor[],
  explained: readonly Explained[],
): Survivor[] {
  return survivors.filter((survivor) => !explained.some((one) => explains(one, survivor)));
}

/** Explanations of code that does not stand there any more. */
export function outdated(explained: readonly Explained[], root: string): Explained[] {
  return explained.filter(({ file, original, on = "" }) => {
    const source = oneLine(readFileSync(join(root, "shared/integrity", file), "utf8"));
    return !source.includes(oneLine(original)) || !source.includes(oneLine(on));
  });
}

function explains(one: Explained, survivor: Survivor): boolean {
  return (
    one.file === survivor.file &&
    oneLine(one.original) === survivor.original &&
    oneLine(one.replacement) === survivor.replacement &&
    (one.on === undefined || oneLine(one.on) === survivor.on)
  );
}

function textAt(
  lines: readonly string[],
  { start, end }: { start: z.output<typeof positionSchema>; end: z.output<typeof positionSchema> },
): string {
  const within = lines.slice(start.line - 1, end.line);
  const last = within.length - 1;
  return within
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join("\n");
}
