import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../../cli/command-line.ts";
import { type Ran, runIn as runThere } from "../cli/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "command-line-"));
const MAIN = join(import.meta.dirname, "../../cli/main.ts");

const run = (...argv: string[]): Promise<Ran> => runIn(folder, ...argv);

const runIn = (cwd: string, ...argv: string[]): Promise<Ran> =>
  runThere(cwd, argv, {
    env: { SOC2_EVIDENCE_HOME: join(folder, "keys") },
    homeFolder: folder,
    now: () => new Date("2026-11-22T06:00:00.000Z"),
  });

beforeAll(async () => {
  await run("snapshot", "--sample", "--out", "evidence");
});

describe("--as-of on a live snapshot (CASES 37)", () => {
  it("is refused before anything is asked or written", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "as-of-"));
    const { exitCode, out, err } = await runIn(cwd, "snapshot", "--as-of", "2026-01-01T00:00:00Z");
    expect([exitCode, out]).toEqual([3, ""]);
    expect(err).toContain("--as-of is refused for a live account");
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("goes with a recording, whose chain says so", async () => {
    const { exitCode } = await run(
      ...["snapshot", "--sample", "--as-of", "2026-10-20T00:00:00Z", "--out", "as-of"],
    );
    expect([0, 2]).toContain(exitCode);
    expect(existsSync(join(folder, "as-of/snapshots/2026-10-20T00-00-00Z"))).toBe(true);
  });

  it("is no time before the recording, when nothing in it had happened", async () => {
    const { exitCode, err } = await run("snapshot", "--sample", "--as-of", "1970-01-01");
    expect(exitCode).toBe(3);
    expect(err).toContain("is before the recording");
  });
});

describe("a command line that cannot be followed", () => {
  it.each<[string, string[], RegExp]>([
    ["an unknown verb", ["replay"], /unknown command/],
    ["an unknown option", ["snapshot", "--sampel"], /unknown option/],
    ["too many arguments", ["verify", "a", "b"], /too many arguments/],
    ["a state that the sample does not have", ["snapshot", "--sample", "now"], /before or after/],
    ["two recordings", ["snapshot", "--sample", "--replay", "evidence"], /give one/],
    ["a criterion that is none", ["snapshot", "--criteria", "CC99"], /Not a criterion/],
    ["no criterion at all", ["snapshot", "--criteria", ","], /Not a criterion/],
    ["a region that is none", ["snapshot", "--regions", "europe"], /Not a region/],
    ["a severity that is none", ["snapshot", "--fail-on", "bad"], /must be one of/],
    ["a time without its zone", ["verify", "--as-of", "2026-11-22T06:00:00"], /Give a time/],
    ["a day that does not exist", ["verify", "--as-of", "2026-02-30"], /Give a time/],
    ["a folder that is not there", ["verify", "nowhere"], /no folder nowhere/],
    ["no snapshot there", ["gaps", "nowhere"], /no snapshot here/],
    ["a snapshot that is not there", ["gaps", "evidence", "--snapshot", "x"], /no snapshot x/],
    [
      "a file that cannot be written",
      ["gaps", "evidence", "--html", "no/x.html"],
      /could not be written/,
    ],
    ["nothing of that name", ["explain", "nothing"], /nothing called/],
    ["a key that is not there", ["verify", "evidence", "--key", "no.pem"], /cannot be read/],
    ["a head that is none", ["verify", "evidence", "--known-head", "1"], /SEQUENCE:SHA256/],
    [
      "a configuration that is not there",
      ["policy", "--config", "no.yaml"],
      /no configuration file/,
    ],
    [
      "a folder inside evidence",
      ["snapshot", "--sample", "--out", "evidence/in"],
      /inside the evidence/,
    ],
    [
      "a sealed snapshot, otherwise configured",
      ["snapshot", "--sample", "--regions", "eu-west-1", "--out", "evidence"],
      /another configuration/,
    ],
    [
      "a sealed snapshot, with a nonce",
      ["snapshot", "--sample", "--nonce", "n", "--out", "evidence"],
      /without this nonce/,
    ],
  ])("%s: exit 3, what is wrong, and no stack", async (_what, argv, message) => {
    const { exitCode, out, err } = await run(...argv);
    expect([exitCode, out]).toEqual([3, ""]);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/should not|^\s+at /m);
  });

  it("a configuration that is there and cannot be read is not passed over", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "unreadable-"));
    mkdirSync(join(cwd, "soc2.yaml"));
    const { exitCode, err } = await runIn(cwd, "policy", "--criterion", "CC6.1");
    expect(exitCode).toBe(3);
    expect(err).toContain("cannot be read");
  });

  it("a folder whose name ends in snapshots is a folder", async () => {
    mkdirSync(join(folder, "old-snapshots/january"), { recursive: true });
    writeFileSync(join(folder, "old-snapshots/january/x"), "");
    const { err } = await run("snapshot", "--replay", "old-snapshots/january");
    expect(err).toContain("old-snapshots/january holds no snapshot");
  });
});

describe("every verb", () => {
  const { commands } = createProgram({ out: () => {}, err: () => {} }, async () => {});

  it.each(commands.map((command) => command.name()))(
    "%s has help with an example, --json and --verbose",
    async (verb) => {
      const { exitCode, out } = await run(verb, "--help");
      expect(exitCode).toBe(0);
      expect(out).toMatch(/Example:\n {2}.*soc2-evidence/);
      expect(out).toContain("--json");
      expect(out).toContain("--verbose");
    },
  );

  it.each([
    [["gaps", "evidence"]],
    [["verify", "evidence"]],
    [["explain", "CC6.1"]],
    [["explain", "AC-01"]],
    [["explain", "iam.root-mfa-enabled"]],
    [["policy"]],
    [["snapshot", "--sample", "--out", "evidence"]],
  ])("%j --json is JSON and nothing else", async (argv) => {
    const { out, err } = await run(...argv, "--json");
    expect(typeof JSON.parse(out)).toBe("object");
    expect(err).toBe("");
  });
});

describe("exit codes of snapshot", () => {
  it("a sealed one taken again ends as it did, and says that nothing was written", async () => {
    const first = await run("snapshot", "--sample", "after", "--out", "twice");
    const again = await run("snapshot", "--sample", "after", "--out", "twice");
    expect(again.exitCode).toBe(first.exitCode);
    expect(again.out).toContain("nothing was written");
    expect(first.out).not.toContain("nothing was written");
  });

  it("1 with --fail-on when a gap is at least that severe, and not when none is", async () => {
    const before = await run("snapshot", "--sample", "--out", "evidence", "--fail-on", "critical");
    const after = await run(
      "snapshot",
      "--sample",
      "after",
      "--out",
      "twice",
      "--fail-on",
      "critical",
    );
    expect([before.exitCode, after.exitCode]).toEqual([1, 0]);
  });

  it("2 where a region that was asked for was not read", async () => {
    const { exitCode } = await run(
      "snapshot",
      "--sample",
      "--regions",
      "eu-west-9",
      "--out",
      "nine",
    );
    expect(exitCode).toBe(2);
  });
});

it("a reader who has read enough is no failure", async () => {
  const env = { ...process.env, SOC2_EVIDENCE_HOME: join(folder, "keys") };
  const child = spawn(process.execPath, [MAIN, "gaps", "evidence", "--json"], { cwd: folder, env });
  let err = "";
  child.stderr.on("data", (text) => {
    err += text;
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const [exitCode] = await once(child, "close");
  expect([exitCode, err]).toEqual([0, ""]);
});
