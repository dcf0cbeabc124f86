import { source } from "../source.ts";
import { apiListing, eachApi } from "./each-api.ts";

/** Every HTTP and WebSocket API of a region with its endpoint and tags. */
export const apis = source({
  name: "apigatewayv2.apis",
  scope: "regional",
  operations: apiListing,
  gather: (context) => eachApi(context, async () => {}),
});
