import type { Execution } from "../shared/snapshot/execution.ts";
import { executionArn } from "../shared/snapshot/execution.ts";

/**
 * Starts an execution, unless its name was taken before: Step Functions keeps names for 90 days, so
 * whoever comes second finds the snapshot taken.
 *
 * @returns the execution's ARN
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startExecution(
  { name, input }: Execution,
  access: {
    readonly stateMachineArn: string;
    readonly region: string;
    readonly endpoint: string | null;
  },
): Promise<string> {
  const sdk = await import("@aws-sdk/client-sfn");
  const { stateMachineArn, region, endpoint } = access;
  const client = new sdk.SFNClient({ region, ...(endpoint === null ? {} : { endpoint }) });
  try {
    const started = await client.send(
      new sdk.StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    return started.executionArn ?? executionArn(stateMachineArn, name);
  } catch (thrown) {
    if (thrown instanceof sdk.ExecutionAlreadyExists) return executionArn(stateMachineArn, name);
    throw thrown;
  }
}
