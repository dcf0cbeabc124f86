import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { tableArn } from "../../sources/dynamodb/table-policies.ts";
import { tableSettings } from "../../sources/dynamodb/table-settings.ts";
import { tables } from "../../sources/dynamodb/tables.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

/** A table of a region: what is asked of DynamoDB about it, it is asked by name. */
export interface ListedTable {
  readonly name: string;
  readonly region: string | null;
}

/** One table as DynamoDB describes it. */
export type Table = NonNullable<
  Recorded<SourceOutput<typeof tableSettings, "DescribeTable">>["Table"]
>;

/** Every table of every region in use. */
export const everyTable: Population<ListedTable> = {
  definition: "the DynamoDB tables",
  needs: [tables],
  *members({ evidence, account, partition }) {
    for (const entry of evidence.items(tables, "ListTables", "TableNames")) {
      const { value: name, file } = entry;
      const { region } = file;
      yield {
        of: { name, region },
        resource: {
          id: name,
          arn: tableArn(name, { account, partition, region }),
          type: "AWS::DynamoDB::Table",
          region,
        },
        at: entry,
        // The list has no tags, and reading them takes a call for each table.
        tags: null,
      };
    }
  },
};

/**
 * The table's settings.
 *
 * @throws Unread when they were not answered, Gone when the table had been deleted.
 */
export function describedTable(
  evidence: EvidenceView,
  { name: TableName, region }: ListedTable,
): Cited<Table> {
  const answer = evidence.call(tableSettings, "DescribeTable", { TableName }, region ?? undefined);
  const table = answer.outcome === "ok" ? answer.response.at("Table") : null;
  if (table?.value === undefined) throw new Unread("DynamoDB gave no description", answer.at);
  return table as Cited<Table>;
}
