import { SEVERITIES } from "../checks/check.ts";
import { CRITERIA } from "../criteria/criteria.ts";
import type { Assessment, Finding } from "./assessment.ts";

const WORST_FIRST: readonly Finding["status"][] = [
  "fail",
  "indeterminate",
  "pass",
  "not-applicable",
];

const CRITERION_ORDER = new Map<string, number>(CRITERIA.map(({ id }, index) => [id, index]));

/**
 * One finding per id out of all assessments. Where two criteria's copies disagree (they were read
 * minutes apart), the worst stands, and all citations are kept.
 */
export class MergedFindings {
  readonly #merged = new Map<string, Finding>();

  /** Takes in the findings of one assessment. */
  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const known = this.#merged.get(finding.id);
      this.#merged.set(finding.id, known === undefined ? finding : mergeTwo(known, finding));
    }
  }

  /** All of them, worst first. */
  inOrder(): Finding[] {
    return [...this.#merged.values()].sort(bySeverity);
  }
}

/** The merged findings of several assessments, worst first. */
export function mergeFindings(assessments: Iterable<Pick<Assessment, "findings">>): Finding[] {
  const merged = new MergedFindings();
  for (const { findings } of assessments) merged.add(findings);
  return merged.inOrder();
}

/** The worse of two findings of one id, with the citations of both. */
export function worseOf<One extends Pick<Finding, "status" | "cites">>(a: One, b: One): One {
  const [worst, other] = rank(a) <= rank(b) ? [a, b] : [b, a];
  const cites = [...worst.cites];
  for (const cite of other.cites) {
    if (!cites.some(({ object, pointer }) => object === cite.object && pointer === cite.pointer)) {
      cites.push(cite);
    }
  }
  return { ...worst, cites };
}

function mergeTwo(a: Finding, b: Finding): Finding {
  return {
    ...worseOf(a, b),
    controls: [...new Set([...a.controls, ...b.controls])].sort(),
    criteria: [...new Set([...a.criteria, ...b.criteria])].sort(
      (one, two) => (CRITERION_ORDER.get(one) ?? 0) - (CRITERION_ORDER.get(two) ?? 0),
    ),
    strength: a.strength === "direct" || b.strength === "direct" ? "direct" : "supporting",
  };
}

function rank({ status }: Pick<Finding, "status">): number {
  return WORST_FIRST.indexOf(status);
}

/** Fails first, then by severity, then by check and id: the same order everywhere. */
function bySeverity(a: Finding, b: Finding): number {
  return (
    rank(a) - rank(b) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.check, b.check) ||
    compare(a.resource.region ?? "", b.resource.region ?? "") ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
