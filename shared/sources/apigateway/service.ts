import { service } from "../service.ts";

/** Amazon API Gateway of the first version: REST APIs, and custom domain names of all APIs. */
export const apigateway = service({
  name: "apigateway",
  cli: "apigateway",
  load: () => import("@aws-sdk/client-api-gateway"),
  connect: (sdk, settings) => new sdk.APIGatewayClient(settings),
});
