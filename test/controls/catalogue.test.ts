import { describe, expect, it } from "vitest";
import {
  CONTROLS,
  type Control,
  controlById,
  controlsOf,
  isControlId,
} from "../../shared/controls/catalogue.ts";
import { direct, document, documentWhenFound } from "../../shared/controls/control.ts";
import { CRITERIA, CRITERION_IDS } from "../../shared/criteria/criteria.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { breachesOf } from "./catalogue-rules.ts";

describe("the control catalogue", () => {
  it("keeps every rule", () => {
    expect(breachesOf(CONTROLS)).toEqual([]);
  });

  it("proposes nothing for processing integrity and privacy, an honest gap where in scope", () => {
    const without = CRITERIA.filter(({ id }) => controlsOf(id).length === 0);
    expect(without.map(({ id }) => id)).toEqual(
      CRITERIA.filter(({ category }) => ["Processing integrity", "Privacy"].includes(category)).map(
        ({ id }) => id,
      ),
    );
  });

  it("carves out what AWS's data centres do, and keeps asking for the review of its report", () => {
    const carved = CONTROLS.filter(({ carvedOut }) => carvedOut !== null);
    expect(carved.map(({ id, documents }) => ({ id, documents }))).toEqual([
      {
        id: "VN-04",
        documents: [expect.objectContaining({ id: "aws-report-review", needed: "always" })],
      },
    ]);
  });

  it("asks only when found for what a check alone can know is needed", () => {
    const asked = CONTROLS.flatMap(({ id, documents }) =>
      documents
        .filter(({ needed }) => needed === "when-found")
        .map((one) => [id, one.id, one.maxAgeDays]),
    );
    expect(asked).toEqual([
      ["AC-01", "identity-provider-mfa", 92],
      ["AC-02", "root-use-explanation", null],
      ["CH-02", "hand-change-explanation", null],
    ]);
  });
});

function change(id: string, row: Partial<Control>): Control[] {
  return CONTROLS.map((one) => (one.id === id ? { ...one, ...row } : one));
}

describe("a rule of the control catalogue bites when", () => {
  it.each<[string, readonly Control[], string[]]>([
    [
      "a criterion in Security, Availability or Confidentiality loses its one direct control",
      change("RS-06", { criteria: { "CC7.5": direct("Four words are enough.") } }),
      ["A1.3: no direct control."],
    ],
    ["an id stands twice", change("GV-02", { id: "GV-01" }), ["GV-01: the id stands twice."]],
    [
      "an id is misspelt",
      change("GV-01", { id: "GV-1" }),
      ["GV-1: the id is not two capitals, a hyphen and two digits."],
    ],
    [
      "a control has another family's prefix",
      change("AC-03", { id: "NW-93" }),
      ["NW-93: another prefix than its family access has."],
    ],
    [
      "a control stands outside its family",
      CONTROLS.toSpliced(0, 1).concat(CONTROLS.slice(0, 1)),
      ["The controls do not stand together by family, in the order of the families."],
    ],
    [
      "a reason is used twice, but for letter case and marks",
      change("AC-03", {
        criteria: {
          "CC6.1": direct("LIMITS on a role are void, if the role itself can lift them."),
        },
      }),
      ["AC-10 for CC6.3: the reason is that of AC-03 for CC6.1."],
    ],
    [
      "a reason has three words",
      change("AC-03", { criteria: { "CC6.1": direct("It protects access.") } }),
      ["AC-03 for CC6.1: the reason has fewer than four words."],
    ],
    [
      "a reason is two sentences",
      change("AC-03", { criteria: { "CC6.1": direct("Passwords are weak. Policies help.") } }),
      ["AC-03 for CC6.1: the reason is not one sentence."],
    ],
    [
      "a reason says what only an auditor may",
      change("AC-03", { criteria: { "CC6.1": direct("The password policy is effective here.") } }),
      ["AC-03 for CC6.1: the reason concludes."],
    ],
    [
      "a statement has no period",
      change("AC-03", { statement: "Passwords are long" }),
      ["AC-03: the statement is not one sentence."],
    ],
    [
      "a statement is two sentences",
      change("AC-03", { statement: "Passwords are long. They are kept." }),
      ["AC-03: the statement is not one sentence."],
    ],
    ...["compliant", "certified", "effective", "suitably designed"].map(
      (word): [string, readonly Control[], string[]] => [
        `a statement says ${word}`,
        change("AC-03", { statement: `Passwords are ${word}.` }),
        ["AC-03: the statement concludes."],
      ],
    ),
    [
      "a control counts towards nothing",
      change("AC-10", { criteria: {} }),
      ["AC-10: it counts towards no criterion."],
    ],
    ["a control has no frequency", change("AC-10", { frequency: "" }), ["AC-10: no frequency."]],
    [
      "the tool looks at a part of a manual control",
      change("AC-06", { parts: ["account summary"] }),
      ["AC-06: it is manual and the tool looks at a part of it."],
    ],
    [
      "the tool looks at nothing for an automated control",
      change("AC-10", { parts: [] }),
      ["AC-10: it is not manual and the tool looks at nothing."],
    ],
    [
      "a check could not say which of two parts it covers",
      change("AC-10", { parts: ["buckets", "buckets"] }),
      ["AC-10: two parts have one name."],
    ],
    [
      "a manual control needs no document",
      change("AC-06", { documents: [] }),
      ["AC-06: it is manual and needs no document."],
    ],
    [
      "an automated control always needs a document",
      change("AC-10", { documents: [document("note", "A note", 365)] }),
      ["AC-10: it is automated and always needs a document."],
    ],
    [
      "a hybrid control has nothing for a person to add",
      change("AC-01", { documents: [] }),
      ["AC-01: it is hybrid and no person adds anything."],
    ],
    [
      "a manual control's documents never go stale",
      change("AC-06", {
        documents: [{ id: "note", name: "A note", maxAgeDays: null, needed: "always" }],
      }),
      ["AC-06: none of the documents that it always needs can go stale."],
    ],
    [
      "a document is stale from the first",
      change("AC-06", { documents: [document("note", "A note", 0)] }),
      ["AC-06: a document is stale from the first."],
    ],
    [
      "two documents of a control have one id",
      change("AC-01", {
        documents: [documentWhenFound("note", "One", 92), documentWhenFound("note", "Two", null)],
      }),
      ["AC-01: two documents have one id."],
    ],
    [
      "a document's id is not kebab-case",
      change("AC-06", { documents: [document("Signed_note", "A note", 92)] }),
      ["AC-06: a document's id is not kebab-case."],
    ],
    [
      "a control is carved out without saying why",
      change("VN-04", { carvedOut: "" }),
      ["VN-04: the reason to carve it out is no sentence."],
    ],
    [
      "a control is carved out and nobody reviews the other's report",
      change("AC-10", { carvedOut: "Another company does it." }),
      ["AC-10: it is carved out without a review of the other's report."],
    ],
  ])("%s", (_, rows, breaches) => {
    expect(breachesOf(rows)).toEqual(breaches);
  });
});

describe("looking up a control", () => {
  it("finds each by its id", () => {
    for (const control of CONTROLS) {
      expect(isControlId(control.id)).toBe(true);
      expect(controlById(control.id)).toBe(control);
    }
  });

  it.each(["AC-99", "ac-01", "AC-01 ", "", "__proto__"])(
    "%j is no control, and the error lists those that are",
    (id) => {
      expect(isControlId(id)).toBe(false);
      let thrown: unknown;
      try {
        controlById(id);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(EvidenceError);
      expect(thrown).toMatchObject({
        code: "NOT_FOUND",
        fields: { id },
        message: expect.stringContaining(CONTROLS.map((control) => control.id).join(", ")),
      });
    },
  );
});

describe("the controls of a criterion", () => {
  it("put direct ones first and otherwise keep the catalogue's order, each with its reason", () => {
    expect(controlsOf("CC6.8").map(({ control, strength }) => `${control.id} ${strength}`)).toEqual(
      ["PE-04 direct", "DT-06 direct", "DT-01 supporting", "CH-01 supporting"],
    );
    expect(controlsOf("CC3.3")).toEqual([
      { control: controlById("RK-03"), ...controlById("RK-03").criteria["CC3.3"] },
    ]);
  });

  it("hold every mapping of the catalogue once", () => {
    const byCriterion = CRITERION_IDS.flatMap((id) =>
      controlsOf(id).map(({ control }) => `${control.id} ${id}`),
    );
    const byControl = CONTROLS.flatMap(({ id, criteria }) =>
      Object.keys(criteria).map((criterion) => `${id} ${criterion}`),
    );
    expect(byCriterion.toSorted()).toEqual(byControl.toSorted());
  });
});
