import { CHECKS } from "../shared/checks/catalogue.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { instantOfSnapshot } from "../shared/evidence/instant.ts";
import { openKmsSigner } from "../shared/keys/kms-signer.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import type { Signer } from "../shared/keys/signer.ts";
import { writeGapReport } from "../shared/report/write-gap-report.ts";
import { sealInAccount } from "../shared/snapshot/seal-in-account.ts";
import { EXTERNAL_GROUPS } from "../shared/sources/external-sources.ts";
import { failuresOf } from "./collector-failures.ts";
import { deployedConfig } from "./configuration.ts";
import { environmentOf } from "./environment.ts";
import { manifestEventSchema } from "./events.ts";
import { count, counting } from "./middleware/count.ts";
import { handle } from "./middleware/handle.ts";
import { log } from "./middleware/log.ts";
import { ownAccount } from "./own-account.ts";
import { RELEASE } from "./release.ts";
import { openVault } from "./vault.ts";

/** A run begins when it was scheduled and takes its time; clocks are set forward once a year. */
const GRACE_HOURS = 2;
const HOUR_MS = 3_600_000;

/** What sealing and reporting may need, after waiting for another run. */
const SEALING_MS = 10 * 60_000;

/** Seals a snapshot, whatever became of its collectors, and writes its report. */
export const handler = handle(
  manifestEventSchema,
  async (event, invocation) => {
    const env = environmentOf("manifest");
    const who = ownAccount(invocation.invokedFunctionArn);
    const failures = failuresOf(event.results);
    // Counted before anything can go wrong here.
    count("CollectorFailed", failures.size);
    const store = await openVault(env);
    const signer = await signerOrNobody(env);
    const intervalHours = env.SCHEDULE_INTERVAL_HOURS;
    const { snapshot, nonce, executionStartedAt } = event;
    const sealed = await sealInAccount({
      ...who,
      store,
      signer,
      crypto: nodeCrypto,
      config: await deployedConfig(who.account),
      checks: CHECKS,
      snapshot,
      nonce,
      homeRegion: env.AWS_REGION,
      executionStartedAt,
      failures,
      external: EXTERNAL_GROUPS,
      collector: { version: RELEASE.version, codeSha256: env.CODE_SHA256 },
      randomChainId,
      nextExpectedBy: (name) =>
        intervalHours === undefined ? null : dueAfter(name, intervalHours + GRACE_HOURS),
      now: () => new Date(),
      patienceMs: Math.max(0, invocation.getRemainingTimeInMillis() - SEALING_MS),
    });
    const { manifest, manifestSha256, signed } = sealed;
    const result = {
      snapshot,
      sequence: manifest.sequence,
      manifestSha256,
      signed,
      incomplete: manifest.incomplete.length,
    };
    count("SnapshotSealed", 1);
    count("SnapshotIncomplete", result.incomplete);
    count("ManifestUnsigned", signed ? 0 : 1);
    log.info("Sealed", result);
    // The seal stands; a report can be rendered from it at any time.
    await writeGapReport({ store, signer, checks: CHECKS }, sealed).catch((thrown: unknown) => {
      const why = thrown instanceof EvidenceError ? thrown.code : "DEFECT";
      log.warn("The report was not written", { snapshot, why });
    });
    return result;
  },
  [counting],
);

/** Without the key the snapshot is kept, unsigned: the next run signs it. */
async function signerOrNobody(env: {
  readonly SIGNING_KEY_ID: string;
  readonly AWS_REGION: string;
  readonly AWS_ENDPOINT_URL?: string | undefined;
}): Promise<Signer | null> {
  try {
    return await openKmsSigner(env.SIGNING_KEY_ID, {
      region: env.AWS_REGION,
      endpoint: env.AWS_ENDPOINT_URL ?? null,
    });
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError) || thrown.code !== "KEY_UNAVAILABLE") throw thrown;
    log.error(thrown.message, { code: thrown.code });
    return null;
  }
}

function dueAfter(snapshot: string, hours: number): string {
  const due = new Date(Date.parse(instantOfSnapshot(snapshot)) + hours * HOUR_MS);
  return `${due.toISOString().slice(0, 19)}Z`;
}
