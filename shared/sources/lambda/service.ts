import { service } from "../service.ts";

/** AWS Lambda. */
export const lambda = service({
  name: "lambda",
  cli: "lambda",
  load: () => import("@aws-sdk/client-lambda"),
  connect: (sdk, settings) => new sdk.LambdaClient(settings),
});
