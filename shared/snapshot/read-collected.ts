import { EvidenceError } from "../errors/evidence-error.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import { plannedSourceOf } from "../integrity/planned-sources.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { whyRefused } from "./admission.ts";
import { type Collected, type JudgeInput, judgeCriterion } from "./collect-criteria.ts";
import type { Expected } from "./incomplete.ts";
import { CONTEXT_SOURCES, type CriterionPlan, expectedOf, planSnapshot } from "./plan.ts";
import { readAssessment } from "./read-assessment.ts";
import { recordedHomeRegion, regionsInUse } from "./regions-in-use.ts";
import { readEvidence, writeAttachments } from "./write-evidence.ts";
import { writeAssessment } from "./write-findings.ts";

/** Enough to keep a bucket busy. */
const READ_AT_A_TIME = 8;

/** What collected evidence is read back with. */
export interface ReadCollectedInput extends JudgeInput {
  readonly store: Store;
  readonly homeRegion: string;
  /** When the run began, ISO 8601 UTC. */
  readonly notBefore: string;
  /** Why a criterion's collector did not end well, as a clause without a full stop. */
  readonly whyFailed: (criterion: string) => string | undefined;
}

/**
 * Reads back what the collectors left, for all 61 criteria, and writes every assessment that is
 * missing: out of scope, or judged from what was written, with the collector's own error where
 * evidence is missing. What was not written by this run is never judged.
 */
export async function readCollected(input: ReadCollectedInput): Promise<Collected[]> {
  const folders: CriterionFolder[] = [];
  for (const plan of planSnapshot(input.config, input.checks)) {
    folders.push(await openFolder(input, plan));
  }
  // A collector that died before it asked for the regions was to read those that the others read.
  const known = folders.find(({ regions }) => regions !== undefined)?.regions;
  const collected: Collected[] = [];
  for (const folder of folders) {
    const regions = folder.regions ?? known ?? regionsInUse(input.config, [], input.homeRegion);
    collected.push(await collectedOf(input, folder, regions));
  }
  return collected;
}

/** A criterion's folder: what counts in it, and what does not. */
interface CriterionFolder {
  readonly plan: CriterionPlan;
  readonly paths: ReadonlySet<string>;
  /** Why a path does not count. */
  readonly refused: ReadonlyMap<string, string>;
  /** Undefined where nothing says which regions were to be read. */
  readonly regions: readonly string[] | undefined;
}

async function openFolder(
  input: ReadCollectedInput,
  plan: CriterionPlan,
): Promise<CriterionFolder> {
  const paths = new Set<string>();
  const refused = new Map<string, string>();
  // Nobody collects what is out of scope.
  if (plan.outOfScope !== null) return { plan, paths, refused, regions: undefined };
  for await (const object of input.store.list(`${plan.criterion.folder}/${input.snapshot}/`)) {
    const why = whyRefused(object, input.notBefore);
    if (why === undefined) paths.add(object.path);
    else refused.set(object.path, why);
  }
  const folder = { plan, paths, refused, regions: undefined };
  if (plan.sources.length === 0) return folder;
  const { stored } = await readSources(input, folder, CONTEXT_SOURCES, []);
  if (stored.length === 0) return folder;
  const home = recordedHomeRegion(stored) ?? input.homeRegion;
  return { ...folder, regions: regionsInUse(input.config, stored, home) };
}

async function collectedOf(
  input: ReadCollectedInput,
  folder: CriterionFolder,
  regions: readonly string[],
): Promise<Collected> {
  const { store, snapshot, account } = input;
  const { plan, paths, refused } = folder;
  const { criterion } = plan;
  const { stored, invalid } = await readSources(input, folder, plan.sources, regions);
  const failed = input.whyFailed(criterion.id);
  const judged = judgeCriterion(input, plan, stored, regions, (missing) => {
    const planned = { criterion: criterion.id, source: missing.source, region: missing.region };
    for (const [path, why] of [...refused, ...invalid]) {
      if (plannedSourceOf(path, [planned]) !== undefined) return why;
    }
    return failed === undefined || missing.cite !== null
      ? undefined
      : `${missing.reason}: ${failed}`;
  });
  const standing = await readAssessment(store, criterion, snapshot, paths);
  if (standing !== undefined) return { ...judged, assessment: standing };
  for (const source of plan.sources) {
    const where = { folder: criterion.folder, snapshot, source: source.name, region: null };
    const own = stored.filter(({ object }) => object.source === source.name);
    await unlessTaken(() => writeAttachments(store, where, source, own));
  }
  await unlessTaken(() => writeAssessment(store, plan, judged.assessment, account));
  return judged;
}

async function readSources(
  { store, snapshot, account }: ReadCollectedInput,
  { plan, paths }: Pick<CriterionFolder, "plan" | "paths">,
  sources: readonly Source[],
  regions: readonly string[],
): Promise<{ stored: StoredEvidence[]; invalid: Map<string, string> }> {
  const stored: StoredEvidence[] = [];
  const invalid = new Map<string, string>();
  const readOne = async ({ source, region }: Expected): Promise<StoredEvidence[]> => {
    const where = { folder: plan.criterion.folder, snapshot, source, region };
    try {
      return await readEvidence(store, where, paths, account);
    } catch (thrown) {
      if (!(thrown instanceof EvidenceError) || thrown.code !== "SCHEMA_INVALID") throw thrown;
      // One file that is not what its name says costs its source, never the snapshot.
      invalid.set(String(thrown.fields.path), thrown.message);
      return [];
    }
  };
  const expected = expectedOf({ sources }, regions);
  for (let start = 0; start < expected.length; start += READ_AT_A_TIME) {
    const some = expected.slice(start, start + READ_AT_A_TIME);
    stored.push(...(await Promise.all(some.map(readOne))).flat());
  }
  return { stored, invalid };
}

/** A name that somebody else took before is theirs: the manifest names what stands there. */
async function unlessTaken(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError) || thrown.code !== "STORE_CONFLICT") throw thrown;
  }
}
