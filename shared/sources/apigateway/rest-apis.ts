import { source } from "../source.ts";
import { eachRestApi, restApiListing } from "./each-rest-api.ts";

/** Every REST API of a region with its endpoint types, security policy and tags. */
export const restApis = source({
  name: "apigateway.rest-apis",
  scope: "regional",
  operations: restApiListing,
  gather: (context) => eachRestApi(context, async () => {}),
});
