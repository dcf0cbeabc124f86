import { setImmediate as nextTurn } from "node:timers/promises";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import type { Source } from "../sources/source.ts";
import { callerIdentity } from "../sources/sts/caller-identity.ts";
import type { Store } from "../store/store.ts";
import { whyNotTaken, whyRefused } from "./admission.ts";
import type { Gatherer } from "./gatherer.ts";
import type { Expected } from "./incomplete.ts";
import { type CriterionPlan, expectedOf } from "./plan.ts";
import { readEvidence, writeAttachments, writeEvidence } from "./write-evidence.ts";
import { createWriteQueue } from "./write-queue.ts";

/** What a run tells while it goes on, for people who wait. */
export type Progress = (step: {
  readonly done: number;
  readonly of: number;
  readonly what: string;
}) => void;

/** Brings evidence into the store, and reads it back. */
export interface Gathering {
  /**
   * Gathers sources for every criterion that needs them and does not have them yet. Global sources
   * of the plans begin with the first, as they wait for no list of regions. What was gathered is
   * written before it is read, and while asking takes longer than a second.
   */
  gather(sources: readonly Source[], regions: readonly string[]): Promise<void>;
  /** The stored evidence of a criterion. */
  read(
    plan: CriterionPlan | undefined,
    sources: readonly Source[],
    regions: readonly string[],
  ): Promise<StoredEvidence[]>;
  /** Why a source has no evidence object at all, where that is known. */
  whyUnwritten(plan: CriterionPlan, expected: Expected): string | undefined;
}

interface GatheringInput {
  readonly store: Store;
  readonly gatherer: Gatherer;
  readonly snapshot: string;
  /** When the run began, where the store keeps times: what was there before is not adopted. */
  readonly notBefore?: string | null;
  readonly progress?: Progress;
}

/** One source in one region. */
interface Unit {
  readonly source: Source;
  readonly region: string | null;
}

/**
 * How many units begin in one turn of the event loop: the first requests are on their way while the
 * next are still being made.
 */
const UNITS_PER_TURN = 8;

/**
 * Begins by looking what the store holds already: evidence of an interrupted run is adopted.
 *
 * @throws EvidenceError CHAIN_MIXED when that is evidence of another account
 */
export async function startGathering(
  { store, gatherer, snapshot, progress, notBefore = null }: GatheringInput,
  plans: readonly CriterionPlan[],
): Promise<Gathering> {
  const unwritten = new Map<string, string>();
  const paths = new Set<string>();
  const refused = new Map<string, string>();
  const begun = new Map<string, Promise<void>>();
  const queue = createWriteQueue();
  for (const { criterion } of plans) await notePaths(criterion.folder);
  for (const path of paths) await assertSameAccount(path);

  async function notePaths(folder: string): Promise<void> {
    for await (const object of store.list(`${folder}/${snapshot}/`)) {
      const why = whyRefused(object, notBefore);
      if (why === undefined) paths.add(object.path);
      else refused.set(object.path, why);
    }
  }

  /** Evidence of another account's interrupted run is never completed with this one's. */
  async function assertSameAccount(path: string): Promise<void> {
    const bytes = path.endsWith(`/${callerIdentity.name}.json`)
      ? await store.read(path)
      : undefined;
    const found = /"account":\s*"(\d{12})"/.exec(new TextDecoder().decode(bytes))?.[1];
    if (found === undefined || found === gatherer.account) return;
    throw new EvidenceError(
      "CHAIN_MIXED",
      `${path} in ${store.describe()} is evidence of account ${found}, left by a run that was interrupted; these credentials are of ${gatherer.account}. Finish that snapshot with its own credentials, or choose another folder with --out.`,
      { path, account: found },
    );
  }

  /** Why the source's evidence has no name to be written under. */
  function whyTaken({ criterion }: CriterionPlan, { source, region }: Expected) {
    return whyNotTaken({ criterion: criterion.id, source, region }, refused);
  }

  async function gatherUnit({ source, region }: Unit): Promise<void> {
    const needing = plans.filter(({ sources }) => sources.includes(source));
    const missing: CriterionPlan[] = [];
    for (const plan of needing) {
      const where = { folder: plan.criterion.folder, snapshot, source: source.name, region };
      const why = whyTaken(plan, where);
      if (why !== undefined) {
        // Its name is taken, so what AWS says could not be written.
        unwritten.set(keyOf(plan.criterion.id, where), why);
        continue;
      }
      if ((await readEvidence(store, where, paths, gatherer.account)).length === 0)
        missing.push(plan);
    }
    if (missing.length === 0) return;
    const criteria = missing.map(({ criterion }) => criterion.id);
    const bodies = await gatherer.gather({ source, region, criteria });
    for (const plan of missing) {
      const { criterion } = plan;
      const body = bodies.get(criterion.id);
      if (body === undefined) continue;
      const where = { folder: criterion.folder, snapshot, source: source.name, region };
      if (body.writable) {
        const frame = { criterion: criterion.id, account: gatherer.account };
        queue.add(keyOf(criterion.id, { source: source.name, region: null }), async () => {
          for (const path of await writeEvidence(store, where, frame, body)) paths.add(path);
        });
      } else {
        unwritten.set(keyOf(criterion.id, where), body.incompleteReason ?? "It was not written");
      }
    }
  }

  /** Begins each unit once; what comes after it waits for what was begun. */
  async function begin(units: readonly Unit[]): Promise<Promise<void>[]> {
    const gathering: Promise<void>[] = [];
    for (const [index, unit] of units.entries()) {
      const key = keyOf("", { source: unit.source.name, region: unit.region });
      if (index > 0 && index % UNITS_PER_TURN === 0) await nextTurn();
      const one = begun.get(key) ?? gatherUnit(unit);
      // Whoever asked for the unit sees it fail.
      one.catch(() => {});
      begun.set(key, one);
      gathering.push(one);
    }
    return gathering;
  }

  gatherer.expect(plans.flatMap(({ sources }) => sources));
  const globalUnits = unitsOf([...new Set(plans.flatMap(({ sources }) => sources))], []);

  return {
    async gather(sources, regions) {
      const units = unitsOf(sources, regions);
      const endHold = queue.hold();
      try {
        const gathering = await begin(units);
        await begin(globalUnits);
        let done = 0;
        await Promise.all(
          units.map(async ({ source, region }, index) => {
            await gathering[index];
            done += 1;
            const what = region === null ? source.name : `${source.name} in ${region}`;
            progress?.({ done, of: units.length, what });
          }),
        );
      } finally {
        endHold();
      }
    },
    async read(plan, sources, regions) {
      if (plan === undefined) return [];
      const { id } = plan.criterion;
      await queue.written(sources.map(({ name }) => keyOf(id, { source: name, region: null })));
      const stored: StoredEvidence[] = [];
      for (const source of sources) {
        for (const { region } of expectedOf({ sources: [source] }, regions)) {
          const where = { folder: plan.criterion.folder, snapshot, source: source.name, region };
          const objects = await readEvidence(store, where, paths, gatherer.account);
          await writeAttachments(store, where, source, objects);
          stored.push(...objects);
        }
      }
      return stored;
    },
    whyUnwritten: (plan, expected) => unwritten.get(keyOf(plan.criterion.id, expected)),
  };
}

/**
 * Sources with their regions, those first that declare several operations: one answer may have to
 * be there before the next can be asked.
 */
function unitsOf(sources: readonly Source[], regions: readonly string[]): Unit[] {
  return sources
    .toSorted((a, b) => b.operations.length - a.operations.length)
    .flatMap((source) =>
      expectedOf({ sources: [source] }, regions).map(({ region }) => ({ source, region })),
    );
}

function keyOf(criterion: string, { source, region }: Expected): string {
  return `${criterion} ${source} ${region ?? ""}`;
}
