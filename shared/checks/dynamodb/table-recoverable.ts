import { continuousBackups } from "../../sources/dynamodb/continuous-backups.ts";
import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { everyTable } from "./every-table.ts";

/** Point-in-time recovery is on. Supporting: a backup plan of AWS Backup may do the same. */
export const tableRecoverable = check({
  id: "dynamodb.table-recoverable",
  title: "Every table can be restored to any time of the last days",
  severity: "medium",
  controls: [supports("RS-02", "backup and deletion settings of databases")],
  why: "A faulty release overwrites rows for hours before someone notices. Point-in-time recovery brings back the second before it began.",
  fix: {
    downtime: "none",
    steps: "Switch point-in-time recovery on; it costs by the size of the table.",
    cli: "aws dynamodb update-continuous-backups --table-name TABLE --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true",
    cdk: 'new dynamodb.TableV2(this, "Table", { partitionKey, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } });',
  },
  references: {
    fsbp: ["DynamoDB.2"],
    prowler: ["dynamodb_tables_pitr_enabled"],
    docs: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
    ],
  },
  population: everyTable,
  needs: [continuousBackups],
  judge({ name: TableName, region }, { evidence }) {
    const answer = evidence.call(
      continuousBackups,
      "DescribeContinuousBackups",
      { TableName },
      region ?? undefined,
    );
    const unsaid = `DynamoDB does not say whether the table ${TableName} can be restored.`;
    if (answer.outcome !== "ok") return indeterminate(unsaid, answer.at);
    const recovery = answer.response
      .at("ContinuousBackupsDescription", "PointInTimeRecoveryDescription")
      .at("PointInTimeRecoveryStatus");
    switch (recovery.value) {
      case "ENABLED":
        return pass(
          `The table ${TableName} can be restored to any time of the last days.`,
          recovery,
        );
      case "DISABLED":
        return fail(`The table ${TableName} has no point-in-time recovery.`, recovery);
      default:
        return indeterminate(unsaid, recovery);
    }
  },
});
