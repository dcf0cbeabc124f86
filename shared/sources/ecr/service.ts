import { service } from "../service.ts";

/** Amazon Elastic Container Registry, the private one. */
export const ecr = service({
  name: "ecr",
  cli: "ecr",
  load: () => import("@aws-sdk/client-ecr"),
  connect: (sdk, settings) => new sdk.ECRClient(settings),
});
