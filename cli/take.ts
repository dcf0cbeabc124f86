import { resolve } from "node:path";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { manifestPath, reportIndexPath, reportsFolder } from "../shared/integrity/bundle-layout.ts";
import type { EarlierChain } from "../shared/integrity/chain-restart.ts";
import { exitCodeOf } from "../shared/integrity/faults.ts";
import { type VerifyReport, verifyBundle } from "../shared/integrity/verify.ts";
import { configurationFolder } from "../shared/keys/configuration-folder.ts";
import {
  loadOrCreateLocalSigner,
  loadPreviousSigners,
  trustedKeys,
} from "../shared/keys/local-key.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import type { Signer } from "../shared/keys/signer.ts";
import { type GapReport, gapReport } from "../shared/report/gap-report.ts";
import { readHistory } from "../shared/report/history.ts";
import { readPreviousSnapshot } from "../shared/report/previous-snapshot.ts";
import { readSnapshot, type SnapshotRecord } from "../shared/report/read-snapshot.ts";
import { sealStateOf } from "../shared/report/seal-state.ts";
import { GAP_REPORT, renderedReports } from "../shared/report/write-gap-report.ts";
import { interruptedSnapshots, readChainHead } from "../shared/snapshot/chain-head.ts";
import type { Gatherer } from "../shared/snapshot/gatherer.ts";
import { storedConfig } from "../shared/snapshot/replay.ts";
import type { Sealed } from "../shared/snapshot/seal.ts";
import { sealReports } from "../shared/snapshot/seal-reports.ts";
import { assertMayContinue, sealerOf } from "../shared/snapshot/sign-manifest.ts";
import { signPending } from "../shared/snapshot/sign-pending.ts";
import { takeSnapshot } from "../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { thisRelease } from "./collector.ts";
import { assertEvidenceFolder } from "./out-folder.ts";
import type { Terminal } from "./terminal.ts";

/** What a snapshot on this machine is taken from and where it goes. */
export interface TakeOptions {
  readonly gatherer: Gatherer;
  readonly config: EffectiveConfig;
  /** Where the configuration came from, to begin a sentence with: `soc2.yaml`. */
  readonly configName: string;
  readonly snapshot: string;
  readonly homeRegion: string;
  readonly outFolder: string;
  readonly nonce: string | null;
  readonly replayOf: string | null;
  /** The chain, elsewhere, whose key is lost and in whose place this one begins. */
  readonly restartOf: EarlierChain | null;
}

/** A snapshot that was taken, sealed, reported and verified. */
export interface Taken {
  readonly sealed: Sealed;
  readonly record: SnapshotRecord;
  readonly report: GapReport;
  readonly verified: VerifyReport;
  /** Of the gap report in HTML. */
  readonly reportPath: string;
}

/**
 * Takes a snapshot into a folder, signs it with this user's key, renders its report, verifies it.
 * Before a new one of a live account, what an interrupted run left is finished under its own name:
 * nobody else will, and until then the folder looks tampered with.
 *
 * @throws EvidenceError CONFIG_INVALID when the configuration is for another account
 * @throws EvidenceError USAGE when the folder holds other things than evidence
 */
export async function take(terminal: Terminal, options: TakeOptions): Promise<Taken> {
  assertSameAccount(options);
  const outFolder = resolve(terminal.cwd, options.outFolder);
  await assertEvidenceFolder(outFolder, options.outFolder);
  const keys = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const store = new FolderStore(outFolder);
  await assertMayRestart(store, options);
  const signer = await loadOrCreateLocalSigner(keys);
  const previousSigners = (await loadPreviousSigners(keys)).map((key) => key.signer);
  const place: Place = { terminal, store, signer, previousSigners, keys };
  await assertMaySeal(place, options.snapshot);
  await signPending({ store, crypto: nodeCrypto, signer, previousSigners });
  if (options.replayOf === null) await finishInterrupted(place, options);
  const sealed = await sealOne(place, options);
  terminal.progress(null);
  const reported = await report(place, sealed);
  return { sealed, ...reported, reportPath: resolve(outFolder, reportPathOf(options.snapshot)) };
}

/** Where snapshots go on this machine, and who signs them. */
interface Place {
  readonly terminal: Terminal;
  readonly store: FolderStore;
  readonly signer: Signer;
  /** Keys before it: what one of them began or signed last goes on. */
  readonly previousSigners: readonly Signer[];
  /** The folder of this user's keys. */
  readonly keys: string;
}

/** Seals what earlier runs began, each with the configuration that it was begun with. */
async function finishInterrupted(place: Place, options: TakeOptions): Promise<void> {
  const { terminal, store } = place;
  await completeReportOfHead(place);
  for (const snapshot of await interruptedSnapshots(store, nodeCrypto)) {
    const config = await storedConfig(store, snapshot);
    if (config === null) continue;
    const configName = `snapshots/${snapshot}/config.json`;
    assertSameAccount({ ...options, config, configName });
    terminal.err(`Finishing ${snapshot}, which was interrupted.\n`);
    await report(place, await sealOne(place, { ...options, config, configName, snapshot }));
  }
}

/** A report whose index stands, and that was interrupted before it was written. */
async function completeReportOfHead(place: Place): Promise<void> {
  const { head } = await readChainHead(place.store, nodeCrypto);
  if (head === undefined) return;
  const { snapshot } = head.manifest;
  const isBegun = (await place.store.read(reportIndexPath(snapshot))) !== undefined;
  const isThere = (await place.store.read(reportPathOf(snapshot))) !== undefined;
  if (isBegun && !isThere) {
    await report(place, { manifest: head.manifest, manifestSha256: head.sha256 });
  }
}

function sealOne(
  { terminal, store, signer, previousSigners }: Place,
  options: TakeOptions,
): Promise<Sealed> {
  return takeSnapshot({
    store,
    signer,
    previousSigners,
    restartOf: options.restartOf,
    crypto: nodeCrypto,
    gatherer: options.gatherer,
    config: options.config,
    checks: CHECKS,
    snapshot: options.snapshot,
    homeRegion: options.homeRegion,
    nonce: options.nonce,
    replayOf: options.replayOf,
    collector: thisRelease(),
    randomChainId,
    progress: ({ done, of, what }) => terminal.progress(`Reading ${done} of ${of}: ${what}`),
  });
}

/** Renders the report of a sealed snapshot unless it stands, and verifies the folder. */
async function report(
  { terminal, store, keys, ...signing }: Place,
  { manifest, manifestSha256 }: Pick<Sealed, "manifest" | "manifestSha256">,
): Promise<Pick<Taken, "record" | "report" | "verified">> {
  const { snapshot } = manifest;
  const record = await readSnapshot(store, snapshot);
  const previous = await readPreviousSnapshot(store, record);
  const history = await readHistory(store, record);
  const verify = async () =>
    verifyBundle({
      reader: store,
      crypto: nodeCrypto,
      trustedKeys: await trustedKeys(keys),
      asOf: terminal.now().toISOString(),
    });
  const reportOf = (verified: Pick<VerifyReport, "exitCode" | "faults" | "snapshots">) =>
    gapReport({
      record,
      checks: CHECKS,
      seal: sealStateOf(verified, snapshot),
      ...(previous === null ? {} : { previous }),
      history,
    });
  let verified = await verify();
  const isRendered = (await store.read(reportPathOf(snapshot))) !== undefined;
  if (!isRendered && verified.exitCode !== 1) {
    // As it was before there were reports: a run that was interrupted among them gives these bytes.
    const reports = renderedReports(reportOf(withoutReportFaults(verified, snapshot)));
    const isPromised = (await store.read(reportIndexPath(snapshot))) !== undefined;
    const sealer = await sealerOf({ store, ...signing }, manifest);
    await sealReports(store, sealer, snapshot, manifestSha256, reports).catch((thrown: unknown) => {
      const isOther = thrown instanceof EvidenceError && thrown.code === "STORE_CONFLICT";
      // The report that the index promises came from another release: verify says it is missing.
      if (!isPromised || !isOther) throw thrown;
    });
    // Once more with the report among the files: what is said last is true of all of them.
    verified = await verify();
  }
  return { record, report: reportOf(verified), verified };
}

function withoutReportFaults(
  { faults, snapshots }: VerifyReport,
  snapshot: string,
): Pick<VerifyReport, "exitCode" | "faults" | "snapshots"> {
  const folder = reportsFolder(snapshot);
  const others = faults.filter(({ path }) => path?.startsWith(folder) !== true);
  return { faults: others, exitCode: exitCodeOf(others), snapshots };
}

/**
 * A chain whose key is not at hand cannot go on: said before anything is read, so that no evidence is
 * left that nobody can seal. What is sealed already needs no key.
 */
async function assertMaySeal(place: Place, snapshot: string): Promise<void> {
  if ((await place.store.read(manifestPath(snapshot))) !== undefined) return;
  await assertMayContinue({ ...place, crypto: nodeCrypto });
}

/** A chain begins anew where there is none: what stands elsewhere stays as it is. */
async function assertMayRestart(store: FolderStore, options: TakeOptions): Promise<void> {
  if (options.restartOf === null) return;
  // A first snapshot that was interrupted is finished as it was begun.
  if ((await readChainHead(store, nodeCrypto)).head === undefined) return;
  throw new EvidenceError(
    "USAGE",
    `${options.outFolder} holds a chain already, so none can begin there. Name a new folder with --out, or leave out --restarts.`,
    { folder: options.outFolder },
  );
}

function reportPathOf(snapshot: string): string {
  return `${reportsFolder(snapshot)}${GAP_REPORT}`;
}

function assertSameAccount({ config, configName, gatherer }: TakeOptions): void {
  if (config.account === null || config.account === gatherer.account) return;
  const whose = config.company === null ? "" : ` ${possessive(config.company.name)} and`;
  throw new EvidenceError(
    "CONFIG_INVALID",
    `${configName} is${whose} for account ${config.account}, but these credentials are of ${gatherer.account}. Write your own with: soc2-evidence init --force, or name another with --config.`,
    { configured: config.account, account: gatherer.account },
  );
}

function possessive(name: string): string {
  return name.endsWith("s") ? `${name}'` : `${name}'s`;
}
