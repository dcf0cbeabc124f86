import { reads, source } from "../source.ts";
import { apiListing, eachApi } from "./each-api.ts";
import { apigatewayv2 } from "./service.ts";

/**
 * The stages of each HTTP and WebSocket API, and where their access logs go.
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html
 */
export const stages = source({
  name: "apigatewayv2.stages",
  scope: "regional",
  operations: [
    ...apiListing,
    reads(apigatewayv2, "GetStages", { actions: ["apigateway:GET"], gone: ["NotFoundException"] }),
  ],
  gather: (context) =>
    eachApi(context, async ({ client, sdk }, ApiId) => {
      let NextToken: string | undefined;
      do {
        const page = new sdk.GetStagesCommand({ ApiId, NextToken });
        ({ NextToken } = await client.send(page));
      } while (NextToken);
    }),
});
