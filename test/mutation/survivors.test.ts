import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EXPLAINED } from "./explained.ts";
import { outdated, survivorsIn, unexplained } from "./survivors.ts";

const SOURCE = "const a = 1;\nif (a === 1 &&\n    b) return false;\n";

function reportFile(status: string, statusReason?: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "mutation-")), "report.json");
  const mutant = {
    status,
    statusReason,
    mutatorName: "ConditionalExpression",
    replacement: "true",
    location: { start: { line: 2, column: 5 }, end: { line: 3, column: 6 } },
  };
  const report = { files: { "shared/integrity/x.ts": { source: SOURCE, mutants: [mutant] } } };
  writeFileSync(file, JSON.stringify(report));
  return file;
}

const SURVIVOR = {
  file: "x.ts",
  line: 2,
  on: "if (a === 1 &&",
  original: "a === 1 && b",
  replacement: "true",
};

it.each([
  ["Killed", 1, 0],
  ["Timeout", 1, 0],
  ["Survived", 1, 1],
  ["NoCoverage", 1, 1],
  ["RuntimeError", 1, 1],
  ["Ignored", 0, 0],
])("a mutant that is %s", (status, counted, survive) => {
  const { count, survivors } = survivorsIn(reportFile(status));
  expect([count, survivors]).toEqual([counted, survive === 1 ? [SURVIVOR] : []]);
});

it.each([
  ["is killed by a test file that it keeps from loading", "/a/x.test.ts: The URL is invalid", 0],
  ["survives a process that broke", "the worker ended", 1],
])("a mutant %s", (_what, reason, survive) => {
  const file = reportFile("RuntimeError", `An error occurred outside of a test run: ${reason}`);
  expect(survivorsIn(file).survivors).toHaveLength(survive);
});

it("an explanation is of one change of one piece of code", () => {
  const why = "Both are false.";
  expect(unexplained([SURVIVOR], [])).toEqual([SURVIVOR]);
  expect(unexplained([SURVIVOR], [{ ...SURVIVOR, original: "a === 1\n&& b", why }])).toEqual([]);
  for (const other of [{ replacement: "false" }, { file: "y.ts" }, { on: "if (a === 1) {" }]) {
    expect(unexplained([SURVIVOR], [{ ...SURVIVOR, ...other, why }])).toEqual([SURVIVOR]);
  }
});

it("every explanation is of code that stands there", () => {
  expect(outdated(EXPLAINED, join(import.meta.dirname, "../.."))).toEqual([]);
});
