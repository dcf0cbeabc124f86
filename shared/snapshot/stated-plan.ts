import type { IncompleteSource, Manifest, PlannedSource } from "../integrity/manifest.ts";
import { EXTERNAL } from "./external-plan.ts";
import type { Incomplete } from "./incomplete.ts";
import type { Collected } from "./judge-criterion.ts";
import { expectedOf } from "./plan.ts";
import type { ExternalCollected } from "./read-external.ts";

/** What a manifest says was planned, and was not read whole. */
export class StatedPlan {
  readonly #expected: ReadonlyMap<string, readonly PlannedSource[]>;
  readonly #incomplete: ReadonlyMap<string, IncompleteSource>;

  constructor({ expected, incomplete }: Pick<Manifest, "expected" | "incomplete">) {
    this.#expected = Map.groupBy(expected, ({ criterion }) => criterion);
    this.#incomplete = new Map(incomplete.map((one) => [keyOf(one), one]));
  }

  /** The regions in which a criterion's sources were to be read, sorted. */
  regionsOf(criterion: string): string[] {
    const regions = (this.#expected.get(criterion) ?? []).flatMap(({ region }) => region ?? []);
    return [...new Set(regions)].sort();
  }

  /** Whether this is what was planned for a criterion. */
  isPlan(plan: Collected["plan"], regions: readonly string[]): boolean {
    const { id } = plan.criterion;
    const keys = (sources: readonly PlannedSource[]) => sources.map(keyOf).sort().join("\n");
    const derived = expectedOf(plan, regions).map((one) => ({ criterion: id, ...one }));
    return keys(derived) === keys(this.#expected.get(id) ?? []);
  }

  /**
   * Why a source has no evidence: nothing but the manifest can say it (the collector failed, an object
   * was refused, secrets could not be cut out).
   */
  reasonOf(source: PlannedSource): string | undefined {
    return this.#incomplete.get(keyOf(source))?.reason;
  }

  /** What the manifest should say of a criterion and does not, as ends of sentences that begin with its path. */
  *differencesFrom({ plan, regions, incomplete }: Collected): Generator<string> {
    const { id } = plan.criterion;
    if (!this.isPlan(plan, regions)) {
      yield `does not state the plan for ${id} that configuration and evidence give: ${nameOf(plan, regions)}.`;
    }
    for (const one of incomplete) {
      const { source, region, reason } = one;
      const stated = this.reasonOf({ criterion: id, source, region });
      if (stated !== undefined && says(stated, one)) continue;
      const where = region === null ? "" : ` in ${region}`;
      yield `does not say that ${source}${where} of ${id} was not read whole: ${reason}.`;
    }
  }

  /** The same of what other tools found. */
  *externalDifferencesFrom({ expected, incomplete }: ExternalCollected): Generator<string> {
    const keys = (sources: readonly PlannedSource[]) => sources.map(keyOf).sort().join("\n");
    if (keys(expected) !== keys(this.#expected.get(EXTERNAL) ?? [])) {
      yield "does not name the imports that are sealed with it among what was expected.";
    }
    for (const { source, region, reason } of incomplete) {
      const stated = this.reasonOf({ criterion: EXTERNAL, source, region });
      // Why nothing was written, nothing but the manifest can say.
      const isUnwritten = reason.startsWith("No findings of ");
      if (stated !== undefined && (isUnwritten || stated.startsWith(reason))) continue;
      const where = region === null ? "" : ` in ${region}`;
      yield `does not say that ${source}${where} was not read whole: ${reason}.`;
    }
  }
}

/** The manifest may say more: that an object of the same source was refused as well. */
function says(stated: string, { reason, cite }: Incomplete): boolean {
  return cite === null || stated === reason || stated.startsWith(`${reason}. `);
}

function nameOf({ sources }: Collected["plan"], regions: readonly string[]): string {
  const isRegional = sources.some(({ scope }) => scope === "regional");
  const where = isRegional ? ` in ${regions.join(", ")}` : "";
  return `${sources.length} ${sources.length === 1 ? "source" : "sources"}${where}`;
}

function keyOf({ criterion, source, region }: PlannedSource): string {
  return `${criterion} ${source} ${region ?? ""}`;
}
