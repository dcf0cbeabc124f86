import { service } from "../service.ts";

/** AWS WAF. */
export const wafv2 = service({
  name: "wafv2",
  cli: "wafv2",
  load: () => import("@aws-sdk/client-wafv2"),
  connect: (sdk, settings) => new sdk.WAFV2Client(settings),
});
