import { source } from "../source.ts";
import { eachListener, listenerListing } from "./each-load-balancer.ts";

/** Every listener of every load balancer of a region: protocol, port, TLS policy and default action. */
export const listeners = source({
  name: "elbv2.listeners",
  scope: "regional",
  operations: listenerListing,
  gather: (context) => eachListener(context, async () => {}),
});
