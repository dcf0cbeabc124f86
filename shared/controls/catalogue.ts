import type { CriterionId } from "../criteria/criteria.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { ACCESS } from "./access.ts";
import { CHANGE } from "./change.ts";
import { COMMUNICATION } from "./communication.ts";
import type { Control, Mapping } from "./control.ts";
import { DATA } from "./data.ts";
import { DETECTION } from "./detection.ts";
import { GOVERNANCE } from "./governance.ts";
import { INCIDENT } from "./incident.ts";
import { LOGGING } from "./logging.ts";
import { NETWORK } from "./network.ts";
import { PEOPLE } from "./people.ts";
import { RESILIENCE } from "./resilience.ts";
import { RISK } from "./risk.ts";
import { VENDORS } from "./vendors.ts";

export type { Control } from "./control.ts";

const catalogue = [
  ...GOVERNANCE,
  ...PEOPLE,
  ...COMMUNICATION,
  ...RISK,
  ...VENDORS,
  ...ACCESS,
  ...NETWORK,
  ...DATA,
  ...LOGGING,
  ...DETECTION,
  ...INCIDENT,
  ...CHANGE,
  ...RESILIENCE,
] as const;

/** The id of a control of our catalogue: `"AC-01"`. Ids are never reused. */
export type ControlId = (typeof catalogue)[number]["id"];

/** The parts of a control that checks can cover. */
export type ControlPart<Id extends ControlId> = Extract<
  (typeof catalogue)[number],
  { readonly id: Id }
>["parts"][number];

/** The controls that we propose, by family; `soc2.yaml` rewords, renumbers, drops or adds. */
export const CONTROLS: readonly Control<ControlId>[] = catalogue;

const byId: ReadonlyMap<string, Control<ControlId>> = new Map(
  CONTROLS.map((found) => [found.id, found]),
);

/** Whether `id` names a control of our catalogue, spelled as there. */
export function isControlId(id: string): id is ControlId {
  return byId.has(id);
}

/**
 * The control of our catalogue with this id, spelled as there.
 *
 * @throws {EvidenceError} `NOT_FOUND` when there is none; the message lists the ids allowed.
 */
export function controlById(id: string): Control<ControlId> {
  const found = byId.get(id);
  if (found === undefined) {
    throw new EvidenceError(
      "NOT_FOUND",
      `The catalogue has no control ${JSON.stringify(id)}. Use one of ${[...byId.keys()].join(", ")}.`,
      { id },
    );
  }
  return found;
}

/** A control as it counts towards one criterion. */
export interface MappedControl extends Mapping {
  readonly control: Control<ControlId>;
}

/**
 * The catalogue's controls for a criterion: direct ones first, otherwise in catalogue order. Empty
 * where we propose none, which is a gap as soon as the criterion is in scope.
 */
export function controlsOf(criterionId: CriterionId): readonly MappedControl[] {
  const mapped = CONTROLS.flatMap((control) => {
    const mapping = control.criteria[criterionId];
    return mapping === undefined ? [] : [{ control, ...mapping }];
  });
  return [
    ...mapped.filter(({ strength }) => strength === "direct"),
    ...mapped.filter(({ strength }) => strength === "supporting"),
  ];
}
