import { setTimeout as pauseFor } from "node:timers/promises";
import type { EffectiveConfig } from "../config/effective-config.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { storedJson } from "../evidence/serialize.ts";
import { compareUtf8, equalBytes } from "../integrity/bytes.ts";
import type { ManifestWitness } from "../keys/manifest-witness.ts";
import { whyRefused } from "./admission.ts";
import { beginSnapshot, resumeSealed } from "./begin-snapshot.ts";
import { interruptedSnapshots, readChainHead } from "./chain-head.ts";
import { configPath } from "./config-path.ts";
import { type ExternalGroups, externalExpected, externalItemOf } from "./external-plan.ts";
import { type ReadCollectedInput, readCollected } from "./read-collected.ts";
import { readExternal, regionsStanding } from "./read-external.ts";
import { storedConfig } from "./replay.ts";
import { finishClaimed, type Sealed } from "./seal.ts";
import { type SealSnapshotInput, sealSnapshot } from "./seal-snapshot.ts";
import { signPending } from "./sign-pending.ts";
import { unwitnessedGaps, witnessManifest } from "./witness-manifest.ts";

/**
 * The longest that a run of the state machine takes: 61 criteria, four at a time, each at its
 * slowest, and retries. What was begun longer ago and has no seal gets none from its own run.
 */
export const LONGEST_RUN_MS = 4 * 3_600_000;

const PAUSE_MS = 10_000;
/** The longest gap that `manifest/1` takes. */
const MAX_GAP_CHARACTERS = 1_024;

/** A run in the account, when its collectors have ended. */
export interface AccountRun
  extends Omit<
      SealSnapshotInput,
      "config" | "gaps" | "notBefore" | "keepsDrafts" | "replayOf" | "nextExpectedBy"
    >,
    Pick<ReadCollectedInput, "checks" | "homeRegion"> {
  /** The configuration that is deployed now; a snapshot keeps the one that it was begun with. */
  readonly config: EffectiveConfig;
  /** ISO 8601 UTC, by Step Functions' clock. */
  readonly executionStartedAt: string;
  /** Who notes each manifest outside the vault. */
  readonly witness: ManifestWitness;
  /** What is read of other tools, by the groups in which it is read. */
  readonly external?: ExternalGroups;
  /** How the collectors failed that did not end well, by criterion, as clauses without a full stop. */
  readonly failures: ReadonlyMap<string, string>;
  /** Until when the schedule promises the snapshot after the one of this name; null without one. */
  readonly nextExpectedBy: (snapshot: string) => string | null;
  readonly now: () => Date;
  /** For how long to wait for an earlier snapshot that is still being taken. */
  readonly patienceMs: number;
  /** Replaced in tests. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** A snapshot that was sealed in the account. */
export interface SealedInAccount extends Sealed {
  /** Why it has no witness; undefined when it has. */
  readonly unwitnessed: EvidenceError | undefined;
}

/**
 * Seals a run in the account, whatever became of its collectors. What earlier runs left is finished
 * first, in the order of their names; an earlier one that is still being taken is waited for, so
 * that two runs at the same moment end as two links of one chain.
 *
 * @throws EvidenceError SNAPSHOT_UNDER_WAY when an earlier snapshot is still being taken
 * @throws EvidenceError what `seal`, `beginSnapshot` and `resumeSealed` throw
 */
export async function sealInAccount(run: AccountRun): Promise<SealedInAccount> {
  const { failures } = run;
  const gaps = [...(await signWaiting(run))];
  const finished = await finishClaimed(run);
  if (finished !== undefined) await witnessManifest(run, finished);
  gaps.push(...(await finishEarlier(run)));
  const config = (await ownConfig(run)) ?? run.config;
  const begun = { ...run, config, replayOf: null };
  const sealed = await resumeSealed(begun);
  if (sealed !== undefined) return witnessed(run, sealed);
  // Where the plan failed, nothing was collected: a hole that is sealed and says so.
  await beginSnapshot(begun);
  for (const [criterion, why] of failures) {
    gaps.push(`The collector of ${criterion} did not end well: ${why}.`);
  }
  return sealOne(begun, run.executionStartedAt, gaps, (criterion) => failures.get(criterion));
}

async function witnessed(run: AccountRun, sealed: Sealed): Promise<SealedInAccount> {
  return { ...sealed, unwitnessed: await witnessManifest(run, sealed) };
}

/** Seals from what the store holds. */
async function sealOne(
  run: AccountRun,
  notBefore: string,
  gaps: readonly string[],
  whyFailed: (criterion: string) => string | undefined,
): Promise<SealedInAccount> {
  const collected = await readCollected({ ...run, notBefore, whyFailed });
  const { store, account, snapshot, external = {} } = run;
  const sources = Object.values(external).flat();
  const regions =
    collected.find(({ plan }) => plan.sources.length > 0)?.regions ??
    (await regionsStanding(store, snapshot, sources));
  const read = await readExternal({
    ...{ store, account, snapshot, notBefore },
    planned: externalExpected(sources, regions),
    whyFailed: (source) => whyFailed(externalItemOf(external, source)),
  });
  const said = [
    ...gaps,
    ...collected.flatMap((one) => one.gaps ?? []),
    ...(await unwitnessedGaps(run.store, run.crypto)),
  ];
  const sealed = await sealSnapshot(
    {
      ...run,
      replayOf: null,
      notBefore,
      keepsDrafts: true,
      adoptsExternal: true,
      gaps: said.map((gap) => gap.slice(0, MAX_GAP_CHARACTERS)),
      nextExpectedBy: run.nextExpectedBy(run.snapshot),
    },
    collected,
    read,
  );
  return witnessed(run, sealed);
}

/**
 * The configuration that this run was begun with; null where it was not begun.
 *
 * @throws EvidenceError STORE_CONFLICT when somebody else put one there before: it would decide what
 *   counts
 */
async function ownConfig(run: AccountRun): Promise<EffectiveConfig | null> {
  const { store, snapshot, config, executionStartedAt } = run;
  const path = configPath(snapshot);
  const stored = await store.read(path);
  if (stored === undefined || equalBytes(stored, storedJson(config))) return null;
  for await (const object of store.list(path)) {
    const why = object.path === path ? whyRefused(object, executionStartedAt) : undefined;
    if (why !== undefined) throw new EvidenceError("STORE_CONFLICT", why, { path });
  }
  return storedConfig(store, snapshot);
}

/**
 * Earlier snapshots, oldest first: those that nobody takes any more are sealed as they are.
 *
 * @returns what is to be said of those that cannot be
 */
async function finishEarlier(run: AccountRun): Promise<string[]> {
  const { store, crypto, snapshot, now, patienceMs, pause = pauseFor } = run;
  const left = new Map<string, string>();
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    const earlier = (await interruptedSnapshots(store, crypto)).filter(
      (name) => compareUtf8(name, snapshot) < 0 && !left.has(name),
    );
    const [oldest] = earlier;
    if (oldest === undefined) return [...left.values()];
    const begunAt = await beginning(run, oldest);
    if (now().getTime() - Date.parse(begunAt) > LONGEST_RUN_MS) {
      const why = await sealAbandoned(run, oldest, begunAt);
      if (why !== undefined) left.set(oldest, why);
      continue;
    }
    if (waitedMs >= patienceMs) throw underWay(oldest, snapshot);
    await pause(PAUSE_MS);
  }
}

/** @returns why it was left unsealed; undefined when it is sealed now */
async function sealAbandoned(
  run: AccountRun,
  snapshot: string,
  begunAt: string,
): Promise<string | undefined> {
  const { store, crypto } = run;
  const stored = await store.read(configPath(snapshot));
  const { head } = await readChainHead(store, crypto);
  const before = head && (await store.read(configPath(head.manifest.snapshot)));
  // Its configuration decides what counts, and nobody can say any more who wrote it.
  const known = [storedJson(run.config), ...(before === undefined ? [] : [before])];
  if (stored === undefined || !known.some((bytes) => equalBytes(bytes, stored))) {
    return `${configPath(snapshot)} stands there and no run sealed it; it is neither the configuration of now nor that of the snapshot before, so ${snapshot} was left as it is.`;
  }
  const config = (await storedConfig(store, snapshot)) ?? run.config;
  const why = "its run was interrupted before it was sealed";
  const gap = `The run of ${snapshot} was interrupted; a later one sealed what it had written.`;
  // What its auditor gave, if one did, ended with the run.
  await sealOne({ ...run, snapshot, config, nonce: null }, begunAt, [gap], () => why);
  return undefined;
}

/** When the snapshot's configuration was written, which is before all else. */
async function beginning({ store, now }: AccountRun, snapshot: string): Promise<string> {
  for await (const { path, lastModified } of store.list(configPath(snapshot))) {
    if (path === configPath(snapshot) && lastModified !== undefined) return lastModified;
  }
  return now().toISOString();
}

/** What waited for the key is signed; what is no longer as it was made is said and left. */
async function signWaiting({ signer, ...run }: AccountRun): Promise<string[]> {
  if (signer === null) return [];
  try {
    await signPending({ ...run, signer });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError)) throw thrown;
    return [`An earlier snapshot waits for its signature and was not signed. ${thrown.message}`];
  }
}

function underWay(earlier: string, snapshot: string): EvidenceError {
  return new EvidenceError(
    "SNAPSHOT_UNDER_WAY",
    `${earlier} is still being taken, and ${snapshot} comes after it in the chain. Run ${snapshot} again when it is sealed.`,
    { snapshot, earlier },
  );
}
