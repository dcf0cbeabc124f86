import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { everyDbInstance } from "./databases.ts";

/**
 * RDS installs minor versions by itself, in each instance's own setting, those of clusters
 * included. Supporting: a company may install them by hand on its own schedule.
 */
export const minorVersionsUpgraded = check({
  id: "rds.minor-versions-upgraded",
  title: "Every database instance takes minor versions by itself",
  severity: "low",
  controls: [supports("DT-05", "versions of databases")],
  why: "Minor versions are where an engine's security holes are closed. What installs itself in the maintenance window is not forgotten.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Switch automatic minor version upgrades on, and choose a maintenance window in which some minutes' interruption does no harm: the setting itself interrupts nothing, each upgrade does.",
    cli: "aws rds modify-db-instance --db-instance-identifier INSTANCE --auto-minor-version-upgrade --apply-immediately",
    cdk: 'new rds.DatabaseInstance(this, "Database", { engine, vpc, autoMinorVersionUpgrade: true });',
  },
  references: {
    cis: { "5.0.0": "2.2.2" },
    fsbp: ["RDS.13", "RDS.35"],
    prowler: [
      "rds_instance_minor_version_upgrade_enabled",
      "rds_cluster_minor_version_upgrade_enabled",
    ],
    docs: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html",
    ],
  },
  population: everyDbInstance,
  judge(instance, _context, { id }) {
    const isAutomatic = instance.at("AutoMinorVersionUpgrade");
    switch (isAutomatic.value) {
      case true:
        return pass(`The database instance ${id} takes minor versions by itself.`, isAutomatic);
      case false:
        return fail(`The database instance ${id} stays on its minor version.`, isAutomatic);
      default:
        return indeterminate(
          `RDS does not say whether the database instance ${id} takes minor versions by itself.`,
          instance,
        );
    }
  },
});
