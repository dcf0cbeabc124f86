import type { Severity } from "../checks/check.ts";
import type { ConcernAnswer, DowntimeAnswer, HarmAnswer } from "../config/decision-answers.ts";
import type { Decision } from "../config/sealed-decision.ts";
import type { DecisionState } from "../decisions/coverage.ts";
import { wordOf } from "../decisions/sealed-register.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import type { DecidedElsewhere } from "../external/external-assessment.ts";
import type { Finding } from "../snapshot/assessment.ts";
import { decisionsOn } from "../snapshot/decided.ts";
import type { SnapshotRecord } from "./read-snapshot.ts";

/** One finding that a decision is about, named. */
export interface DecidedFinding {
  readonly id: string;
  /** Whose finding it is; null for our own. */
  readonly tool: string | null;
  /** Null where another tool gives none. */
  readonly severity: Severity | null;
  readonly resource: Finding["resource"];
  /** What was found, as a sentence. */
  readonly reason: string;
  /** Whether its pattern matches it and it was not known when the decision was made. */
  readonly isNew: boolean;
}

/** One entry of the register, with what it is about now. */
export interface DecisionStanding {
  readonly id: string;
  readonly state: DecisionState;
  readonly outcome: Decision["outcome"];
  readonly rationale: string;
  readonly owner: string;
  readonly approver: string;
  readonly decidedOn: string;
  readonly expiresOn: string;
  readonly compensatingControl: string | null;
  readonly ticket: string | null;
  /** What the owner answered to the three questions; null where nothing was kept. */
  readonly concern: ConcernAnswer | null;
  readonly harm: HarmAnswer | null;
  readonly downtime: DowntimeAnswer | null;
  /** Whose word the approval is, as the end of a sentence. */
  readonly word: string;
  /** What it is about: a check and a pattern of resources, or the findings that it names. */
  readonly pattern: Decision["pattern"];
  /** Findings that it covers, or that it has left open again. Empty where all are mended or gone. */
  readonly findings: readonly DecidedFinding[];
}

/** The register of a snapshot, in the register's order; null where it has none. */
export function decisionStandings({
  findings,
  config,
  snapshot,
  external,
}: Pick<SnapshotRecord, "findings" | "config" | "snapshot" | "external">):
  | DecisionStanding[]
  | null {
  if (config.decisions === undefined) return null;
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const elsewhere = external?.decided ?? [];
  const { decisions } = decisionsOn(
    findings,
    config.decisions,
    instantOfSnapshot(snapshot),
    elsewhere.map(({ finding, rule, resource }) => ({ id: finding, check: rule, resource })),
  );
  const elsewhereById = new Map(elsewhere.map((one) => [one.finding, one]));
  return decisions.map(({ decision, state, findings: ids, grownBy }) => ({
    id: decision.id,
    state,
    outcome: decision.outcome,
    rationale: decision.rationale,
    owner: decision.owner.name,
    approver: decision.approver,
    decidedOn: decision.decidedOn,
    expiresOn: decision.expiresOn,
    compensatingControl: decision.compensatingControl,
    ticket: decision.ticket,
    concern: decision.concern ?? null,
    harm: decision.harm ?? null,
    downtime: decision.downtime ?? null,
    word: wordOf(decision),
    pattern: decision.pattern,
    findings: ids.flatMap((id) => {
      const named = namedFinding(byId.get(id), elsewhereById.get(id));
      return named === null ? [] : [{ id, ...named, isNew: grownBy.includes(id) }];
    }),
  }));
}

function namedFinding(
  own: Finding | undefined,
  other: DecidedElsewhere | undefined,
): Omit<DecidedFinding, "id" | "isNew"> | null {
  if (own !== undefined) {
    const { severity, resource, reason } = own;
    return { tool: null, severity, resource, reason };
  }
  if (other === undefined) return null;
  const { tool, rule, title, severity, region, resource } = other;
  return {
    tool,
    severity,
    resource: { ...resource, region },
    reason: `${tool} ${rule}: ${title}.`,
  };
}
