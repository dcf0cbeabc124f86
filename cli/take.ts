import { resolve } from "node:path";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { type VerifyReport, verifyBundle } from "../shared/integrity/verify.ts";
import { configurationFolder } from "../shared/keys/configuration-folder.ts";
import { loadOrCreateLocalSigner, trustedKeys } from "../shared/keys/local-key.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import { type GapReport, gapReport } from "../shared/report/gap-report.ts";
import { renderHtml } from "../shared/report/html.ts";
import { readPreviousSnapshot } from "../shared/report/previous-snapshot.ts";
import { readSnapshot, type SnapshotRecord } from "../shared/report/read-snapshot.ts";
import { sealStateOf } from "../shared/report/seal-state.ts";
import type { Gatherer } from "../shared/snapshot/gatherer.ts";
import type { Sealed } from "../shared/snapshot/seal.ts";
import { sealReports } from "../shared/snapshot/seal-reports.ts";
import { takeSnapshot } from "../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { codeSha256, VERSION } from "./collector.ts";
import type { Terminal } from "./terminal.ts";

const REPORT_NAME = "gap-report.html";

/** What a snapshot on this machine is taken from and where it goes. */
export interface TakeOptions {
  readonly gatherer: Gatherer;
  readonly config: EffectiveConfig;
  readonly snapshot: string;
  readonly homeRegion: string;
  readonly outFolder: string;
  readonly only: readonly string[] | null;
  readonly nonce: string | null;
  readonly replayOf: string | null;
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

/** Takes a snapshot into a folder, signs it with this user's key, renders its report, verifies it. */
export async function take(terminal: Terminal, options: TakeOptions): Promise<Taken> {
  const { gatherer, config, snapshot } = options;
  if (config.account !== null && config.account !== gatherer.account) {
    throw new EvidenceError(
      "CONFIG_INVALID",
      `The configuration is for account ${config.account}, but these credentials are of ${gatherer.account}. Name the right file with --config, or change "account" in it.`,
      { configured: config.account, account: gatherer.account },
    );
  }
  const keys = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const signer = await loadOrCreateLocalSigner(keys);
  const outFolder = resolve(terminal.cwd, options.outFolder);
  const store = new FolderStore(outFolder);
  const sealed = await takeSnapshot({
    store,
    signer,
    crypto: nodeCrypto,
    gatherer,
    config,
    checks: CHECKS,
    snapshot,
    homeRegion: options.homeRegion,
    only: options.only,
    nonce: options.nonce,
    replayOf: options.replayOf,
    collector: { version: VERSION, codeSha256: codeSha256() },
    randomChainId,
    progress: ({ done, of, what }) => terminal.progress(`Reading ${done} of ${of}: ${what}`),
  });
  terminal.progress(null);
  const record = await readSnapshot(store, snapshot);
  const previous = await readPreviousSnapshot(store, record);
  const reportOf = async (): Promise<{ verified: VerifyReport; report: GapReport }> => {
    const verified = await verifyBundle({
      reader: store,
      crypto: nodeCrypto,
      trustedKeys: await trustedKeys(keys),
      asOf: terminal.now().toISOString(),
    });
    const report = gapReport({
      record,
      checks: CHECKS,
      seal: sealStateOf(verified, snapshot),
      ...(previous === null ? {} : { previous }),
    });
    return { verified, report };
  };
  const first = await reportOf();
  const reportPath = `snapshots/${snapshot}/reports/${REPORT_NAME}`;
  const isRendered = (await store.read(reportPath)) !== undefined;
  if (!isRendered && first.verified.exitCode !== 1) {
    await sealReports(store, signer, snapshot, sealed.manifestSha256, [
      { path: REPORT_NAME, bytes: new TextEncoder().encode(renderHtml(first.report)) },
    ]);
  }
  // Once more with the report among the files: what is said last is true of all of them.
  const { verified, report } = isRendered ? first : await reportOf();
  return { sealed, record, report, verified, reportPath: resolve(outFolder, reportPath) };
}
