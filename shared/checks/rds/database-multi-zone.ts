import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { everyDatabase } from "./databases.ts";

/** A standby in another zone takes over; a cluster says so where its instances lie in several. */
export const databaseMultiZone = check({
  id: "rds.database-multi-zone",
  title: "Every database runs in two availability zones",
  severity: "medium",
  controls: [covers("RS-04", "multi-zone settings")],
  why: "When a data centre fails, a standby in another zone takes over within a minute or two. Without one the product waits until the zone is back, or for a restore.",
  fix: {
    downtime: "none",
    steps:
      "Switch Multi-AZ on for an instance, or add an instance in another zone to a cluster. It roughly doubles the price; for databases that may be down for hours, record the decision instead. Writes are slower while the standby is made.",
    cli: "aws rds modify-db-instance --db-instance-identifier INSTANCE --multi-az --apply-immediately",
    cdk: 'new rds.DatabaseInstance(this, "Database", { engine, vpc, multiAz: true });',
  },
  references: {
    cis: { "5.0.0": "2.2.4" },
    fsbp: ["RDS.5", "RDS.15"],
    prowler: ["rds_instance_multi_az", "rds_cluster_multi_az"],
    docs: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html",
    ],
  },
  population: everyDatabase,
  judge(database, _context, { id }) {
    const zones = database.at("MultiAZ");
    switch (zones.value) {
      case true:
        return pass(`The database ${id} runs in more than one availability zone.`, zones);
      case false: {
        const original = database.at("ReadReplicaSourceDBInstanceIdentifier");
        return original.value === undefined
          ? fail(`The database ${id} runs in a single availability zone.`, zones)
          : notApplicable(`The database ${id} is a copy of ${original.value}.`, original);
      }
      default:
        return indeterminate(
          `RDS does not say in how many availability zones the database ${id} runs.`,
          database,
        );
    }
  },
});
