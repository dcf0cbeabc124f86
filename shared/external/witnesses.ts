import type { DecisionMark } from "../decisions/decision-mark.ts";
import type { RecordedFinding } from "./external-finding.ts";
import { ACCOUNT_TYPE } from "./foreign-resource.ts";
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
  /** Ids of those that pass. */
  readonly contradicting: readonly string[];
}

const NOBODY: Witnesses = { agreeing: [], contradicting: [] };

/**
 * The name by which a resource is compared, whoever names it: its ARN, else its id. The account, its
 * root user included, is one: tools differ in which of them a setting of the account is of.
 */
export function comparedResource({ id, arn, type }: RecordedFinding["resource"]): string {
  if (type === ACCOUNT_TYPE || (arn !== null && /:iam::\d{12}:root$/.test(arn))) return "account";
  return arn ?? id;
}

/** Our own findings, by what they can be a witness of. */
export class WitnessIndex {
  readonly #byPlace = new Map<string, OwnFinding[]>();

  constructor(own: Iterable<OwnFinding>) {
    for (const finding of own) {
      const { resource } = finding;
      // By ARN and by id: others know a resource by one of them.
      for (const name of new Set([comparedResource(resource), resource.arn ?? "", resource.id])) {
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
      const own = names.map((name) => this.#byPlace.get(`${check} ${name}`)).find(isThere) ?? [];
      for (const { id, status, resource: ours } of own) {
        if (region !== null && ours.region !== null && region !== ours.region) continue;
        if (resource.arn !== null && ours.arn !== null && !isSame(resource, ours)) continue;
        if (status === "fail") agreeing.add(id);
        else if (status === "pass") contradicting.add(id);
      }
    }
    return { agreeing: [...agreeing].sort(), contradicting: [...contradicting].sort() };
  }
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function isSame(theirs: RecordedFinding["resource"], ours: OwnFinding["resource"]): boolean {
  return comparedResource(theirs) === comparedResource(ours);
}
