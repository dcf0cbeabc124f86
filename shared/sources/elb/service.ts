import { service } from "../service.ts";

/** Elastic Load Balancing of the first generation: Classic Load Balancers. Shares its IAM prefix with `elbv2`. */
export const elb = service({
  name: "elb",
  cli: "elb",
  load: () => import("@aws-sdk/client-elastic-load-balancing"),
  connect: (sdk, settings) => new sdk.ElasticLoadBalancingClient(settings),
});
