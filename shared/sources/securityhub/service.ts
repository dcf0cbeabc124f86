import { service } from "../service.ts";

/** AWS Security Hub CSPM. */
export const securityHub = service({
  name: "securityhub",
  cli: "securityhub",
  load: () => import("@aws-sdk/client-securityhub"),
  connect: (sdk, settings) => new sdk.SecurityHubClient(settings),
});
