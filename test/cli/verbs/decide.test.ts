import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { askFor } from "../../../cli/decide/questions.ts";
import type { Terminal } from "../../../cli/terminal.ts";
import { runIn } from "../terminal.ts";

/** The sample was recorded in October; decisions are made in November. */
const NOW = "2026-11-30T09:00:00.000Z";
const LATER = "2026-12-01T06:00:00Z";
const SOC2_YAML = `version: 1
company: { name: Larkspur }
system: { name: Larkspur }
owners:
  families:
    access: { name: Maeve Brennan }
    data: { name: Tomasz Wieczorek }
`;
const RATIONALE = "The bucket serves the public website; nothing in it is confidential.";

interface Machine {
  readonly cwd: string;
  /** Runs one command line; `answers` are given in turn to what it asks. */
  run(...argv: string[]): Promise<{ exitCode: number; out: string; err: string; asked: string[] }>;
  answering(...answers: string[]): Machine;
}

function machineIn(cwd: string, answers: readonly string[] | null = null): Machine {
  return {
    cwd,
    answering: (...given) => machineIn(cwd, given),
    async run(...argv) {
      const asked: string[] = [];
      const left = [...(answers ?? [])];
      const ask = async (question: string) => {
        asked.push(question.split(/[:?,]/, 1)[0] ?? "");
        const answer = left.shift();
        if (answer === undefined) throw new Error(`Nobody answers "${question}".`);
        return answer;
      };
      const ran = await runIn(cwd, argv, {
        now: () => new Date(NOW),
        ask: answers === null ? null : ask,
      });
      return { ...ran, asked };
    },
  };
}

/** A folder with soc2.yaml and a snapshot of the sample account, of one criterion. */
async function firstMachine(): Promise<Machine> {
  const cwd = mkdtempSync(join(tmpdir(), "decide-"));
  writeFileSync(join(cwd, "soc2.yaml"), SOC2_YAML);
  const first = machineIn(cwd);
  await first.run("snapshot", "--sample", "--criteria", "CC6.1");
  return first;
}

/** Another folder like the first one, without its register. */
function newMachine(): Machine {
  const cwd = mkdtempSync(join(tmpdir(), "decide-"));
  cpSync(machine.cwd, cwd, { recursive: true });
  return machineIn(cwd);
}

let machine: Machine;
let publicBuckets: { id: string; resource: { arn: string } }[];

beforeAll(async () => {
  machine = await firstMachine();
  const open: { findings: { id: string; check: string; resource: { arn: string } }[] } = JSON.parse(
    (await machine.run("decide", "--json")).out,
  );
  publicBuckets = open.findings.filter(({ check }) => check === "s3.bucket-not-public");
});

/** A decision on the first public bucket, with options changed or left out. */
function deciding(changes: Readonly<Record<string, string | undefined>> = {}): string[] {
  const options = {
    outcome: "accept",
    rationale: RATIONALE,
    owner: "Tomasz Wieczorek <tomasz@larkspur.example>",
    approver: "Maeve Brennan",
    expires: "2027-05-31",
    ...changes,
  };
  return [
    "decide",
    publicBuckets[0]?.id ?? "",
    ...Object.entries(options).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, value],
    ),
  ];
}

describe("decide", () => {
  it("without a name lists what is open, with the ids that it takes", async () => {
    const { exitCode, out } = await machine.run("decide");
    expect(exitCode).toBe(0);
    for (const { id } of publicBuckets) expect(out).toContain(id);
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it.each([
    ["a rationale that says nothing", { rationale: "We'll fix it later" }, "--rationale"],
    ["no rationale", { rationale: undefined }, "--rationale"],
    ["the team as owner", { owner: "the team" }, "--owner"],
    ["no owner", { owner: undefined }, "--owner"],
    ["no expiry", { expires: undefined }, "--expires"],
    ["an expiry that has passed", { expires: "2026-11-29" }, "--expires"],
    ["more than a year", { expires: "2027-12-02" }, "--expires"],
    ["its owner's own approval", { approver: "Tomasz Wieczorek" }, "--approver"],
    ["mitigated by nothing", { outcome: "mitigate" }, "--compensating"],
    ["an outcome that there is not", { outcome: "ignore" }, "--outcome"],
    ["a concern that is neither yes nor no", { concern: "unknown" }, "--concern"],
    ["harm in words of one's own", { harm: "maybe" }, "--harm"],
    ["a downtime in hours", { downtime: "2 hours" }, "--downtime"],
  ])("refuses %s, and writes nothing", async (_what, changes, option) => {
    const { exitCode, err } = await machine.run(...deciding(changes));
    expect([exitCode, err.match(/^ {2}(--[a-z]+)/gm)?.map((line) => line.trim())]).toEqual([
      3,
      [option],
    ]);
    expect(existsSync(join(machine.cwd, "decisions.yaml"))).toBe(false);
  });

  it.each([
    ["a finding that there is not", ["0000000000000000"]],
    ["a check that there is not", ["s3.bucket-not-pubic", "--resources", "arn:aws:s3:::logs*"]],
    ["a pattern that matches everything", ["s3.bucket-not-public", "--resources", "*"]],
    [
      "a pattern that matches nothing",
      ["s3.bucket-not-public", "--resources", "arn:aws:s3:::nil*"],
    ],
  ])("refuses a decision on %s", async (_what, argv) => {
    const { exitCode, err } = await machine.run("decide", ...argv, "--json");
    expect([exitCode, JSON.parse(err).error.code]).toEqual([3, "DECISION_REFUSED"]);
    expect(existsSync(join(machine.cwd, "decisions.yaml"))).toBe(false);
  });

  it("names the findings of a check to whoever gives neither one nor a pattern", async () => {
    const { exitCode, err } = await machine.run("decide", "s3.bucket-not-public");
    const lines = publicBuckets.map(({ id, resource }) => `  ${id}  ${resource.arn}`);
    expect([exitCode, lines.every((line) => err.includes(line))]).toEqual([3, true]);
    const none = await machine.run("decide", "fsbp:S3.8");
    expect([none.exitCode, none.err]).toEqual([
      3,
      expect.stringContaining("no open finding by fsbp:S3.8"),
    ]);
  });

  it("gives a day that would be taken as the example of an expiry", async () => {
    const asked: string[] = [];
    const terminal = {
      ...{ columns: 80, colour: false, err: () => {}, now: () => new Date(NOW) },
      ask: async (question: string) => {
        asked.push(question);
        return "";
      },
    } as unknown as Terminal;
    await askFor(terminal, {}, null, []);
    expect(asked.join()).toContain("a year from today, such as 2027-05-31:");
  });

  it("records a decision that the next snapshot marks, seals and reports", async () => {
    const own = newMachine();
    expect((await own.run(...deciding({ proof: "commit:4f2a91c" }))).exitCode).toBe(0);
    const register = readFileSync(join(own.cwd, "decisions.yaml"), "utf8");
    expect(register).toBe(`version: 1
decisions:
  - id: D-001
    finding: "${publicBuckets[0]?.id}"
    outcome: accept
    rationale: ${RATIONALE}
    owner:
      name: Tomasz Wieczorek
      email: tomasz@larkspur.example
    approver: Maeve Brennan
    decidedOn: "2026-11-30"
    expiresOn: "2027-05-31"
    proof:
      commit: "4f2a91c"
`);
    const snapshot = ["snapshot", "--sample", "--criteria", "CC6.1", "--as-of", LATER];
    const { out } = await own.run(...snapshot, "--decisions", "decisions.yaml", "--json");
    const { decisions, counts } = JSON.parse(out);
    expect([counts.decided, decisions.map((one: { state: string }) => one.state)]).toEqual([
      1,
      ["holds"],
    ]);
    expect((await own.run("gaps")).out).toContain(RATIONALE);
    expect((await own.run("verify")).exitCode).toBe(0);
    const open = JSON.parse((await own.run("decide", "--json")).out);
    expect(open.findings.map(({ id }: { id: string }) => id)).not.toContain(publicBuckets[0]?.id);
  });

  it("adds to a register without touching what stands there", async () => {
    const own = newMachine();
    const file = join(own.cwd, "decisions.yaml");
    await own.run(...deciding());
    const commented = `# Ours since November.\n${readFileSync(file, "utf8")}`;
    writeFileSync(file, commented);
    await own.run(...deciding({ ticket: "SEC-7" }));
    const after = readFileSync(file, "utf8");
    expect(after.startsWith(commented)).toBe(true);
    expect(after.slice(commented.length)).toMatch(/^ {2}- id: D-002\n/);
  });

  it("covers what a pattern matches now, by id", async () => {
    const own = newMachine();
    const arn = publicBuckets[0]?.resource.arn ?? "";
    const { exitCode } = await own.run(
      ...deciding({ resources: `${arn.slice(0, -2)}*` }).with(1, "s3.bucket-not-public"),
    );
    const register = readFileSync(join(own.cwd, "decisions.yaml"), "utf8");
    expect([exitCode, register.includes(`- "${publicBuckets[0]?.id}"`)]).toEqual([0, true]);
  });

  it("leaves a register that has faults of its own to be mended first", async () => {
    const own = newMachine();
    const file = join(own.cwd, "decisions.yaml");
    writeFileSync(file, "version: 1\ndecisions: [{ id: D-001 }]\n");
    const { exitCode, err } = await own.run(...deciding(), "--json");
    expect([exitCode, JSON.parse(err).error.code]).toEqual([3, "DECISIONS_INVALID"]);
    expect(readFileSync(file, "utf8")).toBe("version: 1\ndecisions: [{ id: D-001 }]\n");
  });

  it("asks for what is not given, shows what it is about first, and asks again for what is refused", async () => {
    const own = newMachine().answering(
      // Enter takes what is proposed.
      "",
      "maybe",
      "r",
      "accept",
      "later",
      "the team",
      "Maeve Brennan",
      "2027-05-31",
      "SEC-7",
      "",
      // Again what was refused, and nothing else.
      "o",
      "rep",
      RATIONALE,
      "Tomasz Wieczorek",
    );
    const { exitCode, err, asked } = await own.run("decide", publicBuckets[0]?.id ?? "");
    expect(exitCode).toBe(0);
    expect(asked.map((question) => question.split(" ")[0])).toEqual([
      "yes",
      "yes",
      "none",
      "Outcome",
      "Why",
      "Who",
      "Who",
      "Until",
      "The",
      "What",
      "yes",
      "none",
      "Why",
      "Who",
    ]);
    expect(err).toContain("is public");
    // One blank line before the first question, and the refusal in the words of the register.
    expect(err).toMatch(/\S\n\nIs it a SOC 2 concern\?\n/);
    expect(err).toMatch(
      /\n\nNot like this\.\n {2}harm: found .*\n {2}downtime: .*\n {2}rationale: found .*\n {2}owner: /,
    );
    const register = readFileSync(join(own.cwd, "decisions.yaml"), "utf8");
    expect(register).toContain("ticket: SEC-7");
    expect(register).toContain(`    concern: "yes"
    harm: only-with-another-fault
    downtime: replacement
    outcome: accept
`);
  });

  it("asks a company of one how its own approval is made up for", async () => {
    const own = newMachine();
    const one = "version: 1\ncompany: { name: L }\nsystem: { name: L }\n";
    writeFileSync(join(own.cwd, "soc2.yaml"), one);
    const given = deciding({ approver: "Tomasz Wieczorek", ticket: "", proof: "" });
    const made = ["", "", "", "A board member reads the register each quarter."];
    expect(await own.answering(...made).run(...given)).toMatchObject({ exitCode: 0 });
    const register = readFileSync(join(own.cwd, "decisions.yaml"), "utf8");
    expect(register).toContain("selfApproval: A board member reads");
  });

  it("keeps answers that are given as options", async () => {
    const own = newMachine();
    const { exitCode } = await own.run(...deciding({ harm: "no", downtime: "rolling restart" }));
    const register = readFileSync(join(own.cwd, "decisions.yaml"), "utf8");
    expect([exitCode, register.match(/^ {4}(?:concern|harm|downtime): .*$/gm)]).toEqual([
      0,
      ['    harm: "no"', "    downtime: rolling restart"],
    ]);
  });
});
