import { Tracer } from "@aws-lambda-powertools/tracer";
import { captureLambdaHandler } from "@aws-lambda-powertools/tracer/middleware";

/** A segment for the handler, without what it was given or gave back. */
export function trace() {
  // Every call to AWS is in the evidence with its times: the trace shows only the function.
  const tracer = new Tracer({ captureHTTPsRequests: false });
  return captureLambdaHandler(tracer, { captureResponse: false });
}
