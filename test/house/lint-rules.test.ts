import { describe, expect, it } from "vitest";
import { lintFiles } from "./run-biome.ts";

/** What `lint/no-conditional-tests.grit` says. */
const NOT_RUN =
  "No test is skipped, put off, focused or expected to fail. Where something is missing, fail and name it.";
/** What `lint/zod-namespace.grit` says. */
const WHOLE_ZOD =
  "Import zod as a namespace (import * as z): a bundle then holds only what is used of it.";

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
  [
    "a schema brings all of zod into the bundle",
    "shared/config/c1.ts",
    'import { z } from "zod";\nexport const text = z.string();\n',
    WHOLE_ZOD,
  ],
  [
    "a type is taken from zod by name",
    "functions/c2.ts",
    'import type { ZodType } from "zod";\nexport type Schema = ZodType;\n',
    WHOLE_ZOD,
  ],
  [
    "zod comes as its default",
    "shared/config/c3.ts",
    'import z from "zod";\nexport const text = z.string();\n',
    WHOLE_ZOD,
  ],
  [
    "another of zod's doors is taken",
    "shared/config/c4.ts",
    'import { z } from "zod/v4";\nexport const text = z.string();\n',
    WHOLE_ZOD,
  ],
];

const GOOD: typeof ROWS = [
  [
    "of zod only what is used",
    "shared/config/d1.ts",
    'import * as z from "zod";\nexport const text = z.string();\n',
    WHOLE_ZOD,
  ],
  [
    "of zod only a type",
    "functions/d2.ts",
    'import type * as z from "zod";\nexport type Schema = z.ZodType;\n',
    WHOLE_ZOD,
  ],
];

describe("lint", async () => {
  const found = await lintFiles(new Map([...ROWS, ...GOOD].map(([, file, code]) => [file, code])));

  it.each(ROWS)("refuses it when %s", (_sentence, file, _code, broken) => {
    expect(found.get(file)).toContain(broken);
  });

  it.each(GOOD)("allows %s", (_sentence, file, _code, broken) => {
    expect(found.get(file)).not.toContain(broken);
  });
});
