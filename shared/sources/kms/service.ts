import { service } from "../service.ts";

/** AWS Key Management Service. */
export const kms = service({
  name: "kms",
  cli: "kms",
  load: () => import("@aws-sdk/client-kms"),
  connect: (sdk, settings) => new sdk.KMSClient(settings),
});
