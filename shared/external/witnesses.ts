import type { DecisionMark } from "../decisions/decision-mark.ts";
import { comparedResource, namesOfOwn } from "./compared-resource.ts";
import type { RecordedFinding } from "./external-finding.ts";
import type { KnownRule } from "./rule-lookup.ts";

/** As much of a finding of our own as it takes to see the same fault in another tool's. */
export interface OwnFinding {
  readonly id: string;
  readonly check: string;
  readonly status: "pass" | "fail" | "not-applicable" | "indeterminate";
  readonly decision?: DecisionMark | undefined;
  readonly resource: {
    readonly id: string;
    readonly arn: string | null;
    readonly type: string;
    readonly region: string | null;
  };
}

/** What our own checks say of the fault that another tool found. */
export interface Witnesses {
  /** Ids of our own findings that fail by the same rule for the same resource. */
  readonly agreeing: readonly string[];
  /** Ids of those that pass, where none fails: several checks may each judge their share of a rule. */
  readonly contradicting: readonly string[];
}

const NOBODY: Witnesses = { agreeing: [], contradicting: [] };

/** Our own findings, by what they can be a witness of. */
export class WitnessIndex {
  readonly #byPlace = new Map<string, OwnFinding[]>();

  constructor(own: Iterable<OwnFinding>) {
    for (const finding of own) {
      const { resource } = finding;
      // By ARN and by id: others know a resource by one of them.
      for (const name of new Set([...namesOfOwn(resource), resource.arn ?? "", resource.id])) {
        if (name === "") continue;
        const key = `${finding.check} ${name}`;
        const known = this.#byPlace.get(key);
        if (known === undefined) this.#byPlace.set(key, [finding]);
        else known.push(finding);
      }
    }
  }

  /** What our own checks say by the same rule of the same resource, in the same region where both have one. */
  of(
    rule: KnownRule | undefined,
    finding: Pick<RecordedFinding, "resource" | "region">,
  ): Witnesses {
    if (rule === undefined || rule.checks.length === 0) return NOBODY;
    const { resource, region } = finding;
    const agreeing = new Set<string>();
    const contradicting = new Set<string>();
    const names = [comparedResource(resource), ...(resource.arn === null ? [] : [resource.id])];
    for (const check of rule.checks) {
      // An id alone may be another's in another service; the check tells which is meant.
      const own = names.flatMap((name) => this.#byPlace.get(`${check} ${name}`) ?? []);
      for (const { id, status, resource: ours } of own) {
        if (region !== null && ours.region !== null && region !== ours.region) continue;
        if (resource.arn !== null && ours.arn !== null && !isSame(resource, ours)) continue;
        if (status === "fail") agreeing.add(id);
        else if (status === "pass") contradicting.add(id);
      }
    }
    if (agreeing.size > 0) return { agreeing: [...agreeing].sort(), contradicting: [] };
    return { agreeing: [], contradicting: [...contradicting].sort() };
  }
}

function isSame(theirs: RecordedFinding["resource"], ours: OwnFinding["resource"]): boolean {
  return namesOfOwn(ours).has(comparedResource(theirs));
}
