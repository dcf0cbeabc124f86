import { apiListing, eachApi } from "../apigatewayv2/each-api.ts";
import { reads, source } from "../source.ts";
import { eachRestApi, restApiListing } from "./each-rest-api.ts";
import { apigateway } from "./service.ts";

/**
 * The custom domain names of a region, which REST, HTTP and WebSocket APIs share. Asked only where
 * there is an API: a domain name in front of nothing answers nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html
 */
export const domainNames = source({
  name: "apigateway.domain-names",
  scope: "regional",
  operations: [
    ...restApiListing,
    ...apiListing,
    reads(apigateway, "GetDomainNames", { actions: ["apigateway:GET"] }),
  ],
  async gather(context) {
    let hasAny = false;
    const note = async () => {
      hasAny = true;
    };
    await context.each([eachRestApi, eachApi], (eachOne) => eachOne(context, note));
    if (!hasAny) return;
    const { client, sdk } = await context.open(apigateway);
    let position: string | undefined;
    do {
      // 500 is the largest page.
      const page = new sdk.GetDomainNamesCommand({ limit: 500, position });
      ({ position } = await client.send(page));
    } while (position);
  },
});
