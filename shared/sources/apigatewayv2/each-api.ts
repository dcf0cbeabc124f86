import type { Api, ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { type GatherContext, reads } from "../source.ts";
import { apigatewayv2 } from "./service.ts";

/**
 * What it takes to list the HTTP and WebSocket APIs of a region.
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
 */
export const apiListing = [
  reads(apigatewayv2, "GetApis", { actions: ["apigateway:GET"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface ApisClient {
  readonly client: ApiGatewayV2Client;
  readonly sdk: typeof import("@aws-sdk/client-apigatewayv2");
}

/** Lists every HTTP and WebSocket API of the region, and reads more of each. */
export async function eachApi(
  context: GatherContext,
  read: (apigatewayv2: ApisClient, id: string, api: Api) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(apigatewayv2);
  let NextToken: string | undefined;
  do {
    // AWS documents no largest page, so it chooses.
    const page = await client.send(new sdk.GetApisCommand({ NextToken }));
    ({ NextToken } = page);
    await context.each(page.Items ?? [], async (api) => {
      if (api.ApiId === undefined) {
        context.incomplete("GetApis gave an API without its id");
        return;
      }
      await read({ client, sdk }, api.ApiId, api);
    });
  } while (NextToken);
}
