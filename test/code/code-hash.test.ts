import { globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeSha256 } from "../../shared/code/code-hash.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A repository, as small as one can be. */
const FILES = {
  "shared/checks/a.ts": "export const rule = 1;\n",
  "shared/checks/iam/b.ts": "export const rule = 2;\n",
  "shared/report/page.ts": "export const page = 1;\n",
  "shared/share/link.ts": "export const link = 1;\n",
  "shared/sample/account.ts": "export const account = 1;\n",
  "shared/sample/before/evidence.json": "{}\n",
  "cli/main.ts": "export const verb = 1;\n",
  "package-lock.json": JSON.stringify({
    name: "soc2-evidence",
    version: "1.0.0",
    packages: {
      "": { name: "soc2-evidence", version: "1.0.0" },
      "node_modules/zod": { version: "4.0.0", integrity: "sha512-AAAA" },
      "node_modules/vitest": { version: "5.0.0", dev: true },
    },
  }),
};

function hashOf(changes: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "code-hash-"));
  for (const [path, content] of Object.entries({ ...FILES, ...changes })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return codeSha256(root);
}

const lockfile = (from: string, to: string) => ({
  "package-lock.json": FILES["package-lock.json"].replaceAll(from, to),
});

describe("the hash of a release's code", () => {
  it("is that of its sources and of the packages that run, as the page says", () => {
    const packages = { "node_modules/zod": { version: "4.0.0", integrity: "sha512-AAAA" } };
    const file = (path: keyof typeof FILES) => ({
      path,
      sha256: sha256Hex(Buffer.from(FILES[path])),
    });
    const listed = [
      { path: "package-lock.json", sha256: sha256Hex(canonicalBytes(packages)) },
      file("shared/checks/a.ts"),
      file("shared/checks/iam/b.ts"),
    ];
    expect(hashOf()).toBe(sha256Hex(canonicalBytes(listed)));
  });

  it.each([
    ["a rule", { "shared/checks/iam/b.ts": "export const rule = 3;\n" }],
    ["a rule more", { "shared/checks/iam/c.ts": "" }],
    ["a package that runs", lockfile("4.0.0", "4.0.1")],
    ["that package's bytes", lockfile("AAAA", "BBBB")],
  ])("changes with %s", (_what, changes) => {
    expect(hashOf(changes)).not.toBe(hashOf());
  });

  it.each([
    ["a report", { "shared/report/page.ts": "export const page = 2;\n" }],
    ["a page of links", { "shared/share/link.ts": "" }],
    [
      "the sample",
      { "shared/sample/account.ts": "", "shared/sample/before/evidence.json": "[]\n" },
    ],
    ["a verb", { "cli/main.ts": "export const verb = 2;\n" }],
    ["the release's number", lockfile("1.0.0", "1.0.1")],
    ["a package to develop with", lockfile("5.0.0", "5.0.1")],
  ])("does not change with %s", (_what, changes) => {
    expect(hashOf(changes)).toBe(hashOf());
  });

  it("leaves out only what nothing that decides imports", () => {
    const strays = globSync("shared/**/*.ts", { cwd: ROOT })
      .filter((path) => !/^shared\/(?:report|share|sample)\//.test(path))
      .filter((path) =>
        /from "(?:\.\.\/)+(?:report|share|sample)\//.test(readFileSync(join(ROOT, path), "utf8")),
      );
    expect(strays).toEqual([]);
  });
});
