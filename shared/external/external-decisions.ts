import type { Decision } from "../config/sealed-decision.ts";
import { type CountingDecision, coverageOf, type Decidable } from "../decisions/coverage.ts";
import { type DecisionMark, decisionMark } from "../decisions/decision-mark.ts";
import { namesResource } from "../decisions/resource-pattern.ts";
import type { RecordedFinding } from "./external-finding.ts";
import type { GapPlace } from "./gap-places.ts";
import type { OwnFinding } from "./witnesses.ts";

/**
 * What a register says of other tools' open findings. Decisions are few and findings may be a million:
 * only those that some decision is about are kept.
 *
 * All open findings are noted first, since whether a decision holds depends on what else its pattern
 * matches; after that each is asked for its mark.
 */
export class ExternalDecisions {
  readonly #decisions: readonly Decision[];
  /** Findings that a decision names and that are not our own. */
  readonly #named: ReadonlySet<string>;
  /** Patterns on other tools' rules, by rule. */
  readonly #patterns: ReadonlyMap<string, readonly string[]>;
  readonly #ownMarks = new Map<string, DecisionMark>();
  readonly #decidable: Decidable[] = [];
  readonly #places = new Map<string, string>();
  readonly #byPlace = new Map<string, CountingDecision>();
  #byFinding: ReadonlyMap<string, CountingDecision> = new Map();

  constructor(decisions: readonly Decision[], own: readonly OwnFinding[]) {
    const ours = new Set(own.map(({ id }) => id));
    for (const { id, decision } of own) {
      if (decision !== undefined) this.#ownMarks.set(id, decision);
    }
    const others = decisions.filter(({ pattern }) => pattern === null || isOfTool(pattern.check));
    this.#decisions = others;
    this.#named = new Set(others.flatMap(({ findings }) => findings).filter((id) => !ours.has(id)));
    this.#patterns = new Map(
      [...Map.groupBy(others, ({ pattern }) => pattern?.check ?? "")].map(([check, same]) => [
        check,
        same.flatMap(({ pattern }) => pattern?.resources ?? []),
      ]),
    );
  }

  /** Whether a decision may be about a finding of another tool; if not, none has to be noted. */
  get needNoting(): boolean {
    return this.#named.size > 0;
  }

  /** The open findings that decisions are about. */
  get decidable(): readonly Decidable[] {
    return this.#decidable;
  }

  /** Takes in the next open finding. */
  note(finding: RecordedFinding, placeOf: () => GapPlace): void {
    const { id, catalogue, ruleId, resource } = finding;
    const check = `${catalogue}:${ruleId}`;
    const isMeant =
      this.#named.has(id) ||
      (this.#patterns.get(check) ?? []).some((pattern) => namesResource(pattern, resource));
    if (!isMeant) return;
    this.#decidable.push({ id, check, resource });
    this.#places.set(id, placeOf().key);
  }

  /**
   * Judges the register once all are noted.
   *
   * @param at the snapshot's time, ISO 8601 UTC
   */
  settle(at: string): void {
    this.#byFinding = coverageOf(this.#decisions, this.#decidable, at).byFinding;
    for (const { id } of this.#decidable) {
      const counting = this.#byFinding.get(id);
      const key = this.#places.get(id);
      if (counting?.state !== "holds" || key === undefined) continue;
      const known = this.#byPlace.get(key);
      // The same one whatever order findings came in.
      if (known === undefined || counting.decision.id < known.decision.id) {
        this.#byPlace.set(key, counting);
      }
    }
  }

  /**
   * The decision that counts for an open finding: one on it that holds, or on the same fault as another
   * tool or a check of ours found it; else the one on it that holds no more.
   */
  markOf({ id }: Pick<RecordedFinding, "id">, place: GapPlace): DecisionMark | undefined {
    const own = this.#byFinding.get(id);
    if (own?.state === "holds") return decisionMark(own);
    const same = this.#byPlace.get(place.key);
    if (same !== undefined) return decisionMark(same);
    const marks = place.agreeing.map((finding) => this.#ownMarks.get(finding));
    const [first] = marks;
    if (first !== undefined && marks.every((mark) => mark?.state === "holds")) return first;
    return own === undefined ? undefined : decisionMark(own);
  }
}

/** Rules of other tools are written with their catalogue: `fsbp:S3.1`. */
function isOfTool(check: string): boolean {
  return check.includes(":");
}
