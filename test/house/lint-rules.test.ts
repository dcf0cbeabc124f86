import { describe, expect, it } from "vitest";
import { lintFiles } from "./run-biome.ts";

/** What `lint/no-conditional-tests.grit` says. */
const NOT_RUN =
  "No test is skipped, put off, focused or expected to fail. Where something is missing, fail and name it.";

const vitest = 'import { describe, it } from "vitest";\n';

const ROWS: readonly (readonly [sentence: string, file: string, code: string, broken: string])[] = [
  ["a test is skipped", "test/a1.test.ts", `${vitest}it.skip("x", () => {});\n`, NOT_RUN],
  ["a group is skipped", "test/a2.test.ts", `${vitest}describe.skip("x", () => {});\n`, NOT_RUN],
  [
    "a table is skipped",
    "test/a3.test.ts",
    `${vitest}it.skip.each([1])("%s", () => {});\n`,
    NOT_RUN,
  ],
  ["a test is focused", "test/a4.test.ts", `${vitest}it.only("x", () => {});\n`, NOT_RUN],
  ["a test is put off", "test/a5.test.ts", `${vitest}it.todo("x");\n`, NOT_RUN],
  [
    "a test runs on some machines only",
    "test/a6.test.ts",
    `${vitest}it.skipIf(true)("x", () => {});\n`,
    NOT_RUN,
  ],
  ["a test is to fail", "test/a7.test.ts", `${vitest}it.fails("x", () => {});\n`, NOT_RUN],
  [
    "a test is skipped by an option",
    "test/a8.test.ts",
    `${vitest}it("x", { skip: true }, () => {});\n`,
    NOT_RUN,
  ],
  [
    "a test skips itself",
    "test/a9.test.ts",
    `${vitest}it("x", ({ skip }) => {\n  skip();\n});\n`,
    NOT_RUN,
  ],
  [
    "a type is any",
    "shared/report/b1.ts",
    "export const cell = (value: any) => value;\n",
    "lint/suspicious/noExplicitAny",
  ],
  [
    "a value is sworn to be there",
    "shared/report/b2.ts",
    "export const first = (list: string[]) => list[0]!;\n",
    "lint/style/noNonNullAssertion",
  ],
  [
    "an export has no name",
    "shared/report/b3.ts",
    "const page = 1;\nexport default page;\n",
    "lint/style/noDefaultExport",
  ],
  [
    "output goes past the terminal",
    "cli/b4.ts",
    'export const say = () => console.log("x");\n',
    "lint/suspicious/noConsole",
  ],
  [
    "a file is not named in kebab-case",
    "shared/report/gapReport.ts",
    "export const page = 1;\n",
    "lint/style/useFilenamingConvention",
  ],
];

describe("lint refuses it when", async () => {
  const found = await lintFiles(new Map(ROWS.map(([, file, code]) => [file, code])));

  it.each(ROWS)("%s", (_sentence, file, _code, broken) => {
    expect(found.get(file)).toContain(broken);
  });
});
