import { reads, source } from "../source.ts";
import { eachTable, tableListing } from "./each-table.ts";
import { dynamodb } from "./service.ts";

/**
 * Whether each table can be restored to any second of the last days.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
 */
export const continuousBackups = source({
  name: "dynamodb.continuous-backups",
  scope: "regional",
  operations: [
    ...tableListing,
    reads(dynamodb, "DescribeContinuousBackups", {
      actions: ["dynamodb:DescribeContinuousBackups"],
      gone: ["TableNotFoundException"],
    }),
  ],
  gather: (context) =>
    eachTable(context, ({ client, sdk }, TableName) =>
      client.send(new sdk.DescribeContinuousBackupsCommand({ TableName })),
    ),
});
