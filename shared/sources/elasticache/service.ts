import { service } from "../service.ts";

/** Amazon ElastiCache. */
export const elasticache = service({
  name: "elasticache",
  cli: "elasticache",
  load: () => import("@aws-sdk/client-elasticache"),
  connect: (sdk, settings) => new sdk.ElastiCacheClient(settings),
});
