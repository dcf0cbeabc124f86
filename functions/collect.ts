import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { collectCriteria } from "../shared/snapshot/collect-criteria.ts";
import { createLiveGatherer } from "../shared/snapshot/gatherer.ts";
import { planSnapshot } from "../shared/snapshot/plan.ts";
import { withCapture } from "./capture.ts";
import { deployedConfig } from "./configuration.ts";
import { environmentOf } from "./environment.ts";
import { collectEventSchema } from "./events.ts";
import { handle } from "./middleware/handle.ts";
import { log } from "./middleware/log.ts";
import { ownAccount } from "./own-account.ts";
import { RELEASE } from "./release.ts";
import { openVault } from "./vault.ts";

/** While AWS says who asks: nothing has to be judged before it has answered. */
const loadChecks = () => import("../shared/checks/catalogue.ts");

/** Gathers the evidence of one criterion, judges it and writes its assessment. */
export const handler = handle(collectEventSchema, async (event, invocation) => {
  const env = environmentOf("collect");
  const { snapshot, executionStartedAt, criterion } = event;
  if (criterion !== env.CRITERION) {
    throw new EvidenceError(
      "USAGE",
      `This function collects ${env.CRITERION}, and was asked for ${criterion}. Deploy the stack again.`,
      { criterion },
    );
  }
  const config = await deployedConfig(ownAccount(invocation.invokedFunctionArn).account);
  return withCapture(env, invocation.getRemainingTimeInMillis(), async (capture) => {
    const homeRegion = env.AWS_REGION;
    const [gatherer, store, { CHECKS }] = await Promise.all([
      createLiveGatherer(capture, { homeRegion, ...RELEASE }),
      openVault(env),
      loadChecks(),
    ]);
    const plans = planSnapshot(config, CHECKS).filter((plan) => plan.criterion.id === criterion);
    const collected = await collectCriteria(
      {
        store,
        gatherer,
        config,
        checks: CHECKS,
        snapshot,
        homeRegion,
        notBefore: executionStartedAt,
      },
      plans,
    );
    const result = {
      criterion,
      complete: collected.every(({ incomplete }) => incomplete.length === 0),
      objects: collected.reduce((sum, { objects }) => sum + objects, 0),
      findings: collected.reduce((sum, { assessment }) => sum + assessment.findings.length, 0),
    };
    log.info("Collected", { snapshot, ...result });
    return result;
  });
});
