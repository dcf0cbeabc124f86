import { resolve } from "node:path";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { Severity } from "../shared/checks/check.ts";
import { SEVERITIES } from "../shared/checks/check.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { snapshotOfInstant } from "../shared/evidence/instant.ts";
import type { TrustedKey } from "../shared/keys/signer.ts";
import { configurationFolder } from "../shared/keys/configuration-folder.ts";
import { loadOrCreateLocalSigner, trustedKeys } from "../shared/keys/local-key.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import { verifyBundle, type VerifyReport } from "../shared/integrity/verify.ts";
import type { Gatherer } from "../shared/snapshot/gatherer.ts";
import { sealReports } from "../shared/snapshot/seal-reports.ts";
import { takeSnapshot } from "../shared/snapshot/take-snapshot.ts";
import type { Sealed } from "../shared/snapshot/seal.ts";
import { type GapReport, gapReport, type SealState } from "../shared/report/gap-report.ts";
import { renderHtml } from "../shared/report/html.ts";
import { readSnapshot, type SnapshotRecord } from "../shared/report/read-snapshot.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { codeSha256, VERSION } from "./collector.ts";
import type { Terminal } from "./terminal.ts";

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
  const { sealed } = await takeSnapshot({
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
  const verified = await verifyFolder(terminal, store, await trustedKeys(keys));
  const report = gapReport({ record, checks: CHECKS, seal: sealStateOf(verified, sealed, record) });
  const reportPath = `snapshots/${snapshot}/reports/gap-report.html`;
  if ((await store.read(reportPath)) === undefined) {
    await sealReports(store, signer, snapshot, sealed.manifestSha256, [
      { path: "gap-report.html", bytes: new TextEncoder().encode(renderHtml(report)) },
    ]);
  }
  return { sealed, record, report, verified, reportPath: resolve(outFolder, reportPath) };
}
