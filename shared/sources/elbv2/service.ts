import { service } from "../service.ts";

/** Elastic Load Balancing of the second generation: application, network and gateway load balancers. */
export const elbv2 = service({
  name: "elbv2",
  cli: "elbv2",
  load: () => import("@aws-sdk/client-elastic-load-balancing-v2"),
  connect: (sdk, settings) => new sdk.ElasticLoadBalancingV2Client(settings),
});
