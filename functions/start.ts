import { executionOf } from "../shared/snapshot/execution.ts";
import { environmentOf } from "./environment.ts";
import { startEventSchema } from "./events.ts";
import { handle } from "./middleware/handle.ts";
import { log } from "./middleware/log.ts";
import { startExecution } from "./state-machine.ts";

/** Starts the day's snapshot, or one that a person asks for; a name that was taken is success. */
export const handler = handle(startEventSchema, async ({ scheduledFor, nonce }) => {
  const env = environmentOf("start");
  const execution = executionOf(scheduledFor ?? new Date().toISOString(), nonce ?? null);
  const executionArn = await startExecution(execution, {
    stateMachineArn: env.STATE_MACHINE_ARN,
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL ?? null,
  });
  log.info("Started", { snapshot: execution.name });
  return { snapshot: execution.name, executionArn };
});
