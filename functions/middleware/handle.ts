import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { parser } from "@aws-lambda-powertools/parser/middleware";
import middy, { type MiddlewareObj } from "@middy/core";
import type { Context } from "aws-lambda";
import type * as z from "zod";
import { log } from "./log.ts";
import { trace } from "./trace.ts";
import { typedErrors } from "./typed-errors.ts";

/** What Lambda tells a function of its own invocation. */
export type Invocation = Pick<Context, "invokedFunctionArn" | "getRemainingTimeInMillis">;

/**
 * A Lambda handler: log and trace around it, its event parsed, its errors typed.
 *
 * @param schema what the event must be
 * @param more further middleware, such as `counting` for a function that has metrics
 */
export function handle<Schema extends z.ZodType, Result>(
  schema: Schema,
  work: (event: z.output<Schema>, invocation: Invocation) => Promise<Result>,
  more: readonly MiddlewareObj[] = [],
) {
  return (
    middy()
      .use(injectLambdaContext(log, { logEvent: false, clearState: true }))
      .use([...more])
      .use(trace())
      .use(typedErrors())
      .use(parser({ schema }))
      // The parser gives what the schema gives; its own name for that type is another.
      .handler(async (event, context: Context) => work(event as z.output<Schema>, context))
  );
}
