import { describe, expect, it } from "vitest";
import {
  CRITERIA,
  CRITERION_CATEGORIES,
  CRITERION_IDS,
  type Criterion,
  criterion,
  isCriterionId,
} from "../../shared/criteria/criteria.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { breachesOf } from "./criteria-rules.ts";

const SERIES: Record<Criterion["category"], readonly string[]> = {
  Security: ["CC1", "CC2", "CC3", "CC4", "CC5", "CC6", "CC7", "CC8", "CC9"],
  Availability: ["A1"],
  Confidentiality: ["C1"],
  "Processing integrity": ["PI1"],
  Privacy: ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"],
};

/** The 61 numbers follow from how many criteria each series of the standard has. */
const SERIES_LENGTHS: readonly (readonly [string, number])[] = [
  ["CC1", 5],
  ["CC2", 3],
  ["CC3", 4],
  ["CC4", 2],
  ["CC5", 3],
  ["CC6", 8],
  ["CC7", 5],
  ["CC8", 1],
  ["CC9", 2],
  ["A1", 3],
  ["C1", 2],
  ["PI1", 5],
  ["P1", 1],
  ["P2", 1],
  ["P3", 2],
  ["P4", 3],
  ["P5", 2],
  ["P6", 7],
  ["P7", 1],
  ["P8", 1],
];

describe("the 61 criteria", () => {
  it("keep every rule of their catalogue", () => {
    expect(breachesOf(CRITERIA)).toEqual([]);
  });

  it("are numbered and ordered as the standard numbers them", () => {
    expect(CRITERION_IDS).toEqual(
      SERIES_LENGTHS.flatMap(([series, length]) =>
        Array.from({ length }, (_, index) => `${series}.${index + 1}`),
      ),
    );
  });

  it.each(CRITERION_CATEGORIES)("%s holds exactly its own series", (category) => {
    const series = CRITERIA.filter((one) => one.category === category).map(
      ({ id }) => id.split(".")[0],
    );
    expect([...new Set(series)]).toEqual(SERIES[category]);
  });
});

const sample = criterion("CC6.1");

function withSample(change: Partial<Criterion>): Criterion[] {
  return CRITERIA.map((one) => (one.id === sample.id ? { ...one, ...change } : one));
}

describe("a rule of the criteria's catalogue bites when", () => {
  it.each<[string, readonly Criterion[], string[]]>([
    [
      "one criterion is missing",
      CRITERIA.filter(({ id }) => id !== "P8.1"),
      ["There are 60 criteria, not 61."],
    ],
    [
      "a folder is used twice",
      withSample({ folder: "CC6.2-user-lifecycle" }),
      [
        'CC6.1: "CC6.2-user-lifecycle" begins otherwise.',
        'CC6.2: "CC6.2-user-lifecycle" stands twice.',
      ],
    ],
    [
      "an id is used twice",
      withSample({ id: "CC5.3", folder: "CC5.3-access-controls" }),
      ['CC5.3: "CC5.3" stands twice.'],
    ],
    [
      "a number is of no series",
      withSample({ id: "XX6.1" }),
      ["XX6.1: not a criterion's number.", 'XX6.1: "CC6.1-access-controls" begins otherwise.'],
    ],
    [
      "a folder has a character that paths should not have",
      withSample({ folder: "CC6.1-Access Controls" }),
      ['CC6.1: "CC6.1-Access Controls" is not a folder name.'],
    ],
    [
      "a folder begins with another number that begins alike",
      withSample({ folder: "CC6.10-access-controls" }),
      ['CC6.1: "CC6.10-access-controls" begins otherwise.'],
    ],
    [
      "nothing is said about it",
      withSample({ about: "" }),
      ["CC6.1: about is not one or two sentences."],
    ],
    [
      "more than two sentences are said about it",
      withSample({ about: "One. Two. Three." }),
      ["CC6.1: about is not one or two sentences."],
    ],
  ])("%s", (_, criteria, breaches) => {
    expect(breachesOf(criteria)).toEqual(breaches);
  });
});

describe("looking up a criterion", () => {
  it.each(CRITERION_IDS)("%s is found by its number", (id) => {
    expect(isCriterionId(id)).toBe(true);
    expect(criterion(id)).toBe(CRITERIA.find((one) => one.id === id));
  });

  it.each(["CC6.9", "cc6.1", "CC6.1 ", "CC6.1-access-controls", "", "__proto__", "constructor"])(
    "%j is no criterion, and the error lists those that are",
    (id) => {
      expect(isCriterionId(id)).toBe(false);
      const error = thrownBy(() => criterion(id));
      expect({ code: error.code, fields: error.fields }).toEqual({
        code: "NOT_FOUND",
        fields: { id },
      });
      for (const allowed of CRITERION_IDS) expect(error.message).toContain(allowed);
    },
  );
});

function thrownBy(act: () => unknown): EvidenceError {
  try {
    act();
  } catch (error) {
    if (error instanceof EvidenceError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
