import { service } from "../service.ts";

/** Amazon DynamoDB: its tables' settings, never their items. */
export const dynamodb = service({
  name: "dynamodb",
  cli: "dynamodb",
  load: () => import("@aws-sdk/client-dynamodb"),
  connect: (sdk, settings) => new sdk.DynamoDBClient(settings),
});
