import { service } from "../service.ts";

/** AWS Security Token Service: who asks, and in which account. */
export const sts = service({
  name: "sts",
  cli: "sts",
  load: () => import("@aws-sdk/client-sts"),
  connect: (sdk, settings) => new sdk.STSClient(settings),
});
