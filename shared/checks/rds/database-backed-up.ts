import { check, fail, indeterminate, notApplicable, pass, supports } from "../check.ts";
import { everyDatabase } from "./databases.ts";

/** Automatic backups are on. Supporting: a backup plan of AWS Backup may do the same. */
export const databaseBackedUp = check({
  id: "rds.database-backed-up",
  title: "Every database is backed up automatically",
  severity: "medium",
  controls: [supports("RS-02", "backup and deletion settings of databases")],
  why: "Automatic backups bring a database back to any second of the days that they are kept. Where they are off, yesterday is gone.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Keep backups for as many days as your policy says, 35 at most. Going from none to some interrupts an instance for a moment; later changes do not.",
    cli: "aws rds modify-db-instance --db-instance-identifier INSTANCE --backup-retention-period DAYS --apply-immediately",
    cdk: 'new rds.DatabaseInstance(this, "Database", { engine, vpc, backupRetention: cdk.Duration.days(DAYS) });',
  },
  references: {
    fsbp: ["RDS.11"],
    prowler: ["rds_instance_backup_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html",
    ],
  },
  population: everyDatabase,
  judge(database, _context, { id }) {
    const days = database.at("BackupRetentionPeriod");
    if (days.value === undefined) {
      return indeterminate(`RDS does not say whether the database ${id} is backed up.`, database);
    }
    if (days.value > 0) {
      const time = `${days.value} day${days.value === 1 ? "" : "s"}`;
      return pass(`Automatic backups of the database ${id} are kept for ${time}.`, days);
    }
    const original = database.at("ReadReplicaSourceDBInstanceIdentifier");
    return original.value === undefined
      ? fail(`The database ${id} has no automatic backups.`, days)
      : notApplicable(`The database ${id} is a copy of ${original.value}.`, original);
  },
});
