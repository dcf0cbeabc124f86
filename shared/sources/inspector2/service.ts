import { service } from "../service.ts";

/** Amazon Inspector. */
export const inspector2 = service({
  name: "inspector2",
  cli: "inspector2",
  load: () => import("@aws-sdk/client-inspector2"),
  connect: (sdk, settings) => new sdk.Inspector2Client(settings),
});
