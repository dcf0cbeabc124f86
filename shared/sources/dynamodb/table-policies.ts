import { reads, source } from "../source.ts";
import { eachTable, tableListing } from "./each-table.ts";
import { dynamodb } from "./service.ts";

/**
 * The resource policy of each table, where it has one.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html
 */
export const tablePolicies = source({
  name: "dynamodb.table-policies",
  scope: "regional",
  operations: [
    ...tableListing,
    reads(dynamodb, "GetResourcePolicy", {
      actions: ["dynamodb:GetResourcePolicy"],
      absent: ["PolicyNotFoundException"],
      gone: ["ResourceNotFoundException"],
    }),
  ],
  gather: (context) =>
    eachTable(context, ({ client, sdk }, name) =>
      client.send(new sdk.GetResourcePolicyCommand({ ResourceArn: tableArn(name, context) })),
    ),
});

/**
 * A table's ARN, by which alone policies are asked for.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function tableArn(
  name: string,
  { account, partition, region }: { account: string; partition: string; region: string | null },
): string {
  return `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
}
