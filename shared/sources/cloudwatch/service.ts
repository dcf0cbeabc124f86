import { service } from "../service.ts";

/** Amazon CloudWatch: metrics and their alarms. */
export const cloudwatch = service({
  name: "cloudwatch",
  cli: "cloudwatch",
  load: () => import("@aws-sdk/client-cloudwatch"),
  connect: (sdk, settings) => new sdk.CloudWatchClient(settings),
});
