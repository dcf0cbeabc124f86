import { createHash } from "node:crypto";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { checksPage } from "../../docs/generate/checks-page.ts";
import { totals } from "../../docs/generate/coverage.ts";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { CONTROLS } from "../../shared/controls/catalogue.ts";
import type { Assessment } from "../../shared/snapshot/assessment.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const parsed = (path: string): unknown => JSON.parse(read(path));
const PAGES = globSync(["*.md", "docs/**/*.md"], { cwd: ROOT }).sort();

/** What the format page shows first: the block in its generated section. */
function example(page: string): unknown {
  const block = /<!-- generated: example -->[\s\S]*?```json\n([\s\S]*?)```/.exec(read(page))?.[1];
  return JSON.parse(block ?? "null");
}

it.each(PAGES)("every link in %s leads somewhere", (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)];
  const broken = links
    .map(([, target = ""]) => normalize(join(dirname(page), target)))
    .filter((target) => !existsSync(join(ROOT, target)));
  expect(broken).toEqual([]);
});

it("CONTRIBUTING names every room", () => {
  const rooms = readdirSync(join(ROOT, "shared")).filter((room) => room !== "errors");
  const page = read("CONTRIBUTING.md");
  expect(rooms.filter((room) => !page.includes(`\n| \`${room}\` |`))).toEqual([]);
});

describe("the published JSON Schema", () => {
  const bundle = "test/vectors/bundles/good-with-reports/bundle";
  const files = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).sort();
  const accepts = (name: string, value: unknown): boolean => {
    // Formats such as `date` are said, not checked: that takes a package of its own.
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    return ajv.validate(parsed(`docs/formats/${name}.schema.json`) as object, value);
  };

  it.each([
    ["evidence", files("shared/sample/*/[ACP]*/*/*.json")],
    ["manifest", files(`${bundle}/snapshots/*/manifest.json`)],
    ["claim", files(`${bundle}/chain/*.json`)],
    ["reports", files(`${bundle}/snapshots/*/reports/index.json`)],
    ["share", files("test/vectors/bundles/good-with-shares/bundle/shares/*.json")],
    ["sealed-config", files("shared/sample/*/snapshots/*/config.json")],
  ])("%s takes the files that this product wrote", (name, paths) => {
    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => !accepts(name, parsed(path)))).toEqual([]);
  });

  it.each(["evidence", "assessment", "findings"])("%s takes the page's example", (name) => {
    const shown = example(`docs/formats/${name}.md`);
    expect(accepts(name, shown)).toBe(true);
    expect(accepts(name, { ...(shown as object), unheardOf: 1 })).toBe(false);
  });
});

it("the assessment's page shows a finding whose id follows from the page's rule", () => {
  const { findings } = example("docs/formats/assessment.md") as Assessment;
  const [finding] = findings;
  const named = JSON.stringify([
    finding?.check,
    "123456789012",
    finding?.resource.region,
    finding?.resource.arn ?? finding?.resource.id,
  ]);
  expect(read("docs/formats/assessment.md")).toContain(named.replaceAll(",", ", "));
  expect(finding?.id).toBe(createHash("sha256").update(named).digest("hex").slice(0, 16));
});

describe("docs/checks.md", () => {
  const { content } = checksPage();

  it("has every check, control and part", () => {
    const wanted = [
      ...CHECKS.map(({ id }) => `### ${id}\n`),
      ...CONTROLS.map(({ id }) => `### ${id}\n`),
      ...CONTROLS.flatMap(({ parts }) => parts.map((part) => `\n- ${part}: `)),
    ];
    expect(wanted.filter((line) => !content.includes(line))).toEqual([]);
  });

  it("says of a part that no check covers that nothing reads it", () => {
    const covered = totals([]).find(([what]) => what === "parts of controls that a check covers");
    const parts = CONTROLS.flatMap((control) => control.parts).length;
    expect(covered?.[1]).toBe(`0 of ${parts}`);
    expect(totals(CHECKS)).not.toEqual(totals([]));
  });
});
