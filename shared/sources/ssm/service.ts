import { service } from "../service.ts";

/** AWS Systems Manager. */
export const ssm = service({
  name: "ssm",
  cli: "ssm",
  load: () => import("@aws-sdk/client-ssm"),
  connect: (sdk, settings) => new sdk.SSMClient(settings),
});
