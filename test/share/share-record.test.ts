import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeOf, shareRecordPath } from "../../shared/integrity/bundle-layout.ts";
import { shareRecordSchema, slugOf } from "../../shared/share/share-record.ts";
import { HOSTILE_NAMES } from "../report/hostile.ts";
import { SEALED_SHARE } from "../vectors/share-vectors.ts";

const read = (path: string): string =>
  readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const STORED = read(`test/vectors/bundles/good-with-shares/bundle/${SEALED_SHARE}`);

it.each([
  ["Jo Auditor", "jo-auditor"],
  ["Jo Müller, CPA", "jo-muller-cpa"],
  ["  --  ", "share"],
  ["監査人", "share"],
  ["../../etc/passwd", "etc-passwd"],
  ["a".repeat(80), "a".repeat(40)],
  [`${"a".repeat(39)} b`, "a".repeat(39)],
])("%j has the file name %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it.each(HOSTILE_NAMES)("a record for %j lies where records lie", (name) => {
  const path = shareRecordPath("2026-11-22T06-12-00Z", slugOf(name));
  expect(placeOf(path).kind).toBe("share");
});

describe("docs/formats/share.md", () => {
  const page = read("docs/formats/share.md");

  it("shows the record of the test kit", () => {
    const [, shown] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(shown).toBe(STORED);
  });

  it("names every member", () => {
    const members = Object.keys(shareRecordSchema.shape);
    expect(members.filter((member) => !page.includes(`| \`${member}\``))).toEqual([]);
  });
});

describe("a record", () => {
  const record = shareRecordSchema.parse(JSON.parse(STORED));
  const [first] = record.objects;

  it.each<[string, object]>([
    ["a link in it", { url: "https://vault.s3.amazonaws.com/?X-Amz-Signature=00" }],
    ["a link in an object", { objects: [{ ...first, url: "https://example.org" }] }],
    ["nobody", { for: "" }],
    ["a time without a zone", { expires: "2026-11-22T06:12:00" }],
    ["an object without a version", { objects: [{ ...first, versionId: null }] }],
    ["a path that leads away", { objects: [{ ...first, path: "../secret" }] }],
    ["another schema", { schema: "share/2" }],
  ])("with %s is none", (_what, change) => {
    expect(shareRecordSchema.safeParse({ ...record, ...change }).success).toBe(false);
  });
});
