import type { StoredEvidence } from "../evidence/cited.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Gatherer } from "./gatherer.ts";
import type { Expected } from "./incomplete.ts";
import { type CriterionPlan, expectedOf } from "./plan.ts";
import { readEvidence, writeAttachments, writeEvidence } from "./write-evidence.ts";

/** What a run tells while it goes on, for people who wait. */
export type Progress = (step: {
  readonly done: number;
  readonly of: number;
  readonly what: string;
}) => void;

/** Brings evidence into the store, and reads it back. */
export interface Gathering {
  /** Gathers sources for every criterion that needs them and does not have them yet. */
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
  readonly progress?: Progress;
}

/** Begins by looking what the store holds already: evidence of an interrupted run is adopted. */
export async function startGathering(
  { store, gatherer, snapshot, progress }: GatheringInput,
  plans: readonly CriterionPlan[],
): Promise<Gathering> {
  const unwritten = new Map<string, string>();
  const paths = new Set<string>();
  for (const { criterion } of plans) await notePaths(criterion.folder);

  async function notePaths(folder: string): Promise<void> {
    for await (const { path } of store.list(`${folder}/${snapshot}/`)) paths.add(path);
  }

  async function gatherUnit(source: Source, region: string | null): Promise<void> {
    const needing = plans.filter(({ sources }) => sources.includes(source));
    const missing: CriterionPlan[] = [];
    for (const plan of needing) {
      const where = { folder: plan.criterion.folder, snapshot, source: source.name, region };
      if ((await readEvidence(store, where, paths)).length === 0) missing.push(plan);
    }
    if (missing.length === 0) return;
    const criteria = missing.map(({ criterion }) => criterion.id);
    const bodies = await gatherer.gather({ source, region, criteria });
    for (const { criterion } of missing) {
      const body = bodies.get(criterion.id);
      if (body === undefined) continue;
      const where = { folder: criterion.folder, snapshot, source: source.name, region };
      if (body.writable) {
        const frame = { criterion: criterion.id, account: gatherer.account };
        for (const path of await writeEvidence(store, where, frame, body)) paths.add(path);
      } else {
        unwritten.set(keyOf(criterion.id, where), body.incompleteReason ?? "It was not written");
      }
    }
  }

  return {
    async gather(sources, regions) {
      const units = sources.flatMap((source) =>
        expectedOf({ sources: [source] }, regions).map(({ region }) => ({ source, region })),
      );
      let done = 0;
      await Promise.all(
        units.map(async ({ source, region }) => {
          await gatherUnit(source, region);
          done += 1;
          const what = region === null ? source.name : `${source.name} in ${region}`;
          progress?.({ done, of: units.length, what });
        }),
      );
    },
    async read(plan, sources, regions) {
      if (plan === undefined) return [];
      const stored: StoredEvidence[] = [];
      for (const source of sources) {
        for (const { region } of expectedOf({ sources: [source] }, regions)) {
          const where = { folder: plan.criterion.folder, snapshot, source: source.name, region };
          const objects = await readEvidence(store, where, paths);
          await writeAttachments(store, where, source, objects);
          stored.push(...objects);
        }
      }
      return stored;
    },
    whyUnwritten: (plan, expected) => unwritten.get(keyOf(plan.criterion.id, expected)),
  };
}

function keyOf(criterion: string, { source, region }: Expected): string {
  return `${criterion} ${source} ${region ?? ""}`;
}
