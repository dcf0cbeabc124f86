import type { EffectiveConfig } from "../config/effective-config.ts";
import type { AssessedControl, Assessment, ControlStatus } from "../snapshot/assessment.ts";

/** Statuses from the worst; where criteria differ on a control, the worst stands. */
export const STATUSES_WORST_FIRST = [
  "exception",
  "indeterminate",
  "no-evidence",
  "exception-accepted",
  "no-occurrence",
  "no-exception",
  "not-applicable",
] as const satisfies readonly ControlStatus[];

/** Where one control stands. */
export interface ControlStanding {
  readonly id: string;
  readonly companyId: string | null;
  readonly statement: string;
  readonly status: ControlStatus;
  readonly reason: string;
  readonly owner: string | null;
  /** The criteria in scope that it is direct for. */
  readonly criteria: readonly string[];
  /** Parts that nothing reads yet, documents that are not there, an owner that nobody is. */
  readonly missing: readonly string[];
}

/** Where the controls stand that decide something: those direct for a criterion in scope. */
export interface ControlStandings {
  /** How many there are without those that do not apply: what every share is a share of. */
  readonly denominator: number;
  /** What the denominator counts, in words. */
  readonly definition: string;
  /** Every status, worst first, zero where none has it; `not-applicable` is outside the denominator. */
  readonly byStatus: readonly { readonly status: ControlStatus; readonly count: number }[];
  readonly controls: readonly ControlStanding[];
  /** Controls that the company dropped, with the reason and who approved that. */
  readonly dropped: readonly {
    readonly id: string;
    readonly statement: string;
    readonly reason: string | null;
    readonly approver: string | null;
  }[];
}

/** One standing per control that is direct for a criterion in scope, in the order of the catalogue. */
export function controlStandings(
  assessments: readonly Assessment[],
  config: EffectiveConfig,
): ControlStandings {
  const standings = new Map<string, ControlStanding>();
  for (const { criterion, controls } of assessments) {
    for (const control of controls) {
      if (control.strength !== "direct") continue;
      const known = standings.get(control.id);
      standings.set(control.id, merged(known, control, criterion));
    }
  }
  const controls = config.controls.flatMap(({ id }) => standings.get(id) ?? []);
  const byStatus = STATUSES_WORST_FIRST.map((status) => ({
    status,
    count: controls.filter((control) => control.status === status).length,
  }));
  return {
    denominator: controls.filter(({ status }) => status !== "not-applicable").length,
    definition: "controls in use that a criterion in scope depends on",
    byStatus,
    controls,
    dropped: config.controls
      .filter(({ status }) => status === "dropped")
      .map(({ id, statement, statusReason, approver }) => ({
        id,
        statement,
        reason: statusReason,
        approver,
      })),
  };
}

function merged(
  known: ControlStanding | undefined,
  control: AssessedControl,
  criterion: string,
): ControlStanding {
  const { strength: _strength, ...standing } = control;
  if (known === undefined) return { ...standing, criteria: [criterion] };
  const worst = rank(control.status) < rank(known.status) ? control : known;
  return {
    ...known,
    status: worst.status,
    reason: worst.reason,
    criteria: [...known.criteria, criterion],
    missing: [...new Set([...known.missing, ...control.missing])],
  };
}

function rank(status: ControlStatus): number {
  return STATUSES_WORST_FIRST.indexOf(status);
}
