import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyDbInstance } from "./databases.ts";

/**
 * No instance has a public address. Whether a security group or a route lets anyone reach that
 * address today is another matter: one rule added in haste would do.
 */
export const instanceNotPublic = check({
  id: "rds.instance-not-public",
  title: "No database instance is publicly accessible",
  severity: "critical",
  controls: [covers("NW-02", "databases")],
  why: "A database with a public address is one wrong firewall rule away from everybody on the internet, and auditors ask for this setting by name.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Switch public access off; the instance loses its public address at once, and connections over it end. Clients outside the VPC need a VPN, a bastion or RDS Proxy first.",
    cli: "aws rds modify-db-instance --db-instance-identifier INSTANCE --no-publicly-accessible --apply-immediately",
    cdk: 'new rds.DatabaseInstance(this, "Database", { engine, vpc, publiclyAccessible: false, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });',
  },
  references: {
    cis: { "5.0.0": "2.2.3" },
    fsbp: ["RDS.2"],
    prowler: ["rds_instance_no_public_access"],
    docs: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html",
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    ],
  },
  population: everyDbInstance,
  judge(instance, _context, { id }) {
    const open = instance.at("PubliclyAccessible");
    switch (open.value) {
      case false:
        return pass(`The database instance ${id} has no public address.`, open);
      case true:
        return fail(`The database instance ${id} is publicly accessible.`, open);
      default:
        return indeterminate(`RDS does not say whether ${id} is publicly accessible.`, instance);
    }
  },
});
