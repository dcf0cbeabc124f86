import { tableSettings } from "../../sources/dynamodb/table-settings.ts";
import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { describedTable, everyTable } from "./every-table.ts";

/** The table cannot be deleted before its protection is switched off. */
export const tableDeletionProtected = check({
  id: "dynamodb.table-deletion-protected",
  title: "No table can be deleted by one command",
  severity: "low",
  controls: [supports("RS-02", "backup and deletion settings of databases")],
  why: "A table is gone with one call, and so are its automatic backups some weeks later. Protection makes it two steps, which no wrong stack name takes by itself.",
  fix: {
    downtime: "none",
    steps: "Switch deletion protection on.",
    cli: "aws dynamodb update-table --table-name TABLE --deletion-protection-enabled",
    cdk: 'new dynamodb.TableV2(this, "Table", { partitionKey, deletionProtection: true });',
  },
  references: {
    fsbp: ["DynamoDB.6"],
    prowler: ["dynamodb_table_deletion_protection_enabled"],
    docs: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
    ],
  },
  population: everyTable,
  needs: [tableSettings],
  judge(listed, { evidence }) {
    const table = describedTable(evidence, listed);
    const { name } = listed;
    const isProtected = table.at("DeletionProtectionEnabled");
    switch (isProtected.value) {
      case true:
        return pass(`The table ${name} is protected from deletion.`, isProtected);
      case false:
        return fail(`The table ${name} can be deleted by one command.`, isProtected);
      default:
        return indeterminate(
          `DynamoDB does not say whether the table ${name} is protected from deletion.`,
          table,
        );
    }
  },
});
