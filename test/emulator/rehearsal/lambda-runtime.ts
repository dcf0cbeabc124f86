import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

// The process in which the rehearsal runs one deployed function: run, never imported. It does what
// Lambda's own runtime does: loads the handler, hands it the event and the context, tells the answer.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html

/** What the parent process wants run, as JSON on standard input. */
export interface RuntimeOrder {
  readonly codeFolder: string;
  /** `collect.handler` */
  readonly handler: string;
  readonly event: unknown;
  readonly functionArn: string;
  readonly requestId: string;
  readonly timeoutMs: number;
}

/** What the function did, as JSON on file descriptor 3. */
export interface RuntimeAnswer {
  /** What the handler gave, or its error as Lambda reports it. */
  readonly payload: unknown;
  readonly failed: boolean;
  /** From the start of the process to the handler's first line. */
  readonly coldStartMs: number;
  readonly peakMemoryMb: number;
}

type Handler = (event: unknown, context: object) => Promise<unknown>;

const order = JSON.parse(await text(process.stdin)) as RuntimeOrder;
const { payload, failed, coldStartMs } = await handle();
const answer: RuntimeAnswer = {
  payload,
  failed,
  coldStartMs,
  peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
};
// Lambda freezes the process when the answer is there, whatever timers are left.
createWriteStream("", { fd: 3 }).end(JSON.stringify(answer), () => process.exit(0));

async function handle(): Promise<Pick<RuntimeAnswer, "payload" | "failed" | "coldStartMs">> {
  let coldStartMs = 0;
  try {
    const [file, name = ""] = order.handler.split(".");
    const loaded = await import(pathToFileURL(join(order.codeFolder, `${file}.mjs`)).href);
    const handler = loaded[name] as Handler;
    const deadlineMs = performance.now() + order.timeoutMs;
    const context = {
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: "$LATEST",
      invokedFunctionArn: order.functionArn,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      awsRequestId: order.requestId,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - performance.now()),
    };
    coldStartMs = performance.now();
    const result = await handler(order.event, context);
    return { payload: result ?? null, failed: false, coldStartMs };
  } catch (thrown) {
    const { name, message, stack = "" } = thrown instanceof Error ? thrown : new Error(`${thrown}`);
    const payload = { errorType: name, errorMessage: message, trace: stack.split("\n") };
    return { payload, failed: true, coldStartMs };
  }
}
