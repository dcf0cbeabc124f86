import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { runIn } from "../terminal.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "rotate-key-"));
});

/** Runs the command line as a user whose keys lie in a folder of their own. */
const run = (argv: readonly string[], user = "owner") =>
  runIn(cwd, argv, {
    env: { SOC2_EVIDENCE_HOME: join(cwd, user) },
    now: () => new Date("2026-11-30T06:00:00.000Z"),
  });

const DAYS = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"] as const;
const take = (day: string, more: readonly string[] = [], user = "owner") =>
  run(
    ["snapshot", "--sample", "--criteria", "CC7.2", "--as-of", `${day}T06:00:00Z`, ...more],
    user,
  );
const evidence = (day: string, name: string, folder = "evidence") =>
  join(cwd, folder, "snapshots", `${day}T06-00-00Z`, name);

/** The fingerprints that signed a day's manifest, in the envelope's order. */
const signersOf = (day: string): string[] =>
  JSON.parse(readFileSync(evidence(day, "manifest.dsse.json"), "utf8")).signatures.map(
    ({ keyid }: { keyid: string }) => keyid,
  );

/** What an auditor sees who trusts the keys of these days. */
async function audit(days: readonly string[], folder = "evidence") {
  const keys = days.flatMap((day) => {
    const file = join(cwd, `${day}.pem`);
    writeFileSync(file, readFileSync(evidence(day, "public-key.pem", folder)));
    return ["--key", file];
  });
  const { exitCode, out } = await run(["verify", folder, "--json", ...keys], "auditor");
  const { faults, warnings } = JSON.parse(out);
  const codes = (list: { code: string }[]) => [...new Set(list.map(({ code }) => code))].sort();
  return { exitCode, faults: codes(faults), warnings: codes(warnings) };
}

describe("rotate-key", () => {
  it("changes the key: the next manifest by both, later ones by the new one, good for either's trust", async () => {
    const [first, second, third] = DAYS;
    await take(first);
    const [oldKey = ""] = signersOf(first);
    const changed = await run(["rotate-key"]);
    const [, newKey = ""] = /auditor:\n {2}([0-9a-f]{64})\n/.exec(changed.out) ?? [];
    expect([changed.exitCode, changed.err]).toEqual([0, ""]);
    expect(changed.out).toBe(
      [
        "There is a new signing key. Its fingerprint, for the auditor:",
        `  ${newKey}`,
        "The old one is kept, and signs once more:",
        `  ${oldKey}`,
        `  ${join(cwd, "owner", `signing-key-until-2026-11-30-${oldKey.slice(0, 16)}.pem`)}`,
        "Next: soc2-evidence snapshot --out evidence",
        "Its manifest is signed by both keys, every later one by the new key alone.",
        "",
      ].join("\n"),
    );
    await take(second);
    await take(third);
    expect(DAYS.slice(0, 3).map(signersOf)).toEqual([[oldKey], [newKey, oldKey], [newKey]]);
    expect(await audit([first])).toEqual({ exitCode: 0, faults: [], warnings: ["KEY_CHANGED"] });
    expect(await audit([third])).toEqual({
      exitCode: 0,
      faults: [],
      warnings: ["KEY_CHANGED", "TRUSTED_THROUGH_LINK"],
    });
    // And on this machine, which knows both.
    expect((await run(["verify"])).exitCode).toBe(0);
  });

  it("is refused while a change is pending, and names what to do; then it may come again", async () => {
    await take(DAYS[0]);
    const first = JSON.parse((await run(["rotate-key", "--json"])).out);
    const again = await run(["rotate-key", "evidence", "--json"]);
    expect([again.exitCode, again.out]).toEqual([3, ""]);
    expect(JSON.parse(again.err).error).toMatchObject({
      code: "KEY_CHANGE_PENDING",
      previous: first.previous,
      current: first.current,
      message: expect.stringContaining("soc2-evidence snapshot --out evidence"),
    });
    await take(DAYS[1]);
    expect((await run(["rotate-key"])).exitCode).toBe(0);
    await take(DAYS[2]);
    expect(await audit([DAYS[0]])).toMatchObject({ exitCode: 0, faults: [] });
  });

  it.each<[string, () => Promise<unknown>, string, string]>([
    ["there is no key", async () => {}, "evidence", "KEY_MISSING"],
    [
      "the folder holds no chain",
      () => run(["init", "--company", "A", "--system", "B"]),
      "nowhere",
      "NOT_FOUND",
    ],
    [
      "the chain is another's",
      async () => {
        await take(DAYS[0], [], "other");
        await run(["init", "--company", "A", "--system", "B"]);
      },
      "evidence",
      "KEY_MISSING",
    ],
    ["the chain is in a vault", () => take(DAYS[0]), "s3://vault", "USAGE"],
  ])("is refused when %s, and changes nothing", async (_says, before, folder, code) => {
    await before();
    const keys = () => (readdirSync(cwd).includes("owner") ? readdirSync(join(cwd, "owner")) : []);
    const standing = keys();
    const { exitCode, err } = await run(["rotate-key", folder, "--json"]);
    expect([exitCode, JSON.parse(err).error.code]).toEqual([3, code]);
    expect(keys()).toEqual(standing);
  });
});

describe("after the key was changed", () => {
  it("a manifest that the old key was to sign is signed by it", async () => {
    const [first, second, third] = DAYS;
    await take(first);
    await take(second);
    const [oldKey] = signersOf(second);
    // As when the run was killed between manifest and envelope.
    rmSync(evidence(second, "manifest.dsse.json"));
    rmSync(evidence(second, "public-key.pem"));
    rmSync(evidence(second, "reports"), { recursive: true });
    expect((await run(["rotate-key"])).exitCode).toBe(0);
    await take(third);
    expect(signersOf(second)).toEqual([oldKey]);
    expect(signersOf(third)).toHaveLength(2);
    expect(await audit([first])).toMatchObject({ exitCode: 0, faults: [] });
  });

  it("a report of what the old key sealed is signed by it: the new one has no part in it", async () => {
    const [first, second] = DAYS;
    await take(first);
    for (const name of ["gap-report.html", "index.dsse.json"]) {
      rmSync(evidence(first, join("reports", name)));
    }
    await run(["rotate-key"]);
    // The same snapshot again: it is sealed, and its report is completed.
    await take(first);
    await take(second);
    expect(await audit([first])).toMatchObject({ exitCode: 0, faults: [] });
  });

  it("another chain of the same user changes too, when its turn comes", async () => {
    const [first, second, third] = DAYS;
    await take(first);
    await take(first, ["--out", "other"]);
    await run(["rotate-key"]);
    await take(second);
    await run(["rotate-key"]);
    await take(third, ["--out", "other"]);
    expect(await audit([first], "other")).toEqual({
      exitCode: 0,
      faults: [],
      warnings: ["KEY_CHANGED"],
    });
  });
});

describe("snapshot --restarts, when the key is lost", () => {
  const [first, second] = DAYS;

  it("begins a new chain elsewhere that names the old one's end, and says so", async () => {
    await take(first);
    const head = JSON.parse((await run(["verify", "--json"])).out).head;
    const [oldKey] = signersOf(first);
    // The owner's new machine.
    const refused = await take(second, [], "new");
    expect(refused.exitCode).toBe(3);
    expect(refused.err).toContain("snapshot --out NEW --restarts OLD");
    // Said before anything was gathered that nobody can seal.
    expect(readdirSync(join(cwd, "evidence/snapshots"))).toEqual([`${first}T06-00-00Z`]);
    // What is sealed needs no key to be taken again; nobody here trusts the one that sealed it.
    expect((await take(first, [], "new")).exitCode).toBe(1);
    const begun = await take(second, ["--out", "anew", "--restarts", "evidence"], "new");
    expect([begun.exitCode, begun.err]).toEqual([0, ""]);
    const manifest = JSON.parse(readFileSync(evidence(second, "manifest.json", "anew"), "utf8"));
    const old = JSON.parse(readFileSync(evidence(first, "manifest.json"), "utf8"));
    expect(manifest).toMatchObject({
      sequence: 1,
      previous: null,
      gaps: [
        `This chain begins anew because the key of an earlier one is lost: chain ${old.chain}, which ended at sequence 1 with manifest SHA-256 ${head.sha256}, signed by ${oldKey}.`,
      ],
    });
    expect(manifest.chain).not.toBe(old.chain);
    expect(await audit([second], "anew")).toEqual({
      exitCode: 0,
      faults: [],
      warnings: ["CHAIN_RESTARTED"],
    });
    const { out } = await run(["verify", "anew"], "new");
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      `verify it where it lies, with --known-head 1:${head.sha256}`,
    );
    await take(DAYS[2], ["--out", "anew"], "new");
    const later = JSON.parse(readFileSync(evidence(DAYS[2], "manifest.json", "anew"), "utf8"));
    expect(later.gaps).toEqual([]);
  });

  it.each<[string, readonly string[], string, string]>([
    ["its key is at hand", ["--out", "anew", "--restarts", "evidence"], "owner", "USAGE"],
    ["there is no chain", ["--out", "anew", "--restarts", "nowhere"], "new", "NOT_FOUND"],
    ["the new chain would stand on the old", ["--restarts", "evidence"], "new", "USAGE"],
  ])("is refused when %s", async (_says, argv, user, code) => {
    await take(first);
    const { exitCode, err } = await take(second, [...argv, "--json"], user);
    expect([exitCode, JSON.parse(err).error.code]).toEqual([3, code]);
    expect(readdirSync(cwd)).not.toContain("anew");
  });

  it("does not go with --in-account", async () => {
    const { exitCode, err } = await run(["snapshot", "--in-account", "--restarts", "evidence"]);
    expect(exitCode).toBe(3);
    expect(err).toContain("--restarts cannot go with it");
  });
});
