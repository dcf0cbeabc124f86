import { service } from "../service.ts";

/** Amazon S3, bucket level. Path style where another endpoint is set: emulators have no host per bucket. */
export const s3 = service({
  name: "s3",
  cli: "s3api",
  load: () => import("@aws-sdk/client-s3"),
  connect: (sdk, settings) =>
    new sdk.S3Client({
      ...settings,
      followRegionRedirects: false,
      forcePathStyle: settings.endpoint !== undefined,
    }),
});
