import { service } from "../service.ts";

/** AWS Account Management: global, one endpoint per partition. */
export const accountManagement = service({
  name: "account",
  cli: "account",
  load: () => import("@aws-sdk/client-account"),
  connect: (sdk, settings) => new sdk.AccountClient(settings),
});
