import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseRulePath } from "../../shared/capture/redaction-path.ts";
import { REDACTION_RULES } from "../../shared/capture/redaction-rules.ts";
import { redactionTable } from "../../shared/capture/redaction-table.ts";

it("docs/redaction.md is what the rules generate", () => {
  expect(readFileSync("docs/redaction.md", "utf8")).toBe(redactionTable());
});

it("names every rule once", () => {
  const names = REDACTION_RULES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it.each([
  ["a member at any depth", "**.UserData", 1],
  ["alternatives, one of them empty", "(|Functions[].)Environment.Variables", 2],
  ["two groups", "(A|B).(C|D)", 4],
])("reads %s", (_, path, count) => {
  expect(parseRulePath("r", path)).toHaveLength(count);
});

it.each(["**.*", "**.**.A", "A..B", "A.[]", "A<xml>", ""])("refuses the path %s", (path) => {
  expect(() => parseRulePath("r", path)).toThrow(TypeError);
});
