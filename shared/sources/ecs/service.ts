import { service } from "../service.ts";

/** Amazon Elastic Container Service. */
export const ecs = service({
  name: "ecs",
  cli: "ecs",
  load: () => import("@aws-sdk/client-ecs"),
  connect: (sdk, settings) => new sdk.ECSClient(settings),
});
