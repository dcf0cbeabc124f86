import { REDACTION_FAILED } from "../capture/redaction-failed.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import type { Store } from "../store/store.ts";
import { whyNotTaken, whyRefused } from "./admission.ts";
import type { Assessment } from "./assessment.ts";
import { type Collected, type JudgeInput, judgeCriterion } from "./judge-criterion.ts";
import { CONTEXT_SOURCES, type CriterionPlan, planSnapshot } from "./plan.ts";
import { readAssessment } from "./read-assessment.ts";
import { readSources } from "./read-sources.ts";
import { recordedHomeRegion, regionsInUse } from "./regions-in-use.ts";
import { writeAttachments } from "./write-evidence.ts";
import { writeAssessment } from "./write-findings.ts";

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
  const { stored } = await readSources(
    { ...input, folder: plan.criterion.folder, paths },
    CONTEXT_SOURCES,
    [],
  );
  if (stored.length === 0) return folder;
  const home = recordedHomeRegion(stored) ?? input.homeRegion;
  return { ...folder, regions: regionsInUse(input.config, stored, home) };
}

async function collectedOf(
  input: ReadCollectedInput,
  folder: CriterionFolder,
  regions: readonly string[],
): Promise<Collected> {
  const { store, snapshot } = input;
  const { plan, paths, refused } = folder;
  const { criterion } = plan;
  const { stored, invalid } = await readSources(
    { ...input, folder: criterion.folder, paths },
    plan.sources,
    regions,
  );
  const standing = await readAssessment(store, criterion, snapshot, paths);
  const failed = input.whyFailed(criterion.id);
  const judged = judgeCriterion(input, plan, stored, regions, (missing) => {
    const { source, region, reason } = missing;
    const planned = { criterion: criterion.id, source, region };
    const refusal = whyNotTaken(planned, [...refused, ...invalid]);
    if (refusal !== undefined) return refusal;
    // A collector that came as far as its assessment has written all that may be written.
    if (standing !== undefined) return REDACTION_FAILED;
    return failed === undefined ? undefined : `${reason}: ${failed}`;
  });
  if (standing !== undefined) return asItStands(folder, judged, standing, snapshot);
  await writeMissing(input, plan, stored, judged.assessment);
  return judged;
}

/** A collector's own assessment stands, whatever is thought of it; the manifest says if it should not. */
function asItStands(
  { plan }: CriterionFolder,
  judged: Collected,
  standing: Assessment,
  snapshot: string,
): Collected {
  const { folder } = plan.criterion;
  const isDerived = JSON.stringify(standing) === JSON.stringify(judged.assessment);
  const gap = `${folder}/${snapshot}/assessment.json stands there and is not what the sealed evidence comes to.`;
  return { ...judged, assessment: standing, ...(isDerived ? {} : { gaps: [gap] }) };
}

async function writeMissing(
  { store, snapshot, account }: ReadCollectedInput,
  plan: CriterionPlan,
  stored: readonly StoredEvidence[],
  assessment: Assessment,
): Promise<void> {
  for (const source of plan.sources) {
    const where = { folder: plan.criterion.folder, snapshot, source: source.name, region: null };
    const own = stored.filter(({ object }) => object.source === source.name);
    await unlessTaken(() => writeAttachments(store, where, source, own));
  }
  await unlessTaken(() => writeAssessment(store, plan, assessment, account));
}

/** A name that somebody else took before is theirs: the manifest names what stands there. */
async function unlessTaken(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError) || thrown.code !== "STORE_CONFLICT") throw thrown;
  }
}
