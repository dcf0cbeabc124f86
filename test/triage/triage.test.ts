import { describe, expect, it } from "vitest";
import {
  CONCERN_ANSWERS,
  DOWNTIME_ANSWERS,
  HARM_ANSWERS,
} from "../../shared/config/decision-answers.ts";
import {
  type TriageAnswers,
  type TriageOutcome,
  triageOf,
  withAnswers,
} from "../../shared/triage/triage.ts";

function answers(
  concern: TriageAnswers["concern"]["answer"],
  harm: TriageAnswers["harm"]["answer"],
  downtime: TriageAnswers["downtime"]["answer"],
): TriageAnswers {
  return {
    concern: { answer: concern, because: "the concern's reason" },
    harm: { answer: harm, because: "the harm's reason" },
    downtime: { answer: downtime, because: "the downtime's reason" },
  };
}

const DOWNTIMES = [...DOWNTIME_ANSWERS, "unknown"] as const;
const [F, W, C, A] = ["fix-now", "maintenance-window", "compensate", "accept"] as const;

/** By concern and harm, in the order of `DOWNTIMES`: none, rolling, brief, replacement, unknown. */
const TABLE: readonly (readonly [
  TriageAnswers["concern"]["answer"],
  TriageAnswers["harm"]["answer"],
  readonly TriageOutcome[],
])[] = [
  ["yes", "yes", [F, F, W, W, W]],
  ["yes", "only-with-another-fault", [F, F, C, C, C]],
  ["yes", "no", [A, A, A, A, A]],
  ["yes", "unknown", [F, F, W, W, W]],
  ["no", "yes", [A, A, A, A, A]],
  ["no", "only-with-another-fault", [A, A, A, A, A]],
  ["no", "no", [A, A, A, A, A]],
  ["no", "unknown", [A, A, A, A, A]],
  ["unknown", "yes", [F, F, W, W, W]],
  ["unknown", "only-with-another-fault", [F, F, C, C, C]],
  ["unknown", "no", [A, A, A, A, A]],
  ["unknown", "unknown", [F, F, W, W, W]],
];

describe("what three answers come to", () => {
  it("is in the table for every combination of answers", () => {
    const rows = TABLE.map(([concern, harm]) => `${concern} ${harm}`);
    const all = [...CONCERN_ANSWERS, "unknown"].flatMap((concern) =>
      [...HARM_ANSWERS, "unknown"].map((harm) => `${concern} ${harm}`),
    );
    expect(rows.toSorted()).toEqual(all.toSorted());
  });

  const cases = TABLE.flatMap(([concern, harm, outcomes]) =>
    DOWNTIMES.map((downtime, at) => [concern, harm, downtime, outcomes[at]] as const),
  );
  it.each(cases)("concern %s, harm %s, downtime %s: %s", (concern, harm, downtime, outcome) => {
    expect(triageOf(answers(concern, harm, downtime)).proposed.outcome).toBe(outcome);
  });

  it.each([
    ["no", "yes", "none", "it is no SOC 2 concern: the concern's reason"],
    ["yes", "no", "replacement", "it does no real harm: the harm's reason"],
    [
      "yes",
      "no",
      "none",
      "it does no real harm: the harm's reason; mending it needs no downtime, and may be less work",
    ],
    ["yes", "yes", "none", "it can do real harm, and mending it needs no downtime"],
    [
      "yes",
      "yes",
      "rolling restart",
      "it can do real harm, and a rolling restart is no downtime where health checks hold: choose a quiet hour",
    ],
    [
      "yes",
      "yes",
      "brief interruption",
      "it can do real harm, and mending it interrupts the running product: plan a time for it",
    ],
    [
      "yes",
      "only-with-another-fault",
      "replacement",
      "it does harm only with another fault, and mending it means a replacement, with downtime: another control can make up for it while the fix is planned",
    ],
    [
      "yes",
      "unknown",
      "unknown",
      "nobody knows whether it does harm, which counts as harm, and nobody knows whether mending it needs downtime, which counts as downtime: find that out today, and mend it at once where it needs none",
    ],
  ] as const)("says why: concern %s, harm %s, downtime %s", (concern, harm, downtime, because) => {
    expect(triageOf(answers(concern, harm, downtime)).proposed.because).toBe(because);
  });
});

describe("a person's answers", () => {
  it("stand in the place of the proposed ones, and the outcome follows them", () => {
    const triage = withAnswers(answers("unknown", "yes", "unknown"), {
      concern: "yes",
      harm: "only-with-another-fault",
      downtime: "none",
    });
    expect(triage).toEqual({
      concern: { answer: "yes", because: "a person answered so" },
      harm: { answer: "only-with-another-fault", because: "a person answered so" },
      downtime: { answer: "none", because: "a person answered so" },
      proposed: {
        outcome: "fix-now",
        because: "it does harm only with another fault, and mending it needs no downtime",
      },
    });
  });

  it("keep the proposed reason where they say the same, and where there are none", () => {
    const proposed = answers("yes", "yes", "replacement");
    expect(withAnswers(proposed, { concern: "yes", harm: undefined })).toEqual(triageOf(proposed));
  });
});
