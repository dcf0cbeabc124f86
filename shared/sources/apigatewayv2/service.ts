import { service } from "../service.ts";

/** Amazon API Gateway of the second version: HTTP and WebSocket APIs. */
export const apigatewayv2 = service({
  name: "apigatewayv2",
  cli: "apigatewayv2",
  load: () => import("@aws-sdk/client-apigatewayv2"),
  connect: (sdk, settings) => new sdk.ApiGatewayV2Client(settings),
});
