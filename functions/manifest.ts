import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { instantOfSnapshot } from "../shared/evidence/instant.ts";
import { openKmsWitness } from "../shared/keys/kms-witness.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import { failuresOf } from "./collector-failures.ts";
import { deployedConfig } from "./configuration.ts";
import { environmentOf } from "./environment.ts";
import { manifestEventSchema } from "./events.ts";
import { count, counting } from "./middleware/count.ts";
import { handle } from "./middleware/handle.ts";
import { log } from "./middleware/log.ts";
import { ownAccount } from "./own-account.ts";
import { RELEASE } from "./release.ts";
import { reportAndCount } from "./report-and-count.ts";
import { earlierChainOf, kmsAccess, signingKeys } from "./signing-keys.ts";
import { openVault } from "./vault.ts";

/** A run begins when it was scheduled and takes its time; clocks are set forward once a year. */
const GRACE_HOURS = 2;
const HOUR_MS = 3_600_000;

/** What sealing and reporting may need, after waiting for another run. */
const SEALING_MS = 10 * 60_000;

/** While AWS gives the key: nothing has to be sealed before. */
const loadChecks = () => import("../shared/checks/catalogue.ts");
const loadExternalGroups = () => import("../shared/sources/external-sources.ts");
/** With the mapping of other tools' rules, which is as large as the checks. */
const loadSealing = () => import("../shared/snapshot/seal-in-account.ts");

/** Seals a snapshot, whatever became of its collectors, and writes its report. */
export const handler = handle(
  manifestEventSchema,
  async (event, invocation) => {
    const env = environmentOf("manifest");
    const who = ownAccount(invocation.invokedFunctionArn);
    const failures = failuresOf(event.results);
    // Counted before anything can go wrong here.
    count("CollectorFailed", failures.size);
    const vault = openVault(env);
    const [store, keys, { CHECKS }, { EXTERNAL_GROUPS }, { sealInAccount }] = await Promise.all([
      vault,
      vault.then((opened) => signingKeys(env, opened)),
      loadChecks(),
      loadExternalGroups(),
      loadSealing(),
    ]);
    const intervalHours = env.SCHEDULE_INTERVAL_HOURS;
    const { snapshot, nonce, executionStartedAt } = event;
    const sealed = await sealInAccount({
      ...who,
      store,
      ...keys,
      restartOf: earlierChainOf(env.RESTARTS),
      witness: await openKmsWitness(env.WITNESS_KEY_ID, kmsAccess(env)),
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
    const { manifest, manifestSha256, signed, unwitnessed } = sealed;
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
    if (unwitnessed !== undefined) {
      // Only where it happens: a metric that is never written costs nothing.
      count("ManifestUnwitnessed", 1);
      log.error("Not witnessed", { snapshot, why: unwitnessed.message });
    }
    // The seal stands; a report can be rendered from it at any time.
    const reporting = { store, ...keys, checks: CHECKS };
    await reportAndCount(reporting, sealed).catch((thrown: unknown) => {
      const why = thrown instanceof EvidenceError ? thrown.code : "DEFECT";
      log.warn("The report was not written", { snapshot, why });
    });
    return result;
  },
  [counting],
);

function dueAfter(snapshot: string, hours: number): string {
  const due = new Date(Date.parse(instantOfSnapshot(snapshot)) + hours * HOUR_MS);
  return `${due.toISOString().slice(0, 19)}Z`;
}
