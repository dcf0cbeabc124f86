import { service } from "../service.ts";

/** Amazon CloudFront, which has one endpoint for all regions. */
export const cloudfront = service({
  name: "cloudfront",
  cli: "cloudfront",
  load: () => import("@aws-sdk/client-cloudfront"),
  connect: (sdk, settings) => new sdk.CloudFrontClient(settings),
});
