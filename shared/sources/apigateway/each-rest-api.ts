import type { APIGatewayClient, RestApi } from "@aws-sdk/client-api-gateway";
import { type GatherContext, reads } from "../source.ts";
import { apigateway } from "./service.ts";

/**
 * What it takes to list the REST APIs of a region.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html
 */
export const restApiListing = [
  reads(apigateway, "GetRestApis", { actions: ["apigateway:GET"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface RestApisClient {
  readonly client: APIGatewayClient;
  readonly sdk: typeof import("@aws-sdk/client-api-gateway");
}

/** Lists every REST API of the region, and reads more of each. */
export async function eachRestApi(
  context: GatherContext,
  read: (apigateway: RestApisClient, id: string, api: RestApi) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(apigateway);
  let position: string | undefined;
  do {
    // 500 is the largest page.
    const page = await client.send(new sdk.GetRestApisCommand({ limit: 500, position }));
    ({ position } = page);
    await context.each(page.items ?? [], async (api) => {
      if (api.id === undefined) {
        context.incomplete("GetRestApis gave an API without its id");
        return;
      }
      await read({ client, sdk }, api.id, api);
    });
  } while (position);
}
