import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { Stage } from "./stage.ts";

/** What the workflow ends with. */
export interface SealedRun {
  readonly snapshot: string;
  readonly sequence: number;
  readonly manifestSha256: string;
  readonly signed: boolean;
  readonly incomplete: number;
}

/** What `start` gives back. */
export interface Started {
  readonly snapshot: string;
  readonly executionArn: string;
}

const POLL_MS = 300;
const PATIENCE_MS = 240_000;

/** Calls `start` with what the deployed schedule would give it for this time. */
export async function startAsScheduled(stage: Stage, scheduledFor: string): Promise<Started> {
  const { functionName, input } = stage.deployment.schedule;
  const { Payload, FunctionError } = await lambdaOf(stage).send(
    new InvokeCommand({
      FunctionName: functionName,
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
      Payload: input.replace("<aws.scheduler.scheduled-time>", scheduledFor),
    }),
  );
  const answer = Buffer.from(Payload ?? []).toString();
  assert.equal(FunctionError, undefined, `start failed: ${answer}`);
  return JSON.parse(answer);
}

/** Invokes a function as the workflow does, and gives what it answered. */
export async function invoke(stage: Stage, functionName: string, event: object): Promise<unknown> {
  const { Payload } = await lambdaOf(stage).send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

/** Waits for the end of an execution, which has to be a sealed snapshot. */
export async function follow(stage: Stage, executionArn: string): Promise<SealedRun> {
  const client = machinesOf(stage);
  const startedMs = performance.now();
  for (;;) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status !== "RUNNING") {
      assert.equal(status, "SUCCEEDED", `the workflow ended: ${error} ${cause}`);
      return JSON.parse(output ?? "null");
    }
    if (performance.now() - startedMs > PATIENCE_MS) throw new Error("The workflow did not end.");
    await pause(POLL_MS);
  }
}

/** The day's run: the clock goes to its time, the schedule calls, the workflow is followed. */
export async function takeDay(stage: Stage, scheduledFor: string): Promise<SealedRun> {
  await stage.moto.setClock(scheduledFor);
  const { executionArn } = await startAsScheduled(stage, scheduledFor);
  return follow(stage, executionArn);
}

/** Step Functions as the administrator. */
export function machinesOf({ gateway, region, administrator }: Stage): SFNClient {
  return new SFNClient({ endpoint: gateway.endpoint, region, credentials: administrator });
}

function lambdaOf({ gateway, region, administrator }: Stage): LambdaClient {
  return new LambdaClient({
    endpoint: gateway.endpoint,
    region,
    credentials: administrator,
    // A function is waited for, and never called twice.
    maxAttempts: 1,
  });
}
