import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { externalItem } from "../shared/snapshot/external-plan.ts";
import { createLiveGatherer } from "../shared/snapshot/gatherer.ts";
import { readRegionsInUse } from "../shared/snapshot/read-regions-in-use.ts";
import { EXTERNAL_GROUPS } from "../shared/sources/external-sources.ts";
import { withCapture } from "./capture.ts";
import { deployedConfig } from "./configuration.ts";
import { environmentOf } from "./environment.ts";
import { collectEventSchema } from "./events.ts";
import { handle } from "./middleware/handle.ts";
import { log } from "./middleware/log.ts";
import { ownAccount } from "./own-account.ts";
import { RELEASE } from "./release.ts";
import { openVault } from "./vault.ts";

/** What reads each tool's findings: while AWS says who asks. */
const loadCollecting = () => import("../shared/snapshot/collect-external.ts");

/**
 * Reads one group of what other tools found, once for all criteria, page by page into the vault. What
 * is not read when the time is over is incomplete, and says how much was.
 */
export const handler = handle(collectEventSchema, async (event, invocation) => {
  const env = environmentOf("external");
  const { snapshot, executionStartedAt, criterion } = event;
  const group = Object.keys(EXTERNAL_GROUPS).find((name) => externalItem(name) === criterion);
  if (group === undefined) {
    throw new EvidenceError(
      "USAGE",
      `This function reads what other tools found, and was asked for ${criterion}. Deploy the stack again.`,
      { criterion },
    );
  }
  const { account } = ownAccount(invocation.invokedFunctionArn);
  const config = await deployedConfig(account);
  return withCapture(env, invocation.getRemainingTimeInMillis(), async (capture) => {
    const homeRegion = env.AWS_REGION;
    const sources = EXTERNAL_GROUPS[group] ?? [];
    const [gatherer, { collectExternal }] = await Promise.all([
      createLiveGatherer(capture, { homeRegion, ...RELEASE, external: sources }),
      loadCollecting(),
    ]);
    const { external = null } = gatherer;
    if (external === null) throw new EvidenceError("USAGE", `${group} reads nothing.`);
    const regions = await readRegionsInUse(gatherer, config, homeRegion);
    const store = await openVault(env);
    const read = await collectExternal({
      ...{ store, account, snapshot, external, sources, regions },
      notBefore: executionStartedAt,
    });
    const result = { criterion, ...read, objects: sources.length * regions.length };
    log.info("Read", { snapshot, ...result });
    return result;
  });
});
