import { service } from "../service.ts";

/** AWS CloudTrail. */
export const cloudtrail = service({
  name: "cloudtrail",
  cli: "cloudtrail",
  load: () => import("@aws-sdk/client-cloudtrail"),
  connect: (sdk, settings) => new sdk.CloudTrailClient(settings),
});
