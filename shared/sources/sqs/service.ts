import { service } from "../service.ts";

/** Amazon Simple Queue Service. */
export const sqs = service({
  name: "sqs",
  cli: "sqs",
  load: () => import("@aws-sdk/client-sqs"),
  connect: (sdk, settings) => new sdk.SQSClient(settings),
});
