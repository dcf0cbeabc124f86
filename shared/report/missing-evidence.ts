import { CRITERIA } from "../criteria/criteria.ts";
import type { ControlStanding } from "./control-standings.ts";

/** What one control lacks. */
export interface LackingControl {
  readonly id: string;
  readonly companyId: string | null;
  readonly statement: string;
  readonly owner: string | null;
  /** Documents that a person has to add, by name. */
  readonly documents: readonly string[];
  /** Parts of it that nothing reads yet. */
  readonly parts: readonly string[];
  readonly lacksOwner: boolean;
}

/** The other kind of gap: controls of which nothing, or not everything, is shown. */
export interface MissingEvidence {
  /** Controls that lack anything, each counted once however many criteria it serves. */
  readonly controls: number;
  readonly documents: number;
  readonly owners: number;
  readonly parts: number;
  /** By criterion, in catalogue order; a control stands under the first that it is direct for. */
  readonly byCriterion: readonly {
    readonly criterion: string;
    readonly name: string;
    readonly controls: readonly LackingControl[];
  }[];
}

/** What `missing` says in an assessment; see `shared/snapshot/status.ts`. */
const DOCUMENT = /^no document: (.*)$/s;
const PART = /^nothing reads (.*) yet$/s;
const OWNER = "no owner";

/** Sums up what the controls lack. */
export function missingEvidence(standings: readonly ControlStanding[]): MissingEvidence {
  const lacking = standings
    .filter(({ status, missing }) => status !== "not-applicable" && missing.length > 0)
    .map((standing) => ({ first: standing.criteria[0], control: lackingOf(standing) }));
  const controls = lacking.map(({ control }) => control);
  return {
    controls: controls.length,
    documents: controls.reduce((sum, { documents }) => sum + documents.length, 0),
    owners: controls.filter(({ lacksOwner }) => lacksOwner).length,
    parts: controls.reduce((sum, { parts }) => sum + parts.length, 0),
    byCriterion: CRITERIA.flatMap(({ id, name }) => {
      const own = lacking.filter(({ first }) => first === id).map(({ control }) => control);
      return own.length === 0 ? [] : [{ criterion: id, name, controls: own }];
    }),
  };
}

function lackingOf(standing: ControlStanding): LackingControl {
  const { id, companyId, statement, owner, missing } = standing;
  return {
    id,
    companyId,
    statement,
    owner,
    documents: missing.flatMap((one) => DOCUMENT.exec(one)?.[1] ?? []),
    parts: missing.flatMap((one) => PART.exec(one)?.[1] ?? []),
    lacksOwner: missing.includes(OWNER),
  };
}
