import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyDatabase } from "./databases.ts";

/** The storage of each database is encrypted; its snapshots and replicas then are too. */
export const databaseEncrypted = check({
  id: "rds.database-encrypted",
  title: "Every database encrypts its storage",
  severity: "high",
  controls: [covers("DP-01", "databases")],
  why: "Customers' data lies in the databases first of all. Encrypted storage makes disks, snapshots and copies worthless to whoever has no right to the key.",
  fix: {
    downtime: "replacement",
    steps:
      "Encryption can only be chosen when a database is made: copy a snapshot with a key, restore from the copy and switch over. Writes between snapshot and switch are lost unless the product is stopped.",
    cli: "aws rds copy-db-snapshot --source-db-snapshot-identifier SNAPSHOT --target-db-snapshot-identifier SNAPSHOT-encrypted --kms-key-id alias/aws/rds",
    cdk: 'new rds.DatabaseInstance(this, "Database", { engine, vpc, storageEncrypted: true });',
  },
  references: {
    cis: { "5.0.0": "2.2.1" },
    fsbp: ["RDS.3", "RDS.27"],
    prowler: ["rds_instance_storage_encrypted", "rds_cluster_storage_encrypted"],
    docs: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html",
    ],
  },
  population: everyDatabase,
  judge(database, _context, { id }) {
    const encrypted = database.at("StorageEncrypted");
    switch (encrypted.value) {
      case true:
        return pass(`The storage of the database ${id} is encrypted.`, encrypted);
      case false:
        return fail(`The storage of the database ${id} is not encrypted.`, encrypted);
      default:
        return indeterminate(`RDS does not say whether the database ${id} is encrypted.`, database);
    }
  },
});
