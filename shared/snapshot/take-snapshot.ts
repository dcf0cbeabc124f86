import type { AnyCheck } from "../checks/check.ts";
import { PolicyView } from "../checks/policy-view.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { EvidenceView } from "../evidence/evidence-view.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { storedJson } from "../evidence/serialize.ts";
import { manifestPath } from "../integrity/bundle-layout.ts";
import { canonicalBytes } from "../integrity/canonical-json.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import type { Signer } from "../keys/signer.ts";
import type { Store } from "../store/store.ts";
import { assess } from "./assess.ts";
import type { Assessment } from "./assessment.ts";
import { readChainHead } from "./chain-head.ts";
import { EvidenceTimes } from "./evidence-times.ts";
import type { Gatherer } from "./gatherer.ts";
import { type Progress, startGathering } from "./gathering.ts";
import { type Incomplete, incompleteOf } from "./incomplete.ts";
import { mergeFindings } from "./merge-findings.ts";
import { CONTEXT_SOURCES, expectedOf, planSnapshot } from "./plan.ts";
import { recordedHomeRegion, regionsInUse } from "./regions-in-use.ts";
import { assertMayFollow, resume, type Sealed, seal } from "./seal.ts";
import { writeAssessment, writeFindings } from "./write-findings.ts";

/** All that a snapshot is made from. */
export interface SnapshotInput {
  readonly store: Store;
  readonly signer: Signer | null;
  readonly crypto: IntegrityCrypto;
  readonly gatherer: Gatherer;
  readonly config: EffectiveConfig;
  readonly checks: readonly AnyCheck[];
  /** `2026-11-22T06-00-00Z`. */
  readonly snapshot: string;
  /** Where global services are asked; what the store holds already says where it was asked. */
  readonly homeRegion: string;
  readonly nonce: string | null;
  /** What is replayed, or null for a live account. */
  readonly replayOf: string | null;
  readonly collector: { readonly version: string; readonly codeSha256: string };
  readonly randomChainId: () => string;
  readonly progress?: Progress;
}

/**
 * Takes a snapshot: plans, gathers what the store does not hold yet, judges from the stored bytes,
 * and seals. Running it again after an interruption adopts what was written; running a sealed one
 * again compares it with its seal and writes nothing.
 *
 * @throws EvidenceError STORE_CONFLICT when the snapshot was begun with another configuration
 * @throws EvidenceError CHAIN_MIXED, CHAIN_ORDER before anything is written, when the snapshot does not
 *   belong to the chain or to the evidence that stands there
 */
export async function takeSnapshot(input: SnapshotInput): Promise<Sealed> {
  const { store, config, snapshot } = input;
  if ((await store.read(manifestPath(snapshot))) !== undefined) {
    const sealed = await resume(input);
    await assertSameRun(input, sealed);
    return sealed;
  }
  const { account, partition } = input.gatherer;
  // What cannot be sealed here must not be written here: it would stand as files that nothing lists.
  assertMayFollow(
    { ...input, account, partition },
    (await readChainHead(store, input.crypto)).head,
  );
  const configBytes = storedJson(config);
  await store.put(`snapshots/${snapshot}/config.json`, configBytes);

  const plans = planSnapshot(config, input.checks);
  const reading = plans.filter(({ sources }) => sources.length > 0);
  const gathering = await startGathering(input, reading);
  await gathering.gather(CONTEXT_SOURCES, []);
  const context = await gathering.read(reading[0], CONTEXT_SOURCES, []);
  const regions = regionsInUse(config, context, recordedHomeRegion(context) ?? input.homeRegion);
  const rest = new Set(reading.flatMap(({ sources }) => sources)).difference(
    new Set(CONTEXT_SOURCES),
  );
  await gathering.gather([...rest], regions);

  const assessments: Assessment[] = [];
  const incomplete: (Incomplete & { criterion: string })[] = [];
  const times = new EvidenceTimes(instantOfSnapshot(snapshot));
  for (const plan of plans) {
    const stored = await gathering.read(plan, plan.sources, regions);
    times.note(stored);
    const missing = incompleteOf(expectedOf(plan, regions), stored).map((one) => {
      const reason = gathering.whyUnwritten(plan, one);
      return reason === undefined ? one : { ...one, reason };
    });
    incomplete.push(...missing.map((one) => ({ criterion: plan.criterion.id, ...one })));
    const assessment = assess({
      plan,
      snapshot,
      config,
      incomplete: missing,
      catalogue: input.checks,
      context: {
        evidence: new EvidenceView(stored),
        policy: new PolicyView(config, `snapshots/${snapshot}/config.json`),
        now: instantOfSnapshot(snapshot),
        account: input.gatherer.account,
        partition: input.gatherer.partition,
      },
    });
    await writeAssessment(store, plan, assessment, input.gatherer.account);
    assessments.push(assessment);
  }
  await writeFindings(store, snapshot, mergeFindings(assessments), input.gatherer.account);
  return seal({
    store,
    signer: input.signer,
    crypto: input.crypto,
    account: input.gatherer.account,
    partition: input.gatherer.partition,
    snapshot,
    scheduledFor: instantOfSnapshot(snapshot),
    startedAt: times.startedAt,
    completedAt: times.completedAt,
    awsDateMin: times.awsDateMin,
    awsDateMax: times.awsDateMax,
    nonce: input.nonce,
    replayOf: input.replayOf,
    nextExpectedBy: null,
    gaps: [],
    collector: {
      ...input.collector,
      configSha256: await input.crypto.sha256(canonicalBytes(config)),
    },
    expected: reading.flatMap((plan) =>
      expectedOf(plan, regions).map((one) => ({ criterion: plan.criterion.id, ...one })),
    ),
    incomplete: incomplete.map(({ criterion, source, region, reason }) => ({
      criterion,
      source,
      region,
      reason,
    })),
    folders: plans.map(({ criterion }) => criterion.folder),
    randomChainId: input.randomChainId,
  });
}

/**
 * What stands there answers only the question that it was asked.
 *
 * @throws EvidenceError STORE_CONFLICT when account, configuration or nonce are others
 */
async function assertSameRun(input: SnapshotInput, { manifest }: Sealed): Promise<void> {
  const { gatherer, config, nonce, snapshot, store, crypto } = input;
  const other =
    manifest.account !== gatherer.account
      ? `of account ${manifest.account}`
      : manifest.collector.configSha256 !== (await crypto.sha256(canonicalBytes(config)))
        ? "with another configuration"
        : nonce !== null && nonce !== manifest.nonce
          ? "without this nonce"
          : undefined;
  if (other === undefined) return;
  throw new EvidenceError(
    "STORE_CONFLICT",
    `${snapshot} was sealed ${other} in ${store.describe()} and cannot be taken again. Choose another folder with --out.`,
    { snapshot },
  );
}
