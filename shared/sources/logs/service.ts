import { service } from "../service.ts";

/** Amazon CloudWatch Logs. */
export const logs = service({
  name: "logs",
  cli: "logs",
  load: () => import("@aws-sdk/client-cloudwatch-logs"),
  connect: (sdk, settings) => new sdk.CloudWatchLogsClient(settings),
});
