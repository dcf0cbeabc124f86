import { service } from "../service.ts";

/** Amazon Simple Notification Service. */
export const sns = service({
  name: "sns",
  cli: "sns",
  load: () => import("@aws-sdk/client-sns"),
  connect: (sdk, settings) => new sdk.SNSClient(settings),
});
