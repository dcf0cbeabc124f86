import { service } from "../service.ts";

/** Amazon GuardDuty. */
export const guardduty = service({
  name: "guardduty",
  cli: "guardduty",
  load: () => import("@aws-sdk/client-guardduty"),
  connect: (sdk, settings) => new sdk.GuardDutyClient(settings),
});
