import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../shared/config/load.ts";
import { NOT_A_PERSON } from "../../shared/config/person.ts";
import {
  POLICY_NUMBER_NAMES,
  POLICY_NUMBERS,
  renderPolicyTable,
  STATED_NUMBER_SCHEMAS,
} from "../../shared/config/policy-numbers.ts";

const PAGE = readFileSync(new URL("../../docs/formats/config.md", import.meta.url), "utf8");

describe("each policy number is one row from which all else follows", () => {
  it.each(POLICY_NUMBER_NAMES)(
    "%s: its example is valid, and any number may be left out",
    (name) => {
      const { example } = POLICY_NUMBERS[name];
      expect(STATED_NUMBER_SCHEMAS[name].parse(example)).toEqual(example);
      const content = `version: 1
company: { name: A }
system: { name: B }
policy: { ${name}: ${JSON.stringify(example)} }`;
      const { policy } = loadConfig({ fileName: "soc2.yaml", content, today: "2026-11-22" });
      expect(policy).toEqual({ [name]: example });
    },
  );

  it.each(POLICY_NUMBER_NAMES)("%s: one plain sentence", (name) => {
    expect(POLICY_NUMBERS[name].sentence).toMatch(/^[A-Z][^.]+\.$/);
  });

  // biome-ignore format: a table is read by rows
  it.each([
    ["accessKeyMaxAgeDays", 1, 3650], ["unusedCredentialMaxDays", 1, 3650], ["passwordMinLength", 6, 128],
    ["passwordReuseCount", 1, 24], ["passwordMaxAgeDays", 1, 1095], ["rootUseMaxDays", 1, 3650], ["trailLogRetentionDays", 1, 3650], ["secretRotationMaxDays", 1, 3650], ["certificateRenewalMinDays", 1, 397],
  ] as const)("%s goes from %i to %i", (name, min, max) => {
    const accepts = (value: number) =>
      STATED_NUMBER_SCHEMAS[name].safeParse({ value, document: "Policy 1" }).success;
    expect([min - 1, min, max, max + 1].map(accepts)).toEqual([false, true, true, false]);
  });

  it("only the age of passwords may be null", () => {
    const nullable = POLICY_NUMBER_NAMES.filter(
      (name) =>
        STATED_NUMBER_SCHEMAS[name].safeParse({ value: null, document: "Policy 1" }).success,
    );
    expect(nullable).toEqual(["passwordMaxAgeDays"]);
  });
});

describe("the format page repeats what the code says", () => {
  it("the table of policy numbers", () => {
    expect(generatedPart("policy numbers")).toBe(renderPolicyTable());
  });

  it("the words that name no person", () => {
    expect(generatedPart("words that name no person")).toBe(NOT_A_PERSON.join(", "));
  });
});

function generatedPart(name: string): string | undefined {
  return PAGE.split(`<!-- generated: ${name} -->\n`)[1]?.split("\n<!-- end -->")[0];
}
