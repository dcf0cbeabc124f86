import type { DecisionOutcome } from "../config/decision-answers.ts";
import { matchesGlob } from "../config/glob.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { Decidable } from "./coverage.ts";
import { isDistinctive, namesResource, PATTERN_ALLOWED } from "./resource-pattern.ts";

/** What a decision is about: one finding, or what a pattern matches among a check's. */
export type DecisionSubject =
  | { readonly finding: string }
  | { readonly check: string; readonly resources: string; readonly findings: readonly string[] };

/** A decision as a person states it, before anything was judged. */
export interface Draft {
  readonly subject: DecisionSubject;
  /** A person's answers to the three questions; null where nobody gave one. */
  readonly concern: string | null;
  readonly harm: string | null;
  readonly downtime: string | null;
  readonly outcome: DecisionOutcome | string;
  readonly rationale: string;
  readonly owner: { readonly name: string; readonly email: string | null };
  readonly approver: string;
  readonly decidedOn: string;
  readonly expiresOn: string;
  readonly compensatingControl: string | null;
  readonly ticket: string | null;
  readonly proof: { readonly kind: string; readonly reference: string } | null;
  readonly selfApproval: string | null;
}

/**
 * What a pattern is about in a snapshot.
 *
 * @param failing the check's findings that wait for a decision
 * @param population how many findings the check has in all, passing ones included
 * @throws EvidenceError DECISION_REFUSED for a pattern that matches nothing, or everything
 */
export function subjectOfPattern(
  check: string,
  resources: string,
  failing: readonly Decidable[],
  population: number,
): DecisionSubject {
  if (!isDistinctive(resources)) {
    throw refused(
      `The pattern ${JSON.stringify(resources)} would match whatever there is. Give ${PATTERN_ALLOWED}.`,
      { check },
    );
  }
  const matched = failing.filter(({ resource }) => namesResource(resources, resource));
  if (matched.length === 0) {
    const near = failing.find(({ resource }) => matchesGlob(`*${resources}*`, resource.arn ?? ""));
    const hint =
      near === undefined
        ? "soc2-evidence decide without a name lists what is open."
        : `It is compared with the whole ARN, such as ${near.resource.arn}.`;
    throw refused(
      `No open finding of ${check} has a resource that ${JSON.stringify(resources)} matches. ${hint}`,
      { check },
    );
  }
  if (matched.length === population && population > 1) {
    throw refused(
      `The pattern ${JSON.stringify(resources)} matches all ${population} resources that ${check} looks at, and whatever comes later. Name fewer, or drop the control with a reason in soc2.yaml.`,
      { check },
    );
  }
  return { check, resources, findings: matched.map(({ id }) => id).toSorted() };
}

/** The draft as an entry of decisions.yaml, its keys in the order in which people read them. */
export function entryOf(id: string, draft: Draft): Record<string, unknown> {
  const { owner, proof, subject } = draft;
  return {
    id,
    ...subject,
    ...(draft.concern === null ? {} : { concern: draft.concern }),
    ...(draft.harm === null ? {} : { harm: draft.harm }),
    ...(draft.downtime === null ? {} : { downtime: draft.downtime }),
    outcome: draft.outcome,
    rationale: draft.rationale,
    owner: owner.email === null ? { name: owner.name } : owner,
    approver: draft.approver,
    decidedOn: draft.decidedOn,
    expiresOn: draft.expiresOn,
    ...(draft.compensatingControl === null
      ? {}
      : { compensatingControl: draft.compensatingControl }),
    ...(draft.ticket === null ? {} : { ticket: draft.ticket }),
    ...(proof === null ? {} : { proof: { [proof.kind]: proof.reference } }),
    ...(draft.selfApproval === null ? {} : { selfApproval: draft.selfApproval }),
  };
}

/** The next id of a register: `D-001`, or one above the highest of that form. */
export function nextDecisionId(ids: readonly string[]): string {
  const numbers = ids.flatMap((id) => /^D-(\d+)$/.exec(id)?.[1] ?? []).map(Number);
  return `D-${String(Math.max(0, ...numbers) + 1).padStart(3, "0")}`;
}

function refused(message: string, fields: { readonly check: string }): EvidenceError {
  return new EvidenceError("DECISION_REFUSED", message, fields);
}
