import { service } from "../service.ts";

/** Amazon Macie. */
export const macie = service({
  name: "macie2",
  cli: "macie2",
  load: () => import("@aws-sdk/client-macie2"),
  connect: (sdk, settings) => new sdk.Macie2Client(settings),
});
