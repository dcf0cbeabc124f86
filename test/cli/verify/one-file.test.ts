import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeZip } from "../../store/zip-maker.ts";
import { runIn } from "../terminal.ts";

const KIT = fileURLToPath(new URL("../../vectors", import.meta.url));
const GOOD = join(KIT, "bundles/good/bundle");
const KEY = ["--key", join(KIT, "keys/company.pem"), "--as-of", "2026-11-21T06:30:00Z"];
const FILE = "CC6.1-access-controls/2026-11-21T06-00-00Z/iam.account-summary.json";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-one-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (...args: string[]) =>
  runIn(folder, ["verify", ...args], { env: {}, now: () => new Date("2026-11-21T06:30:00Z") });

describe("verify --file", () => {
  it("proves one file in words", async () => {
    const { exitCode, out } = await run(GOOD, "--file", FILE, ...KEY);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/: proven:\sthese are the bytes that were sealed\./);
    expect(out).toMatch(/file 2 of 6 in 2026-11-21T06-00-00Z, sequence 2/);
    expect(out.split("\n").every((line) => line.length <= 80)).toBe(true);
  });

  it("gives a proof that is checked beside the file alone", async () => {
    const { out } = await run(GOOD, "--file", FILE, "--json", ...KEY);
    await writeFile(join(folder, "proof.json"), out);
    const evidence = await readFile(join(GOOD, FILE));
    await writeFile(join(folder, "summary.json"), evidence);
    expect(await run("summary.json", "--proof", "proof.json", ...KEY)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("summary.json: proven"),
    });
    await writeFile(join(folder, "summary.json"), `${evidence} `);
    expect(await run("summary.json", "--proof", "proof.json", ...KEY)).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining("summary.json: not proven"),
    });
  });

  it.each<[string, string[], string]>([
    ["a path that no manifest lists", [GOOD, "--file", "chain/1.json"], "cannot be proven"],
    ["a proof that is not there", [GOOD, "--proof", "nowhere.json"], "There is no proof"],
    ["both at once", [GOOD, "--file", FILE, "--proof", "proof.json"], "--proof"],
    [
      "what only the whole can show",
      [GOOD, "--file", FILE, "--known-head", `1:${"0".repeat(64)}`],
      "--known-head",
    ],
  ])("refuses %s", async (_what, args, sentence) => {
    expect(await run(...args, ...KEY)).toMatchObject({
      exitCode: 3,
      out: "",
      err: expect.stringContaining(sentence),
    });
  });
});

describe("verify --proof", () => {
  beforeEach(async () => {
    const { out } = await run(GOOD, "--file", FILE, "--json", ...KEY);
    await writeFile(join(folder, "proof.json"), out);
    await writeFile(join(folder, "summary.json"), await readFile(join(GOOD, FILE)));
    await writeFile(join(folder, "notes.md"), "# Notes");
    await writeFile(join(folder, "other.json"), "{}");
    await mkdir(join(folder, "elsewhere"));
  });

  it("follows a link to the file and to the proof", async () => {
    await symlink("../summary.json", join(folder, "elsewhere/link.json"));
    await symlink("../proof.json", join(folder, "elsewhere/proof.json"));
    expect(
      await run("elsewhere/link.json", "--proof", "elsewhere/proof.json", ...KEY),
    ).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("elsewhere/link.json: proven"),
    });
  });

  it("takes a file of any name", async () => {
    await writeFile(join(folder, "what: a name?.json"), await readFile(join(GOOD, FILE)));
    expect(await run("what: a name?.json", "--proof", "proof.json", ...KEY)).toMatchObject({
      exitCode: 0,
    });
  });

  it.each<[string, string, string, string]>([
    ["a file that is not there", "nosuch.json", "proof.json", "There is no file nosuch.json"],
    ["a folder", "elsewhere", "proof.json", "elsewhere is no file"],
    ["a link that leads nowhere", "dangling.json", "proof.json", "There is no file dangling.json"],
    ["no name", "", "proof.json", "No file was named"],
    ["a proof of no name", "summary.json", "", "There is no proof"],
    ["a proof that is a folder", "summary.json", "elsewhere", "There is no proof elsewhere"],
    ["notes as a proof", "summary.json", "notes.md", "notes.md is no inclusion proof"],
    ["other JSON as a proof", "summary.json", "other.json", "other.json is no inclusion proof"],
  ])("refuses %s, with 3 and by the name that was typed", async (_what, file, proof, said) => {
    await symlink("nowhere.json", join(folder, "dangling.json"));
    const { exitCode, out, err } = await run(file, "--proof", proof, ...KEY);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: "" });
    expect(err).toContain(said);
    expect(err).not.toContain("CC6.1");
  });
});

describe("verify of nothing", () => {
  it.each<[string, string[]]>([
    ["no folder", ["", ...KEY]],
    ["no key", [GOOD, "--key", ""]],
    ["no log files", [GOOD, "--cloudtrail", "", ...KEY]],
  ])("is refused where %s is named", async (_what, args) => {
    const { exitCode, out, err } = await run(...args);
    expect({ exitCode, out }).toEqual({ exitCode: 3, out: "" });
    expect(err).toContain("is empty");
  });

  it("says to name a public key in PEM where a file is another", async () => {
    const key = join(KIT, "keys/company.private-for-tests-only.pem");
    const { exitCode, err } = await run(GOOD, "--key", key);
    expect(exitCode).toBe(3);
    expect(err).toContain("openssl pkey");
  });
});

describe("verify --key", () => {
  it("names a key that signed nothing, beside the one that did", async () => {
    const other = join(KIT, "keys/next.pem");
    const { out } = await run(GOOD, ...KEY, "--key", other);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      `(--key ${other}), which signed no manifest here`,
    );
  });
});

describe("verify of a ZIP", () => {
  it("reads it where it lies", async () => {
    const names = [FILE, FILE.replace("iam.account-summary", "assessment")];
    const entries = names.map(async (name) => ({ name, data: await readFile(join(GOOD, name)) }));
    await writeFile(join(folder, "part.zip"), makeZip(await Promise.all(entries)));
    // Evidence without any manifest.
    expect(await run("part.zip", ...KEY)).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining("part.zip: cannot be verified."),
    });
  });

  it("refuses one with something behind its end, and prints a report of it", async () => {
    const zip = makeZip([{ name: FILE, data: await readFile(join(GOOD, FILE)) }], {
      after: Buffer.from("more"),
    });
    await writeFile(join(folder, "pack.zip"), zip);
    const { exitCode, out } = await run("pack.zip", "--json", ...KEY);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      schema: "verify-report/1",
      faults: [{ code: "ARCHIVE_INVALID", path: null }],
    });
  });

  it("says of a file that is none what it is", async () => {
    await writeFile(join(folder, "notes.txt"), "these are notes, and no ZIP");
    expect(await run("notes.txt", ...KEY)).toMatchObject({
      exitCode: 3,
      err: expect.stringContaining("notes.txt cannot be read as a ZIP: it is no ZIP."),
    });
  });
});
