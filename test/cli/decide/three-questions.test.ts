import { describe, expect, it } from "vitest";
import {
  askThreeQuestions,
  showProposed,
  type TriageGiven,
  triageOfSubject,
} from "../../../cli/decide/three-questions.ts";
import type { Terminal } from "../../../cli/terminal.ts";
import { triageOf } from "../../../shared/triage/triage.ts";

const TRIAGE = triageOf({
  concern: { answer: "yes", because: "it speaks to CC6.1" },
  harm: { answer: "yes", because: "anybody reads it" },
  downtime: { answer: "unknown", because: "it depends on what was found" },
});

function terminalOf(answers: readonly string[]) {
  const left = [...answers];
  const told: string[] = [];
  const terminal: Terminal = {
    ...{ env: {}, cwd: "/", homeFolder: "/", platform: "linux", columns: 80, colour: false },
    now: () => new Date("2026-11-30T09:00:00.000Z"),
    out: () => {},
    progress: () => {},
    err: (text) => {
      told.push(text);
    },
    ask: async (question) => {
      told.push(question);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`Nobody answers "${question}".`);
      return answer;
    },
  };
  return { terminal, told, left };
}

async function answering(answers: readonly string[], given: TriageGiven = {}) {
  const { terminal, told, left } = terminalOf(answers);
  const got = await askThreeQuestions(terminal, given, TRIAGE);
  return { got, told: told.join(""), left };
}

describe("askThreeQuestions", () => {
  it("shows each proposed answer with its reason, then asks", async () => {
    expect((await answering(["", "", ""])).told).toBe(`
Is it a SOC 2 concern?
  Yes: it speaks to CC6.1.
yes or no; Enter for yes: 
Can it do real harm?
  Yes: anybody reads it.
yes, only-with-another-fault or no; Enter for yes: 
What does mending it cost the running product?
  Unknown: it depends on what was found.
none, rolling restart, brief interruption or replacement; Enter leaves it open: `);
  });

  it.each([
    ["Enter takes what is proposed, and leaves open what nobody knows", ["", "", ""], "yes yes "],
    [
      "a beginning is enough where one answer has it",
      ["N", "o", "rol"],
      "no only-with-another-fault rolling restart",
    ],
    ["a beginning of two answers stays as it was said", ["y", "n", "r"], "yes no r"],
    ["what is no answer stays as it was said", ["sure", "no way", "none"], "sure no way none"],
  ] as const)("%s", async (_what, answers, expected) => {
    const { concern, harm, downtime } = (await answering(answers)).got;
    expect(`${concern} ${harm} ${downtime}`).toBe(expected);
  });

  it("asks nothing that was given as an option", async () => {
    const given = { concern: "no", harm: "no", downtime: "none" };
    expect(await answering(["left"], given)).toEqual({ got: given, told: "", left: ["left"] });
  });
});

describe("showProposed", () => {
  it.each([
    ["nothing answered", {}, "fix it in a maintenance window"],
    ["other answers than proposed", { downtime: "none" }, "fix it now"],
    ["no concern", { concern: "no" }, "accept it"],
    ["left open", { downtime: "" }, "fix it in a maintenance window"],
    ["what is no answer", { concern: "nope" }, "fix it in a maintenance window"],
  ])("%s", (_what, given, expected) => {
    const { terminal, told } = terminalOf([]);
    showProposed(terminal, given, TRIAGE);
    expect(told.join("")).toContain(`Proposed: ${expected}`);
  });
});

describe("what is mended now", () => {
  it.each([
    ["none", true],
    ["replacement", false],
  ])("where mending costs %s: says that there is nothing to decide is %s", (downtime, isSaid) => {
    const { terminal, told } = terminalOf([]);
    showProposed(terminal, { downtime }, TRIAGE);
    expect(told.join("").includes("nothing to decide")).toBe(isSaid);
  });
});

describe("triageOfSubject", () => {
  const [lenient, severe, unrated] = [
    { check: "made.up", severity: "informational" },
    { check: "made.up", severity: "critical" },
    { check: "made.up", severity: null },
  ] as const;

  it.each([
    ["one finding", [lenient], "no"],
    ["one without severity", [unrated], "unknown"],
    ["several, the worst of which counts", [lenient, severe, unrated], "yes"],
  ] as const)("%s", (_what, about, harm) => {
    expect(triageOfSubject(about)?.harm.answer).toBe(harm);
  });

  it("is null where there is none", () => {
    expect(triageOfSubject([])).toBeNull();
  });
});
