import { service } from "../service.ts";

/** Amazon Simple Queue Service. */
export const sqs = service({
  name: "sqs",
  cli: "sqs",
  load: () => import("@aws-sdk/client-sqs"),
  // A queue's URL names the host that it was made under, which need not be the endpoint of today.
  connect: (sdk, settings) => new sdk.SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
});
