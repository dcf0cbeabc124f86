import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { EmulatorCredentials } from "../company-clients.ts";
import type { RuntimeAnswer, RuntimeOrder } from "./lambda-runtime.ts";

/** A function as it was deployed. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  /** `collect.handler` */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleName: string;
  /** A session of its role. */
  readonly credentials: Required<EmulatorCredentials>;
  /** The unpacked code. */
  readonly codeFolder: string;
  /** The unpacked layer, which Lambda mounts as `/opt`. */
  readonly layerFolder: string;
}

/** What the process lives in. */
export interface Surroundings {
  readonly endpoint: string;
  readonly region: string;
  readonly clockEnv: Readonly<Record<string, string>>;
}

/** How an invocation ended. */
export interface Invocation {
  readonly functionName: string;
  /** What Lambda answers: the handler's result, or its error. */
  readonly payload: unknown;
  readonly failed: boolean;
  readonly log: string;
  readonly seconds: number;
  /** Null where the process did not come to its end. */
  readonly coldStartMs: number | null;
  readonly peakMemoryMb: number | null;
}

/** A function that is running. */
export interface RunningFunction {
  readonly ended: Promise<Invocation>;
  /** Ends the process as a machine does that goes away: without a word. */
  kill(): void;
}

/**
 * Runs a deployed function in a process of its own, with its code, environment and role and nothing
 * else: neither this process's settings nor anybody's credentials.
 */
export function runFunction(
  deployed: DeployedFunction,
  event: unknown,
  surroundings: Surroundings,
): RunningFunction {
  const startedMs = performance.now();
  const requestId = randomUUID();
  const timeoutMs = deployed.timeoutSeconds * 1_000;
  const child = spawn(
    process.execPath,
    // Lambda gives Node most of the function's memory; the rest is for what lies outside its heap.
    [
      `--max-old-space-size=${Math.round(deployed.memoryMb * 0.9)}`,
      join(import.meta.dirname, "lambda-runtime.ts"),
    ],
    { env: environmentOf(deployed, surroundings), stdio: ["pipe", "pipe", "pipe", "pipe"] },
  );
  const order: RuntimeOrder = {
    codeFolder: deployed.codeFolder,
    handler: deployed.handler,
    event,
    functionArn: deployed.arn,
    requestId,
    timeoutMs,
  };
  child.stdin?.on("error", () => {});
  child.stdin?.end(JSON.stringify(order));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  const ended = (async (): Promise<Invocation> => {
    const [log, told] = await output(child);
    clearTimeout(timer);
    const common = {
      functionName: deployed.name,
      log,
      seconds: (performance.now() - startedMs) / 1_000,
    };
    if (told !== "") {
      const answer = JSON.parse(told) as RuntimeAnswer;
      return { ...common, ...answer };
    }
    const payload = isLate
      ? {
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${requestId} Error: Task timed out after ${deployed.timeoutSeconds}.00 seconds`,
        }
      : {
          errorType: "Runtime.ExitError",
          errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
        };
    return { ...common, payload, failed: true, coldStartMs: null, peakMemoryMb: null };
  })();
  return { ended, kill: () => void child.kill("SIGKILL") };
}

/** What the process wrote, and what it told of itself. */
async function output(child: ChildProcess): Promise<[log: string, told: string]> {
  const read = (index: number) => {
    const stream = child.stdio[index];
    return stream !== null && stream !== undefined && "read" in stream ? text(stream) : "";
  };
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  const [out, err, told] = await Promise.all([read(1), read(2), read(3), ended]);
  return [out + err, told];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function environmentOf(
  deployed: DeployedFunction,
  { endpoint, region, clockEnv }: Surroundings,
): NodeJS.ProcessEnv {
  const { accessKeyId, secretAccessKey, sessionToken } = deployed.credentials;
  return {
    ...deployed.environment,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: deployed.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployed.memoryMb),
    LAMBDA_TASK_ROOT: deployed.codeFolder,
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    _X_AMZN_TRACE_ID: "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
    TZ: "UTC",
    ...clockEnv,
    // The emulator: moto knows no layers, and nothing of AWS lies at its usual address.
    SOC2_CONFIG_FILE: join(deployed.layerFolder, "soc2", "config.json"),
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
