import { service } from "../service.ts";

/** AWS Certificate Manager. */
export const acm = service({
  name: "acm",
  cli: "acm",
  load: () => import("@aws-sdk/client-acm"),
  connect: (sdk, settings) => new sdk.ACMClient(settings),
});
