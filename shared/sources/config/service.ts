import { service } from "../service.ts";

/** AWS Config, which records what resources are set to. */
export const configService = service({
  name: "config",
  cli: "configservice",
  load: () => import("@aws-sdk/client-config-service"),
  connect: (sdk, settings) => new sdk.ConfigServiceClient(settings),
});
