import { reads, source } from "../source.ts";
import { eachTable, tableListing } from "./each-table.ts";
import { dynamodb } from "./service.ts";

/**
 * Every table of a region with its settings.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
 */
export const tableSettings = source({
  name: "dynamodb.table-settings",
  scope: "regional",
  operations: [
    ...tableListing,
    reads(dynamodb, "DescribeTable", {
      actions: ["dynamodb:DescribeTable"],
      gone: ["ResourceNotFoundException"],
    }),
  ],
  gather: (context) =>
    eachTable(context, ({ client, sdk }, TableName) =>
      client.send(new sdk.DescribeTableCommand({ TableName })),
    ),
});
