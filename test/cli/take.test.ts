import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSample } from "../../cli/sample.ts";
import { type TakeOptions, take } from "../../cli/take.ts";
import type { Terminal } from "../../cli/terminal.ts";
import { restrictCriteria } from "../../shared/config/restrict-config.ts";

const { recording, config } = await openSample("before");
// One criterion is enough to interrupt, and quick.
const CONFIG = restrictCriteria(config, ["CC7.2"]);
const FIRST = recording.snapshot;
const SECOND = "2026-11-23T06-00-00Z";
const THIRD = "2026-11-24T06-00-00Z";

function machine(): { terminal: Terminal; evidence: string; said: string[] } {
  const cwd = mkdtempSync(join(tmpdir(), "take-"));
  const said: string[] = [];
  const terminal: Terminal = {
    env: { SOC2_EVIDENCE_HOME: join(cwd, "keys") },
    cwd,
    homeFolder: cwd,
    platform: process.platform,
    now: () => new Date("2026-11-24T07:00:00.000Z"),
    columns: 80,
    colour: false,
    out: () => {},
    err: (text) => said.push(text),
    progress: () => {},
    ask: null,
  };
  return { terminal, evidence: join(cwd, "evidence"), said };
}

/** A live snapshot: the sample's answers stand in for AWS. */
const live = (changes: Partial<TakeOptions> = {}): TakeOptions => ({
  gatherer: recording.gatherer,
  config: CONFIG,
  configName: "soc2.yaml",
  snapshot: FIRST,
  homeRegion: recording.homeRegion,
  outFolder: "evidence",
  restartOf: null,
  nonce: null,
  replayOf: null,
  ...changes,
});

/** Stops like Ctrl-C while CloudTrail's first source is read. */
const interrupting: TakeOptions["gatherer"] = {
  ...recording.gatherer,
  async gather(unit) {
    if (unit.source.name.startsWith("cloudtrail.")) throw new Error("interrupted");
    return recording.gatherer.gather(unit);
  },
};

const tampered = ["MANIFEST_MISSING", "UNLISTED_FILE"];

describe("a live snapshot after one that was interrupted", () => {
  it("while it gathered finishes that under its own name and configuration", async () => {
    const { terminal, evidence, said } = machine();
    const first = live({ gatherer: interrupting });
    await expect(take(terminal, first)).rejects.toThrow("interrupted");
    expect(existsSync(join(evidence, "snapshots", FIRST, "config.json"))).toBe(true);

    // The second was asked for other criteria: what was begun keeps its own.
    const second = await take(terminal, live({ snapshot: SECOND, config }));
    const { faults, snapshots } = second.verified;
    expect(snapshots.map(({ snapshot }) => snapshot)).toEqual([FIRST, SECOND]);
    expect(faults.filter(({ code }) => tampered.includes(code))).toEqual([]);
    expect(second.verified.exitCode).not.toBe(1);
    expect(said.join("")).toContain(FIRST);
    expect(existsSync(join(evidence, "snapshots", FIRST, "reports", "gap-report.html"))).toBe(true);
  });

  it("after its claim gives the manifest that was claimed", async () => {
    const { terminal, evidence } = machine();
    const { sealed } = await take(terminal, live());
    for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem", "reports"]) {
      rmSync(join(evidence, "snapshots", FIRST, name), { recursive: true });
    }
    const { verified } = await take(terminal, live({ snapshot: SECOND }));
    const manifests = verified.snapshots.map(({ manifestSha256 }) => manifestSha256);
    expect(verified.exitCode).not.toBe(1);
    expect(manifests).toHaveLength(2);
    expect(manifests[0]).toBe(sealed.manifestSha256);
  });

  it("before its envelope signs it", async () => {
    const { terminal, evidence } = machine();
    for (const snapshot of [FIRST, SECOND]) await take(terminal, live({ snapshot }));
    // As when no key could sign: the first of two, which nothing else comes back to.
    rmSync(join(evidence, "snapshots", FIRST, "manifest.dsse.json"));
    const { verified } = await take(terminal, live({ snapshot: THIRD }));
    expect(verified.faults.filter(({ code }) => code === "UNSIGNED")).toEqual([]);
    expect(verified.snapshots).toHaveLength(3);
  });

  it.each([
    { says: "with the index signed", gone: ["gap-report.html"] },
    { says: "with the index unsigned", gone: ["gap-report.html", "index.dsse.json"] },
  ])("among its reports completes them $says", async ({ gone }) => {
    const { terminal, evidence } = machine();
    await take(terminal, live());
    for (const name of gone) rmSync(join(evidence, "snapshots", FIRST, "reports", name));
    const { verified } = await take(terminal, live({ snapshot: SECOND }));
    expect(verified.faults.filter(({ path }) => path?.includes("/reports/") === true)).toEqual([]);
  });

  it("is refused when what was begun was for another account", async () => {
    const { terminal } = machine();
    const first = live({ gatherer: interrupting });
    await expect(take(terminal, first)).rejects.toThrow("interrupted");
    const gatherer = { ...recording.gatherer, account: "999999999999" };
    const second = live({ gatherer, snapshot: SECOND, config: { ...CONFIG, account: null } });
    await expect(take(terminal, second)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

describe("a report that was interrupted", () => {
  it("is completed by the same snapshot taken again", async () => {
    const { terminal, evidence } = machine();
    const { verified: before } = await take(terminal, live({ replayOf: "sample:before" }));
    rmSync(join(evidence, "snapshots", FIRST, "reports", "gap-report.html"));
    const { verified } = await take(terminal, live({ replayOf: "sample:before" }));
    expect(verified.faults).toEqual(before.faults);
  });

  it("of another release stays missing, and nothing is written over its index", async () => {
    const { terminal, evidence } = machine();
    await take(terminal, live({ replayOf: "sample:before" }));
    const reports = join(evidence, "snapshots", FIRST, "reports");
    rmSync(join(reports, "gap-report.html"));
    // A later snapshot: the chain that the report tells of is longer now.
    await take(terminal, live({ replayOf: "sample:before", snapshot: SECOND }));
    const { verified } = await take(terminal, live({ replayOf: "sample:before" }));
    expect(verified.faults.map(({ code }) => code)).toContain("REPORT_MISSING");
    expect(readdirSync(reports).sort()).toEqual(["index.dsse.json", "index.json", "progress.json"]);
  });
});

describe("credentials of another account than the configuration's", () => {
  it.each([
    {
      says: "names the company and the file",
      company: { name: "Larkspur Analytics" },
      message:
        "soc2.yaml is Larkspur Analytics' and for account 123456789012, but these credentials are of 999999999999. Write your own with: soc2-evidence init --force, or name another with --config.",
    },
    {
      says: "does without a company",
      company: null,
      message:
        "soc2.yaml is for account 123456789012, but these credentials are of 999999999999. Write your own with: soc2-evidence init --force, or name another with --config.",
    },
  ])("$says, and writes nothing", async ({ company, message }) => {
    const { terminal, evidence } = machine();
    const other = { ...CONFIG, account: "123456789012", company };
    const gatherer = { ...recording.gatherer, account: "999999999999" };
    const taking = take(terminal, live({ config: other, gatherer }));
    await expect(taking).rejects.toMatchObject({ code: "CONFIG_INVALID", message });
    expect(existsSync(evidence)).toBe(false);
  });
});

describe("--out", () => {
  it.each([
    { says: "a checkout", names: ["README.md", "cli"], refused: true },
    { says: "evidence with a stray file", names: ["snapshots", "notes.txt"], refused: true },
    { says: "what is nearly a criterion's folder", names: ["CC6.1"], refused: true },
    { says: "nothing", names: [], refused: false },
    {
      says: "a bundle that somebody looked at",
      names: ["CC6.1-access-controls", "snapshots", "chain", "inbox", ".staging", ".DS_Store"],
      refused: false,
    },
  ])("into a folder that holds $says: refused $refused", async ({ names, refused }) => {
    const { terminal, evidence } = machine();
    mkdirSync(evidence);
    for (const name of names) {
      if (/^\.D|\.(md|txt)$/.test(name)) writeFileSync(join(evidence, name), "x");
      else mkdirSync(join(evidence, name));
    }
    const taking = take(terminal, live());
    if (!refused) return void (await expect(taking).resolves.toBeDefined());
    await expect(taking).rejects.toMatchObject({ code: "USAGE" });
    expect(readdirSync(evidence).sort()).toEqual(names.toSorted());
  });
});
