import { service } from "../service.ts";

/** AWS Identity and Access Management: global, one endpoint per partition. */
export const iam = service({
  name: "iam",
  cli: "iam",
  load: () => import("@aws-sdk/client-iam"),
  connect: (sdk, settings) => new sdk.IAMClient(settings),
});
