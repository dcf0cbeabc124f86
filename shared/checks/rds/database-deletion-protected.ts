import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { everyDatabase } from "./databases.ts";

/** The database cannot be deleted before its protection is switched off. */
export const databaseDeletionProtected = check({
  id: "rds.database-deletion-protected",
  title: "No database can be deleted by one command",
  severity: "low",
  controls: [supports("RS-02", "backup and deletion settings of databases")],
  why: "A stack deleted under the wrong name takes the database with it, and its automatic backups too. Protection makes it two steps that nobody takes by accident.",
  fix: {
    downtime: "none",
    steps: "Switch deletion protection on.",
    cli: "aws rds modify-db-instance --db-instance-identifier INSTANCE --deletion-protection --apply-immediately",
    cdk: 'new rds.DatabaseInstance(this, "Database", { engine, vpc, deletionProtection: true });',
  },
  references: {
    fsbp: ["RDS.7", "RDS.8"],
    prowler: ["rds_instance_deletion_protection", "rds_cluster_deletion_protection"],
    docs: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html",
    ],
  },
  population: everyDatabase,
  judge(database, _context, { id }) {
    const isProtected = database.at("DeletionProtection");
    switch (isProtected.value) {
      case true:
        return pass(`The database ${id} is protected from deletion.`, isProtected);
      case false:
        return fail(`The database ${id} can be deleted by one command.`, isProtected);
      default:
        return indeterminate(
          `RDS does not say whether the database ${id} is protected from deletion.`,
          database,
        );
    }
  },
});
