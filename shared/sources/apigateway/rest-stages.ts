import { reads, source } from "../source.ts";
import { eachRestApi, restApiListing } from "./each-rest-api.ts";
import { apigateway } from "./service.ts";

/**
 * The stages of each REST API: where their access logs go, and which web ACL protects them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html
 */
export const restStages = source({
  name: "apigateway.rest-stages",
  scope: "regional",
  operations: [
    ...restApiListing,
    reads(apigateway, "GetStages", { actions: ["apigateway:GET"], gone: ["NotFoundException"] }),
  ],
  gather: (context) =>
    eachRestApi(context, ({ client, sdk }, restApiId) =>
      // All stages of an API come at once.
      client.send(new sdk.GetStagesCommand({ restApiId })),
    ),
});
