import type { AnyCheck } from "../checks/check.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { manifestPath } from "../integrity/bundle-layout.ts";
import { canonicalBytes } from "../integrity/canonical-json.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import type { FaultLog } from "../integrity/faults.ts";
import type { Manifest, PlannedSource } from "../integrity/manifest.ts";
import type { EvidenceReader } from "../store/store.ts";
import { configPath } from "./config-path.ts";
import { DerivedFiles } from "./derived-files.ts";
import { EvidenceTimes } from "./evidence-times.ts";
import { EXTERNAL, isImport } from "./external-plan.ts";
import { type Collected, judgeCriterion } from "./judge-criterion.ts";
import { MergedFindings } from "./merge-findings.ts";
import { type CriterionPlan, planSnapshot } from "./plan.ts";
import { readExternal } from "./read-external.ts";
import { readSources } from "./read-sources.ts";
import { regionsAsRead } from "./regions-as-read.ts";
import { storedConfig } from "./replay.ts";
import { ruleOf } from "./rule-lookup.ts";
import { SealedFiles } from "./sealed-files.ts";
import { StatedPlan } from "./stated-plan.ts";
import { writeAttachments } from "./write-evidence.ts";
import { writeAssessment } from "./write-findings.ts";
import { writeResults } from "./write-results.ts";

/** One sealed snapshot, and the rules of the release that made it. */
export interface RederiveSnapshotInput {
  readonly reader: EvidenceReader;
  readonly crypto: Pick<IntegrityCrypto, "sha256">;
  readonly checks: readonly AnyCheck[];
  readonly manifest: Manifest;
  readonly log: FaultLog;
  /** Whether verify has found fault with what stands on a path. */
  readonly isKnown: (path: string) => boolean;
}

/**
 * Derives every result of a snapshot again, and compares it to the byte: assessments, findings, the
 * files that AWS made whole, and what the manifest says of plan, configuration, times and what is
 * incomplete. What differs is a fault.
 *
 * The evidence of one criterion is in memory at a time, and the findings of all, as when it was sealed.
 *
 * @returns how many files were derived
 */
export async function rederiveSnapshot(input: RederiveSnapshotInput): Promise<number> {
  const { reader, crypto, checks, manifest, log } = input;
  const { snapshot, account } = manifest;
  const sealed = new SealedFiles(reader, manifest, crypto);
  const derived = new DerivedFiles(sealed, manifest, crypto, log);
  const config = await readConfig(input, sealed, derived);
  if (config === undefined) return derived.count;
  const plans = planSnapshot(config, checks);
  const stated = new StatedPlan(manifest);
  const known = await attempt(input, () => regionsAsRead(config, plans, stated, sealed, manifest));
  if (known === undefined) return derived.count;
  const merged = new MergedFindings();
  const times = new EvidenceTimes(instantOfSnapshot(snapshot));
  let isWhole = true;
  for (const plan of plans) {
    const regions = known.get(plan.criterion.id) ?? [];
    const one = await attempt(input, () =>
      derivedOrBroken(input, { config, plan, regions, stated, sealed, derived }),
    );
    if (one === undefined) {
      isWhole = false;
      continue;
    }
    merged.add(one.assessment.findings);
    times.join(one.times);
  }
  // Without one criterion nobody knows the findings of all.
  if (!isWhole) return derived.count;
  const external = await attempt(input, async () =>
    writeResults(
      { store: derived, snapshot, account, config, lookup: ruleOf, records: sealed },
      merged.inOrder(),
      await readExternal({ store: sealed, account, snapshot, planned: plannedElsewhere(manifest) }),
    ),
  );
  if (external === undefined) return derived.count;
  times.join(external.times);
  for (const what of stated.externalDifferencesFrom(external)) derived.manifestDiffers(what);
  compareTimes(manifest, times, derived);
  derived.reportIdle();
  return derived.count;
}

/** The sealed configuration; what is wrong with it is noted. */
async function readConfig(
  input: RederiveSnapshotInput,
  sealed: SealedFiles,
  derived: DerivedFiles,
): Promise<EffectiveConfig | undefined> {
  const { manifest, crypto } = input;
  const path = configPath(manifest.snapshot);
  const config = await attempt(input, async () => {
    try {
      const found = await storedConfig(sealed, manifest.snapshot);
      if (found === null) derived.manifestDiffers(`lists no ${path}, which decides what counts.`);
      return found ?? undefined;
    } catch (thrown) {
      if (thrown instanceof EvidenceError && thrown.code === "SEAL_BROKEN") throw thrown;
      derived.differs(path, `${path} is no configuration of the release that made the snapshot.`);
      return undefined;
    }
  });
  if (config === undefined) return undefined;
  const sha256 = await crypto.sha256(canonicalBytes(config));
  const { configSha256 } = manifest.collector;
  if (sha256 !== configSha256) {
    derived.manifestDiffers(`names the configuration ${configSha256}; ${path} comes to ${sha256}.`);
  }
  return config;
}

interface DeriveInput {
  readonly config: EffectiveConfig;
  readonly plan: CriterionPlan;
  readonly regions: readonly string[];
  readonly stated: StatedPlan;
  readonly sealed: SealedFiles;
  readonly derived: DerivedFiles;
}

/** Evidence that no run could have been judged from, since a rule breaks on it, was made up. */
async function derivedOrBroken(
  input: RederiveSnapshotInput,
  given: DeriveInput,
): Promise<Collected | undefined> {
  try {
    return await deriveCriterion(input, given);
  } catch (thrown) {
    if (thrown instanceof EvidenceError || !(thrown instanceof Error)) throw thrown;
    const path = `${given.plan.criterion.folder}/${input.manifest.snapshot}/assessment.json`;
    const why = `the rules break on its evidence (${thrown.name}: ${thrown.message})`;
    given.derived.differs(path, `${path} cannot be what was derived: ${why}.`);
    return undefined;
  }
}

async function deriveCriterion(
  { checks, manifest }: RederiveSnapshotInput,
  { config, plan, regions, stated, sealed, derived }: DeriveInput,
): Promise<Collected> {
  const { snapshot, account, partition } = manifest;
  const { id, folder } = plan.criterion;
  const paths = sealed.paths(`${folder}/${snapshot}/`);
  const { stored } = await readSources(
    { store: sealed, snapshot, account, folder, paths },
    plan.sources,
    regions,
  );
  const judged = judgeCriterion(
    { config, checks, snapshot, account, partition },
    plan,
    stored,
    regions,
    ({ source, region }) => stated.reasonOf({ criterion: id, source, region }),
  );
  for (const source of plan.sources) {
    const where = { folder, snapshot, source: source.name, region: null };
    const own = stored.filter(({ object }) => object.source === source.name);
    await writeAttachments(derived, where, source, own);
  }
  await writeAssessment(derived, plan, judged.assessment, account);
  for (const what of stated.differencesFrom(judged)) derived.manifestDiffers(what);
  return judged;
}

/** What was to be read of other tools; imports are found by their names. */
function plannedElsewhere({ expected }: Manifest): PlannedSource[] {
  return expected.filter(({ criterion, source }) => criterion === EXTERNAL && !isImport(source));
}

/** What was read when, by the evidence's own word. */
function compareTimes(manifest: Manifest, times: EvidenceTimes, derived: DerivedFiles): void {
  for (const name of ["startedAt", "completedAt", "awsDateMin", "awsDateMax"] as const) {
    if (manifest[name] === times[name]) continue;
    derived.manifestDiffers(`says ${name} ${manifest[name]}; its evidence says ${times[name]}.`);
  }
}

/**
 * Runs a step on sealed bytes; where they are not there as they were sealed, nothing is derived from
 * them. Verify has found that before; what changed since is a fault of its own.
 */
async function attempt<Result>(
  { log, manifest, isKnown }: RederiveSnapshotInput,
  step: () => Promise<Result>,
): Promise<Result | undefined> {
  const { snapshot, sequence } = manifest;
  try {
    return await step();
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError)) throw thrown;
    const path =
      typeof thrown.fields.path === "string" ? thrown.fields.path : manifestPath(snapshot);
    const message = `What follows from it in ${snapshot} was not derived again: ${thrown.message}`;
    if (isKnown(path)) log.warn("NOT_DERIVED", path, message, sequence);
    else
      log.fault(
        thrown.code === "SEAL_BROKEN" ? "FILE_CHANGED" : "UNREADABLE",
        path,
        message,
        sequence,
      );
    return undefined;
  }
}
