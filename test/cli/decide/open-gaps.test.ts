import { describe, expect, it } from "vitest";
import { renderOpenGaps } from "../../../cli/decide/open-gaps.ts";
import type { GapElsewhere, OtherTools } from "../../../shared/report/other-tools.ts";
import { triageOfCheck } from "../../../shared/snapshot/triage-lookup.ts";

function gapOf(rule: string): GapElsewhere {
  return {
    ...{ rule, title: `About ${rule}`, severity: "low", criteria: ["CC6.1"], declined: null },
    ...{ tools: ["Security Hub"], open: 9, witnessed: 0, decided: 0, toDecide: 9 },
    ...{ worstToDecide: "low", decisions: [], triage: triageOfCheck("fsbp:S3.9", "low") },
    resources: [{ finding: "a".repeat(16), id: `of-${rule}`, type: "X", region: null }],
  };
}

const ruleOf = (ruleId: string, rule: string | null, open: number) => ({
  ...{ rule, catalogue: "fsbp", ruleId },
  counts: { open, unknown: 0, suppressed: 0, resolved: 0, archived: 0, passed: 0 },
});

function rendered(
  gaps: readonly GapElsewhere[],
  rules: Parameters<typeof renderOpenGaps>[0]["rules"],
) {
  const others = { gaps } as unknown as OtherTools;
  return renderOpenGaps({ findings: [], others, rules }, { columns: 80, colour: false });
}

describe("what is open by other tools' rules", () => {
  it("is named as decide takes it, and by none that has nothing open", () => {
    const text = rendered(
      [gapOf("s3.lock")],
      [ruleOf("S3.15", "s3.lock", 9), ruleOf("S3.99", "s3.lock", 0)],
    );
    expect(text).toContain(
      "low  About s3.lock\n  fsbp:S3.15\n  aaaaaaaaaaaaaaaa  of-s3.lock\n  and 8 more",
    );
    expect(text).not.toContain("S3.99");
  });

  it("is named by the gap itself where nobody mapped it", () => {
    expect(rendered([gapOf("fsbp:X.1")], [ruleOf("X.1", null, 9)])).toContain("\n  fsbp:X.1\n");
  });

  it("has a line for each rule beyond the first, so that none is out of reach", () => {
    const names = Array.from({ length: 40 }, (_, at) => `r${at}`);
    const text = rendered(
      names.map(gapOf),
      names.map((name) => ruleOf(`T.${name}`, name, 9)),
    );
    expect(text).toContain("25 more rules:\n  low            fsbp:T.r15: About r15 (9)");
    expect(names.filter((name) => !text.includes(`fsbp:T.${name}`))).toEqual([]);
  });
});
