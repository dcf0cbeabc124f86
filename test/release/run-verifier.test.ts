import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runVerifier, type Verifier } from "../../release/run-verifier.ts";
import { company } from "../integrity/sample-bundle.ts";

const VECTORS = join(import.meta.dirname, "../vectors");
const KEY = join(VECTORS, "keys/company.pem");
const GOOD = join(VECTORS, "bundles/good/bundle");
const FRESH = ["--as-of", "2026-11-21T06:30:00Z"];

const plain: Verifier = {
  name: "verify.mjs",
  about: "Checks every byte",
  goOn: async (_reader, verified) => verified,
};

const flat = (text: string) => text.replace(/\s+/g, " ");

async function run(argv: readonly string[], verifier = plain) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runVerifier(verifier, {
    argv,
    cwd: VECTORS,
    now: () => new Date("2026-11-22T08:00:00Z"),
    columns: 80,
    colour: false,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { exitCode, stdout: out.join(""), stderr: err.join("") };
}

describe("a verifier in one file", () => {
  it.each<[string, readonly string[], number, string]>([
    ["a good bundle", ["--key", KEY, ...FRESH], 0, "every byte is as it was sealed"],
    [
      "it by fingerprint",
      ["--fingerprint", company.spkiSha256, ...FRESH],
      0,
      "which you trust (--fingerprint)",
    ],
    [
      "another fingerprint",
      ["--fingerprint", "AB:".repeat(31).concat("AB"), ...FRESH],
      1,
      "none of the trusted keys",
    ],
    ["it without a key", FRESH, 3, "No trusted key was given"],
    ["it now, since nobody said when", ["--key", KEY], 2, "was due by"],
    [
      "a known head that is gone",
      ["--key", KEY, ...FRESH, "--known-head", `9:${"a".repeat(64)}`],
      1,
      "The known head",
    ],
  ])("judges %s", async (_says, args, exitCode, said) => {
    const ended = await run([GOOD, ...args]);
    expect({ exitCode: ended.exitCode, stderr: ended.stderr }).toEqual({ exitCode, stderr: "" });
    expect(flat(ended.stdout)).toContain(said);
  });

  it("gives machines what verify gives them", async () => {
    const { stdout } = await run([GOOD, "--key", KEY, ...FRESH, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, consistent: true, faults: [] });
  });

  it("goes on with what was verified", async () => {
    const goOn: Verifier["goOn"] = async (_reader, verified) => ({ ...verified, exitCode: 2 });
    expect((await run([GOOD, "--key", KEY, ...FRESH], { ...plain, goOn })).exitCode).toBe(2);
  });

  it.each<[string, readonly string[], string]>([
    ["a bucket", ["s3://vault"], "aws s3 sync"],
    ["no folder", ["nowhere"], "There is no folder nowhere to verify, and no ZIP."],
    ["a place without a name", [""], "The path is empty."],
    ["a key without a name", [".", "--key", ""], "--key is empty."],
    ["two places", ["a", "b"], "One place at a time: b is too many."],
    ["an option that there is not", ["--nope"], "Unknown option '--nope'. Run with --help"],
    ["an option without its value", ["--key"], "Run with --help for what there is."],
    ["a time that does not exist", ["--as-of", "2026-02-31"], "--as-of 2026-02-31 is no time"],
    ["a time without its zone", ["--as-of", "2026-11-22T06:00:00"], "is no time with its zone"],
    ["a head that is none", ["--known-head", "7"], "--known-head 7 is not SEQUENCE:SHA256"],
    [
      "a fingerprint that is none",
      ["--fingerprint", "abc"],
      "--fingerprint abc is not the SHA-256",
    ],
    ["a key that is not there", [".", "--key", "no.pem"], "no.pem cannot be read"],
  ])("refuses %s, with 3", async (_says, args, said) => {
    const ended = await run(args);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(ended.stderr).toContain(said);
  });

  it("refuses in JSON where JSON was asked for", async () => {
    const { stderr } = await run(["nowhere", "--json"]);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "NOT_FOUND",
        message: "There is no folder nowhere to verify, and no ZIP.",
        place: "nowhere",
      },
    });
  });

  it("says of a defect that it should not be", async () => {
    const goOn: Verifier["goOn"] = async () => {
      throw new RangeError("too deep");
    };
    const ended = await run([GOOD], { ...plain, goOn });
    expect(ended).toEqual({
      exitCode: 3,
      stdout: "",
      stderr: "Something failed that should not: too deep.\n",
    });
  });

  it("helps in lines of 80 columns", async () => {
    const { exitCode, stdout } = await run(["--help"]);
    expect(exitCode).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("Usage: node verify.mjs [options] [place]");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
