import { source } from "../source.ts";
import { eachTable, tableListing } from "./each-table.ts";

/** The names of every table of a region. */
export const tables = source({
  name: "dynamodb.tables",
  scope: "regional",
  operations: tableListing,
  gather: (context) => eachTable(context, async () => {}),
});
