import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { verifyFile } from "../../shared/integrity/verify-file.ts";
import {
  fileReportSchema,
  verifyReportSchema,
} from "../../shared/integrity/verify-report-schema.ts";
import { readTrustedKey } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";

const HERE = import.meta.dirname;
const company = await readTrustedKey(join(HERE, "keys/company.pem"));
const FILE = "CC6.1-access-controls/2026-11-21T06-00-00Z/iam.account-summary.json";

const input = (name: string) => ({
  reader: new FolderStore(join(HERE, "bundles", name, "bundle")),
  crypto: nodeCrypto,
  trustedKeys: [company],
  asOf: "2026-11-21T06:30:00Z",
});

/** The example of a format page. */
function exampleOf(page: string): Record<string, unknown> {
  const text = readFileSync(join(HERE, "../../docs/formats", page), "utf8");
  return JSON.parse(/```json\n([\s\S]*?)\n```/.exec(text)?.[1] ?? "null");
}

/** The names of all members, at whatever depth. */
function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

const PAGE = readFileSync(join(HERE, "../../docs/formats/verify-report.md"), "utf8");
const SCHEMA = readFileSync(join(HERE, "../../docs/formats/verify-report.schema.json"), "utf8");

describe("docs/formats/verify-report.md", () => {
  it("shows the report of the bundle that it names", async () => {
    const report = await verifyBundle(input("good"));
    expect(exampleOf("verify-report.md")).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it.each(readdirSync(join(HERE, "bundles")))("has the shape of the report on %s", async (name) => {
    const report = await verifyBundle(input(name));
    expect(() => verifyReportSchema.parse(report)).not.toThrow();
    const names = namesIn(report);
    expect(names.filter((member) => !PAGE.includes(member))).toEqual([]);
    expect(names.filter((member) => !SCHEMA.includes(`"${member}": {`))).toEqual([]);
  });
});

describe("docs/formats/inclusion-proof.md", () => {
  it("shows the proof of the file that it names, but for three long texts", async () => {
    const report = await verifyFile({ ...input("good"), path: FILE });
    const { manifest, envelope, publicKey, ...rest } = exampleOf("inclusion-proof.md");
    expect([manifest, envelope, publicKey].map((one) => JSON.stringify(one).includes("…"))).toEqual(
      [true, true, true],
    );
    expect(report.proof).toMatchObject(rest);
    expect(() => fileReportSchema.parse(report)).not.toThrow();
  });
});
