import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { type Execution, executionArn } from "../shared/snapshot/execution.ts";
import { configuredRegion } from "./configured-region.ts";
import type { Terminal } from "./terminal.ts";

/** How an execution stands. */
export interface ExecutionState {
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "PENDING_REDRIVE";
  /** JSON, as it was started with. */
  readonly input: string;
  /** JSON, once it succeeded. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** What is deployed in the account, as far as the command line reaches it. */
export interface DeployedStack {
  readonly region: string;
  readonly vaultBucket: string;
  /**
   * Starts an execution unless its name was taken.
   *
   * @returns the execution's ARN
   */
  start(execution: Execution): Promise<string>;
  describe(executionArn: string): Promise<ExecutionState>;
}

/**
 * Finds what is deployed, by the outputs of its stack, in the region of the environment.
 *
 * @throws EvidenceError NOT_FOUND when there is no such stack, or it is another one
 * @throws EvidenceError CREDENTIALS, EXECUTION_FAILED when AWS refuses
 */
export async function openDeployedStack(
  terminal: Terminal,
  stackName: string,
): Promise<DeployedStack> {
  const region = await configuredRegion(terminal.env);
  const endpoint = terminal.env.AWS_ENDPOINT_URL;
  const access = { region, ...(endpoint === undefined ? {} : { endpoint }) };
  const outputs = await outputsOf(stackName, access);
  const output = (name: string): string => {
    const value = outputs.get(name);
    if (value !== undefined) return value;
    throw new EvidenceError(
      "NOT_FOUND",
      `The stack ${stackName} in ${region} has no output ${name}, so it is not this product's. Name another with --stack.`,
      { stack: stackName },
    );
  };
  const stateMachineArn = output("StateMachineArn");
  const sdk = await import("@aws-sdk/client-sfn");
  const client = new sdk.SFNClient(access);
  return {
    region,
    vaultBucket: output("VaultBucketName"),
    async start({ name, input }) {
      try {
        const started = await client.send(
          new sdk.StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
        );
        return started.executionArn ?? executionArn(stateMachineArn, name);
      } catch (thrown) {
        if (thrown instanceof sdk.ExecutionAlreadyExists)
          return executionArn(stateMachineArn, name);
        throw refusal("start the workflow", "states:StartExecution", thrown);
      }
    },
    async describe(arn) {
      try {
        const {
          status,
          input,
          output: result,
          error,
          cause,
        } = await client.send(new sdk.DescribeExecutionCommand({ executionArn: arn }));
        return { status: status ?? "RUNNING", input: input ?? "{}", output: result, error, cause };
      } catch (thrown) {
        throw refusal("follow the workflow", "states:DescribeExecution", thrown);
      }
    },
  };
}

async function outputsOf(
  stackName: string,
  access: { readonly region: string; readonly endpoint?: string },
): Promise<Map<string, string>> {
  const sdk = await import("@aws-sdk/client-cloudformation");
  const client = new sdk.CloudFormationClient(access);
  try {
    const { Stacks } = await client.send(new sdk.DescribeStacksCommand({ StackName: stackName }));
    return new Map(
      (Stacks?.[0]?.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
        OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue]],
      ),
    );
  } catch (thrown) {
    if (thrown instanceof Error && /does not exist/.test(thrown.message)) {
      throw new EvidenceError(
        "NOT_FOUND",
        `There is no stack ${stackName} in ${access.region}. Deploy it with npx cdk deploy, set AWS_REGION to where it was deployed, or name another with --stack.`,
        { stack: stackName },
        { cause: thrown },
      );
    }
    throw refusal("find the stack", "cloudformation:DescribeStacks", thrown);
  }
}

/** Names by which AWS and its SDK say that there is nobody. */
const NO_CREDENTIALS =
  /^(?:CredentialsProviderError|Expired\w*|InvalidClientTokenId|UnrecognizedClientException|TokenProviderError)$/;

function refusal(what: string, action: string, thrown: unknown): EvidenceError {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (NO_CREDENTIALS.test(name)) {
    return new EvidenceError(
      "CREDENTIALS",
      `Could not ${what}: AWS refused the credentials, or none were found (${name}). Sign in (aws sso login) or set AWS_PROFILE.`,
      {},
      { cause: thrown },
    );
  }
  return new EvidenceError(
    "EXECUTION_FAILED",
    `Could not ${what} (${name}: ${message}). It takes ${action}.`,
    { error: name },
    { cause: thrown },
  );
}
