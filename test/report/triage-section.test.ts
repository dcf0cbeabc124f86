import { describe, expect, it } from "vitest";
import type { Explanation } from "../../shared/report/explanation.ts";
import { withTriage } from "../../shared/report/triage-section.ts";
import { triageOf } from "../../shared/triage/triage.ts";

const TRIAGE = triageOf({
  concern: { answer: "yes", because: "it speaks to CC6.1. Whoever gets in reads it" },
  harm: { answer: "only-with-another-fault", because: "a key has to leak" },
  downtime: { answer: "replacement", because: "the data has to move" },
});
const explanation = (...headings: string[]): Explanation => ({
  ...{ kind: "check", id: "made.up", title: "It is so" },
  sections: headings.map((heading) => ({ heading, lines: ["A line."] })),
});

describe("withTriage", () => {
  it.each([
    [["Why", "How to fix it (downtime: none)", "Controls"], 2],
    [["What", "Evidence"], 2],
  ])("among %j stands at %i", (headings, at) => {
    const { sections } = withTriage(explanation(...headings), TRIAGE);
    expect(sections.map(({ heading }) => heading)).toEqual(
      headings.toSpliced(at, 0, "Fix, accept or mitigate"),
    );
    expect(sections[at]?.lines).toEqual([
      "Is it a SOC 2 concern? Yes: it speaks to CC6.1. Whoever gets in reads it.",
      "Can it do real harm? Only with another fault: a key has to leak.",
      "What does mending it cost the running product? Replacement: the data has to move.",
      "Proposed: mitigate it, and plan the fix, because it does harm only with another fault, and mending it means a replacement, with downtime: another control can make up for it while the fix is planned.",
    ]);
  });
});
