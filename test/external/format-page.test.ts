import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callLineSchema, linesOf, readPart } from "../../shared/external/external-object.ts";
import { findingsIn, RecordReader } from "../../shared/external/record-reader.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/formats/external.md"), "utf8");
const [, path = "", example = ""] =
  /<!-- example -->\n\n`([^`]+)`:\n\n```json\n([\s\S]*?)```\n<!-- end of example -->/.exec(page) ??
  [];

it("is shown by a part that this release reads, whole", () => {
  const bytes = new TextEncoder().encode(example);
  const { header, end } = readPart(bytes, path);
  const lines = [...linesOf(bytes, path)];
  expect(path).toBe(`external/${header.snapshot}/${header.source}.${header.region}.ndjson`);
  expect(lines.map(({ line }) => line)).toEqual([2, 3]);
  expect(end).toMatchObject({
    lines: lines.length,
    findings: lines.reduce((sum, { value }) => sum + findingsIn(value), 0),
  });
  const reader = new RecordReader(header, () => undefined);
  const findings = lines.flatMap((line) => [...reader.read(path, line)]);
  expect(findings).toMatchObject([
    {
      finding: { catalogue: "fsbp", ruleId: "Lambda.2", status: "open", severity: "high" },
      cite: { object: path, line: 3, pointer: "/call/response/Findings/0" },
    },
  ]);
});

it("shows calls as evidence/1 has them, and redactions that point into their line", () => {
  for (const line of example.trim().split("\n").slice(1, -1)) {
    const { redactions } = callLineSchema.parse(JSON.parse(line));
    for (const { pointer } of redactions) {
      const cut = pointer
        .split("/")
        .slice(1)
        .reduce<unknown>((here, key) => Reflect.get(Object(here), key), JSON.parse(line));
      expect(cut).toMatchObject({ redacted: "environment" });
    }
  }
});
