import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { inspectConfig, loadConfig } from "../../shared/config/load.ts";
import { POLICY_NUMBERS } from "../../shared/config/policy-numbers.ts";
import { renderTemplate, type TemplateAnswers } from "../../shared/config/template.ts";
import { CONTROL_FAMILIES } from "../../shared/controls/control.ts";

const FEWEST: TemplateAnswers = {
  company: "Larkspur Analytics",
  system: "Larkspur",
  categories: [],
  account: null,
  owner: null,
  policy: {},
};

const MOST: TemplateAnswers = {
  company: "Larkspur Analytics",
  system: "Larkspur",
  categories: ["Privacy", "Availability"],
  account: "012345678901",
  owner: { name: "Ada Lovelace", email: "ada@example.com" },
  policy: {
    accessKeyMaxAgeDays: { value: 60, document: "Access Policy 4" },
    passwordCharacterClasses: { value: ["digits", "symbols"], document: "Password Policy 2" },
    passwordMaxAgeDays: { value: null, document: "Password Policy 3" },
  },
};

function load(content: string) {
  return loadConfig({ fileName: "soc2.yaml", content, today: "2026-11-22" });
}

describe("what init writes loads without an error and says what was answered", () => {
  it("with the fewest answers", () => {
    expect(load(renderTemplate(FEWEST))).toEqual({
      version: 1,
      company: { name: "Larkspur Analytics" },
      system: { name: "Larkspur" },
      scope: { categories: ["Security"] },
      regions: "all-enabled",
    });
  });

  it("with all answers", () => {
    const owner = { name: "Ada Lovelace", email: "ada@example.com" };
    expect(load(renderTemplate(MOST))).toEqual({
      version: 1,
      company: { name: "Larkspur Analytics" },
      system: { name: "Larkspur" },
      scope: { categories: ["Security", "Availability", "Privacy"] },
      account: "012345678901",
      regions: "all-enabled",
      policy: MOST.policy,
      owners: { families: Object.fromEntries(CONTROL_FAMILIES.map((family) => [family, owner])) },
    });
  });

  it("with an owner without email", () => {
    const owner = { name: "Ada Lovelace", email: null };
    const { owners } = load(renderTemplate({ ...FEWEST, owner }));
    expect(owners?.families?.access).toEqual({ name: "Ada Lovelace" });
  });

  it("whatever company and system are called", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "grapheme" }),
        (company, system) => {
          const read: unknown = parse(renderTemplate({ ...FEWEST, company, system }));
          expect(read).toMatchObject({ company: { name: company }, system: { name: system } });
        },
      ),
    );
  });
});

it("characters that YAML forbids or breaks lines at are written as escapes", () => {
  const company = "a\u007fb\u0085c\u2028d\u2029e\ufefff";
  const template = renderTemplate({ ...FEWEST, company });
  expect(template).toContain('"a\\u007fb\\u0085c\\u2028d\\u2029e\\ufefff"');
  expect(parse(template)).toMatchObject({ company: { name: company } });
});

describe("what stands behind # helps without being advice", () => {
  const template = renderTemplate(FEWEST);

  it.each(Object.keys(POLICY_NUMBERS))("%s is explained", (name) => {
    expect(template).toMatch(new RegExp(`  # [A-Z].*\\.\n  # ${name}: \\{ value: `));
  });

  it("uncommented as it stands, each placeholder for a person or a reason is refused", () => {
    const uncommented = template
      .replace("regions: all-enabled\n", "")
      .replaceAll(/^(?: {2})?# ((?: {2})*(?:- )?[a-zA-Z][\w-]*:.*|(?: {2})*- .*)$/gm, (line) =>
        line.replace("# ", ""),
      );
    const { problems } = inspectConfig({
      fileName: "soc2.yaml",
      content: uncommented,
      today: "2026-11-22",
    });
    const refused = problems.map(({ found }) => found);
    expect(refused.filter((found) => found === '"(why)"')).toHaveLength(4);
    expect(refused.filter((found) => found === '"First and last name"').length).toBeGreaterThan(13);
    expect(new Set(refused)).toEqual(new Set(['"(why)"', '"First and last name"']));
  });
});
