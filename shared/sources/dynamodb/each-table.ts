import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type GatherContext, reads } from "../source.ts";
import { dynamodb } from "./service.ts";

/**
 * What it takes to list the tables of a region: each source that asks something of every table
 * declares it beside its own operation.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
 */
export const tableListing = [
  reads(dynamodb, "ListTables", { actions: ["dynamodb:ListTables"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface TablesClient {
  readonly client: DynamoDBClient;
  readonly sdk: typeof import("@aws-sdk/client-dynamodb");
}

/** Lists every table of the region, and reads more of each. */
export async function eachTable(
  context: GatherContext,
  read: (tables: TablesClient, TableName: string) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(dynamodb);
  let ExclusiveStartTableName: string | undefined;
  do {
    // 100 is the largest page.
    const page = await client.send(
      new sdk.ListTablesCommand({ Limit: 100, ExclusiveStartTableName }),
    );
    ExclusiveStartTableName = page.LastEvaluatedTableName;
    await context.each(page.TableNames ?? [], (name) => read({ client, sdk }, name));
  } while (ExclusiveStartTableName);
}
