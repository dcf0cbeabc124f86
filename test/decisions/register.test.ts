import { describe, expect, it } from "vitest";
import { fullNameSchema } from "../../shared/config/person.ts";
import { sealedDecisionSchema } from "../../shared/config/sealed-decision.ts";
import { RATIONALE_ALLOWED } from "../../shared/decisions/rationale.ts";
import { inspectRegister, loadRegister } from "../../shared/decisions/register.ts";
import { registerProblems } from "../../shared/decisions/register-rules.ts";
import { PATTERN_ALLOWED } from "../../shared/decisions/resource-pattern.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";

const TODAY = "2026-11-22";
const CONTEXT = {
  checks: new Map([
    ["s3.bucket-encrypted", "s3.bucket-encrypted"],
    ["s3.encryption-on", "s3.bucket-encrypted"],
  ]),
  people: ["Maeve Brennan", "Tomasz Wieczorek"],
};
/** A company of one. */
const ALONE = { ...CONTEXT, people: ["Tomasz Wieczorek"] };

const GOOD: Readonly<Record<string, string>> = {
  id: "D-001",
  finding: '"9f2c51d07c0a4be1"',
  outcome: "accept",
  rationale: "The bucket serves the public website; nothing in it is confidential.",
  owner: "{ name: Tomasz Wieczorek }",
  approver: "Maeve Brennan",
  decidedOn: "2026-11-20",
  expiresOn: "2027-05-20",
};

/** A register of one decision, with some of its keys changed or taken out. */
function written(changes: Readonly<Record<string, string | undefined>>): string {
  const keys = Object.entries({ ...GOOD, ...changes }).filter(([, value]) => value !== undefined);
  const lines = keys.map(
    ([key, value], index) => `${index === 0 ? "  - " : "    "}${key}: ${value}`,
  );
  return `version: 1\ndecisions:\n${lines.join("\n")}\n`;
}

function problemsOf(content: string, context: typeof CONTEXT = CONTEXT) {
  const file = { fileName: "decisions.yaml", content, today: TODAY };
  return inspectRegister(file, context).problems.map(({ line, key, found, allowed }) => ({
    line,
    key: key.replace("decisions[0]", ""),
    found,
    allowed,
  }));
}

const MISSING = "nothing: the key is missing";
const EITHER = "finding alone, or check with resources and findings";
const PERSON = fullNameSchema.safeParse("").error?.issues[0]?.message ?? "";
const PATTERN_KEYS = {
  finding: undefined,
  check: "s3.bucket-encrypted",
  findings: '["9f2c51d07c0a4be1"]',
};

describe("a decision that no auditor could accept is refused, with the reason", () => {
  // biome-ignore format: a table is read by rows
  it.each([
    ["no rationale", { rationale: undefined }, [3, ".rationale", MISSING, RATIONALE_ALLOWED]],
    ["a rationale that says nothing", { rationale: "We'll fix it later." }, [6, ".rationale", '"We\'ll fix it later."', RATIONALE_ALLOWED]],
    ["the team as owner", { owner: "{ name: the team }" }, [7, ".owner.name", '"the team"', PERSON]],
    ["no owner", { owner: undefined }, [3, ".owner", MISSING, "a mapping with keys out of name, email, role"]],
    ["no expiry", { expiresOn: undefined }, [3, ".expiresOn", MISSING, "a date that the calendar has, such as 2026-11-22"]],
    ["an expiry that the calendar does not have", { expiresOn: "2027-02-30" }, [10, ".expiresOn", '"2027-02-30"', "a date that the calendar has, such as 2026-11-22"]],
    ["an expiry before it was decided", { expiresOn: "2026-11-19" }, [10, ".expiresOn", '"2026-11-19"', "a day from 2026-11-20 on, a year after it at most"]],
    ["more than a year", { expiresOn: "2027-11-22" }, [10, ".expiresOn", '"2027-11-22"', "a day from 2026-11-20 on, a year after it at most"]],
    ["decided in the future", { decidedOn: "2026-11-23" }, [9, ".decidedOn", '"2026-11-23"', "today, 2026-11-22, or earlier"]],
    ["a pattern that matches everything", { ...PATTERN_KEYS, resources: '"*"' }, [12, ".resources", '"*"', PATTERN_ALLOWED]],
    ["a pattern that matches everything of its kind", { ...PATTERN_KEYS, resources: "arn:aws:s3:::*" }, [12, ".resources", '"arn:aws:s3:::*"', PATTERN_ALLOWED]],
    ["a pattern without the findings that it was made for", { ...PATTERN_KEYS, findings: undefined, resources: "arn:aws:s3:::logs-*" }, [3, "", "a mapping", EITHER]],
    ["a finding and a pattern", { check: "s3.bucket-encrypted" }, [3, "", "a mapping", EITHER]],
    ["nothing that it is about", { finding: undefined }, [3, "", "a mapping", EITHER]],
    ["a check that there is none of", { ...PATTERN_KEYS, check: "s3.bucket-encripted", resources: "arn:aws:s3:::logs-*" }, [10, ".check", '"s3.bucket-encripted"', "the id of a check that this release has"]],
    ["mitigated by nothing", { outcome: "mitigate" }, [3, ".compensatingControl", MISSING, "what makes up for it: mitigate needs a compensatingControl"]],
    ["approved by its owner where there is somebody else", { approver: "tomasz  wieczorek" }, [8, ".approver", '"tomasz  wieczorek", who is the owner as well', 'another person: soc2.yaml names "Maeve Brennan"']],
    ["a proof that is two", { proof: "{ commit: abc1234, ticket: SEC-1 }" }, [11, ".proof", "a mapping", "one of commit, document, ticket"]],
    ["a credential in the text", { ticket: `sk${"_live_"}0123456789abcdefghij` }, [11, ".ticket", "a text of 28 characters, not shown: it may be a secret", "no credential: the register is sealed as evidence for years"]],
  ] as const)("%s", (_what, changes, [line, key, found, allowed]) => {
    expect(problemsOf(written(changes))).toEqual([{ line, key, found, allowed }]);
  });

  it("the same id twice", () => {
    const two = `${written({})}${written({}).replace(/^version.*\ndecisions:\n/, "")}`;
    expect(problemsOf(two).map(({ line, found }) => [line, found])).toEqual([
      [11, '"D-001" a second time, first on line 3'],
    ]);
  });

  it("throws with line, column and key of the first problem", () => {
    const file = {
      fileName: "decisions.yaml",
      content: written({ outcome: "ignore" }),
      today: TODAY,
    };
    const { code, fields } = catchError(() => loadRegister(file, CONTEXT));
    expect([code, fields]).toEqual([
      "DECISIONS_INVALID",
      { file: "decisions.yaml", problems: 1, line: 5, column: 14, key: "decisions[0].outcome" },
    ]);
  });

  it("rules that need the file hold beside a schema that was not met", () => {
    const tree = { data: { decisions: [null, 7, { id: 3 }] }, problems: [] };
    const position = () => ({ line: 1, column: 1 });
    const stub = { ...tree, positionOfKey: position, positionOfValue: position };
    expect(registerProblems(stub, TODAY, CONTEXT)).toEqual([]);
  });
});

describe("one's own approval", () => {
  const own = { approver: "Tomasz Wieczorek" };
  const how = "Every change is reviewed by our outside accountant each quarter.";

  it.each([
    ["is refused even in a company of one, unless it says how that is made up for", own, ALONE, 1],
    [
      "is taken in a company of one with what makes up for it",
      { ...own, selfApproval: how },
      ALONE,
      0,
    ],
    [
      "is refused where soc2.yaml names somebody else, whatever makes up for it",
      { ...own, selfApproval: how },
      CONTEXT,
      1,
    ],
    ["is not what it is called where somebody else approved", { selfApproval: how }, CONTEXT, 1],
  ] as const)("%s", (_what, changes, context, expected) => {
    expect(problemsOf(written(changes), context)).toHaveLength(expected);
  });
});

describe("a register that loads", () => {
  it("spells each decision out, renamed checks by their new name", () => {
    const content = written({
      ...PATTERN_KEYS,
      check: "s3.encryption-on",
      resources: "arn:aws:s3:::logs-*",
      outcome: "mitigate",
      compensatingControl: "Only the log service's role can read them.",
      ticket: "SEC-12",
      proof: "{ commit: 4f2a91c }",
    });
    expect(loadRegister({ fileName: "decisions.yaml", content, today: TODAY }, CONTEXT)).toEqual([
      {
        id: "D-001",
        pattern: { check: "s3.bucket-encrypted", resources: "arn:aws:s3:::logs-*" },
        findings: ["9f2c51d07c0a4be1"],
        outcome: "mitigate",
        rationale: GOOD.rationale,
        owner: { name: "Tomasz Wieczorek", email: null, role: null },
        approver: "Maeve Brennan",
        decidedOn: "2026-11-20",
        expiresOn: "2027-05-20",
        compensatingControl: "Only the log service's role can read them.",
        ticket: "SEC-12",
        proof: { kind: "commit", reference: "4f2a91c" },
        selfApproval: null,
      },
    ]);
  });

  it("keeps a person's answers to the three questions, and no key where nobody answered", () => {
    const load = (changes: Readonly<Record<string, string>>) => {
      const file = { fileName: "decisions.yaml", content: written(changes), today: TODAY };
      const [decision] = loadRegister(file, CONTEXT);
      // What is sealed is read back from its bytes.
      return sealedDecisionSchema.parse(JSON.parse(JSON.stringify(decision)));
    };
    const { concern, harm, downtime, ...others } = load({
      concern: "no",
      harm: "only-with-another-fault",
      downtime: "rolling restart",
    });
    expect([concern, harm, downtime]).toEqual(["no", "only-with-another-fault", "rolling restart"]);
    expect(load({})).toStrictEqual(others);
    expect(load({ concern: "yes" })).toStrictEqual({ ...others, concern: "yes" });
  });

  it.each([
    [
      "another tool's rule, which only its own catalogue knows",
      { ...PATTERN_KEYS, check: "fsbp:S3.1", resources: "arn:aws:s3:::logs-*" },
    ],
    [
      "a rule of a product that Security Hub knows by vendor and name",
      { ...PATTERN_KEYS, check: "AcmeInc/Scanner:open-port", resources: "arn:aws:s3:::logs-*" },
    ],
    [
      "one that has expired: it reopens its findings and stops nothing",
      { decidedOn: "2025-11-20", expiresOn: "2026-11-19" },
    ],
    ["a year to the day", { expiresOn: "2027-11-20" }],
    ["decided and expiring today", { decidedOn: TODAY, expiresOn: TODAY }],
  ])("%s", (_what, changes) => {
    expect(problemsOf(written(changes))).toEqual([]);
  });

  it("an empty list of decisions", () => {
    const file = {
      fileName: "decisions.yaml",
      content: "version: 1\ndecisions: []\n",
      today: TODAY,
    };
    expect(loadRegister(file, CONTEXT)).toEqual([]);
  });
});

function catchError(run: () => unknown): EvidenceError {
  try {
    run();
  } catch (error) {
    if (error instanceof EvidenceError) return error;
  }
  throw new Error("It should have been refused.");
}
