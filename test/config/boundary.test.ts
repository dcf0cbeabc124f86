import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundaryOf, type ResourceTags } from "../../shared/config/boundary.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { matchesGlob } from "../../shared/config/glob.ts";
import { loadConfig } from "../../shared/config/load.ts";

const RULED = "reason: Staging holds made-up data only., approver: Ada Lovelace";
const IN =
  "{ tag: environment, values: [production, shared-*] }, { tag: product }, { stack: shop-* }";
const OUT = `{ tag: environment, values: [staging], ${RULED} }, { stack: "demo-?", ${RULED} }`;
const OUT_WHY = "Staging holds made-up data only (approved by Ada Lovelace).";
const BOTH = `boundary: { in: [${IN}], out: [${OUT}] }`;

function boundaryFrom(yaml: string) {
  const content = `version: 1\ncompany: { name: A }\nsystem: { name: B }\n${yaml}\n`;
  return effectiveConfig(loadConfig({ fileName: "soc2.yaml", content, today: "2026-11-22" }));
}

// biome-ignore format: a table is read by rows
const ROWS: readonly (readonly [says: string, yaml: string, tags: ResourceTags, scope: string, reason: string])[] = [
  ["no boundary, no tags", "", {}, "in", "No system boundary is drawn, so the whole account is in."],
  ["no boundary, tags not readable", "", null, "in", "No system boundary is drawn, so the whole account is in."],
  ["an empty boundary is none", "boundary: {}", null, "in", "No system boundary is drawn, so the whole account is in."],
  ["tags not readable", BOTH, null, "unknown", "It has no tags that can be read, and the boundary needs them."],
  ["no tags at all", BOTH, {}, "unknown", "None of its tags is named by the boundary."],
  ["a tag with a value that is in", BOTH, { environment: "production" }, "in", 'The tag environment is "production".'],
  ["a value by wildcard", BOTH, { environment: "shared-eu" }, "in", 'The tag environment is "shared-eu".'],
  ["a value in another case", BOTH, { environment: "Production" }, "unknown", "None of its tags is named by the boundary."],
  ["a tag in another case", BOTH, { Environment: "production" }, "unknown", "None of its tags is named by the boundary."],
  ["a value that only begins alike", BOTH, { environment: "production-old" }, "unknown", "None of its tags is named by the boundary."],
  ["a tag with any value", BOTH, { product: "" }, "in", 'The tag product is "".'],
  ["a stack", BOTH, { "aws:cloudformation:stack-name": "shop-web" }, "in", 'The tag aws:cloudformation:stack-name is "shop-web".'],
  ["a tag that is out", BOTH, { environment: "staging" }, "out", `The tag environment is "staging": ${OUT_WHY}`],
  ["a stack that is out", BOTH, { "aws:cloudformation:stack-name": "demo-1" }, "out", `The tag aws:cloudformation:stack-name is "demo-1": ${OUT_WHY}`],
  ["one character for a question mark", BOTH, { "aws:cloudformation:stack-name": "demo-12" }, "unknown", "None of its tags is named by the boundary."],
  ["in wins over out", BOTH, { environment: "staging", product: "shop" }, "in", 'The tag product is "shop".'],
  ["only out rules, none of them matching", `boundary: { out: [${OUT}] }`, { environment: "production" }, "unknown", "None of its tags is named by the boundary."],
  ["a tag named like a property of every object", "boundary: { in: [{ tag: constructor }] }", {}, "unknown", "None of its tags is named by the boundary."],
  ["quotes in a value stay inside their quotes", "boundary: { in: [{ tag: a }] }", { a: '"; <b>' }, "in", 'The tag a is "\\"; <b>".'],
];

describe("where the boundary puts a resource", () => {
  it.each(ROWS)("%s", (_, yaml, tags, scope, reason) => {
    expect(boundaryOf(boundaryFrom(yaml), tags)).toEqual({ scope, reason });
  });
});

describe("globs", () => {
  it.each([
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["?", "", false],
    ["a*b*c", "aXbYbZc", true],
    ["a*b*c", "aXcYb", false],
    ["**a", "bba", true],
    ["[ab]", "a", false],
    ["a.c", "abc", false],
    ["?", "😀", true],
  ])("%j matches %j: %s", (pattern, text, matches) => {
    expect(matchesGlob(pattern, text)).toBe(matches);
  });

  it("agree with the regular expression that says the same", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }),
        (glob, text) => {
          const expression = new RegExp(`^${glob.replaceAll("?", ".").replaceAll(/\*+/g, ".*")}$`);
          expect(matchesGlob(glob, text)).toBe(expression.test(text));
        },
      ),
    );
  });

  it("take no longer for many stars", () => {
    const startedAt = performance.now();
    expect(matchesGlob(`${"*a".repeat(500)}b`, "a".repeat(2_000))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
