import type { Company } from "./company.ts";
import { identityGaps } from "./company-identity-gaps.ts";
import { monitoringGaps } from "./company-monitoring-gaps.ts";
import { networkNamed } from "./company-network.ts";

/** A resource by the name that people at the company use. */
export type PlantedResource =
  | { readonly kind: "account" | "root" | "customer-data-key" }
  | { readonly kind: "role" | "user" | "bucket" | "data-service"; readonly name: string }
  | { readonly kind: "trail"; readonly name: string; readonly region: string }
  | { readonly kind: "security-group"; readonly network: string; readonly name: string }
  | {
      readonly kind: "vpc" | "default-security-group" | "default-network-acl";
      readonly network: string;
    };

/** One gap that was put into the company on purpose, and that some check must fail on. */
export interface PlantedGap {
  readonly states: readonly ("before" | "after")[];
  /** The check that is meant, by its likely id. */
  readonly check: string;
  /** What is wrong, in a sentence. */
  readonly topic: string;
  readonly resource: PlantedResource;
}

const PRODUCTION = "larkspur-production";
const WAREHOUSE = "larkspur-warehouse";
const BEFORE = ["before"] as const;
const BOTH = ["before", "after"] as const;
const AFTER = ["after"] as const;

/** Every gap in the company. What holds in `after` was left open on purpose. */
export const plantedGaps: readonly PlantedGap[] = [
  gap(BEFORE, "iam.root-mfa-enabled", "The root user has no MFA.", { kind: "root" }),
  gap(AFTER, "iam.root-mfa-hardware", "Root's MFA is a phone, no hardware device.", {
    kind: "root",
  }),
  gap(BEFORE, "iam.root-no-access-keys", "The root user has an access key.", { kind: "root" }),
  gap(BEFORE, "iam.root-use-explained", "The root user signed in a week ago.", { kind: "root" }),
  gap(
    BEFORE,
    "iam.console-users-have-mfa",
    "Priya signs in without MFA.",
    user("priya.raghunathan"),
  ),
  gap(BEFORE, "iam.console-users-have-mfa", "Jonas signs in without MFA.", user("jonas.lindqvist")),
  gap(
    BEFORE,
    "iam.console-users-have-mfa",
    "A former contractor can sign in without MFA.",
    user("gareth.pryce"),
  ),
  gap(
    BEFORE,
    "iam.console-passwords-in-use",
    "A password was not used for 263 days.",
    user("gareth.pryce"),
  ),
  gap(
    BEFORE,
    "iam.access-keys-rotated",
    "A contractor's key is 924 days old.",
    user("gareth.pryce"),
  ),
  gap(BEFORE, "iam.access-keys-in-use", "A key was last used in January.", user("gareth.pryce")),
  gap(
    BEFORE,
    "iam.access-keys-rotated",
    "The export's key is 333 days old.",
    user("backup-export"),
  ),
  gap(BEFORE, "iam.access-keys-rotated", "A spare key is 140 days old.", user("metrics-exporter")),
  gap(BEFORE, "iam.access-keys-in-use", "A spare key was never used.", user("metrics-exporter")),
  gap(
    BOTH,
    "iam.access-keys-rotated",
    "The build runner's key is from February 2025.",
    user("ci-deploy"),
  ),
  gap(BEFORE, "iam.password-policy-min-length", "There is no password policy.", {
    kind: "account",
  }),

  gap(
    BEFORE,
    "ec2.no-world-open-ssh",
    "SSH is open to the world over IPv4.",
    group(PRODUCTION, "bastion"),
  ),
  gap(
    BEFORE,
    "ec2.no-world-open-rdp",
    "RDP is open to the world over IPv6.",
    group(WAREHOUSE, "windows-jump"),
  ),
  gap(
    BEFORE,
    "ec2.no-world-open-database-ports",
    "PostgreSQL is open to the world.",
    group(PRODUCTION, "postgres"),
  ),
  gap(
    BOTH,
    "ec2.no-world-open-cache-ports",
    "Redis is open to the world.",
    group(PRODUCTION, "redis"),
  ),
  gap(
    BEFORE,
    "ec2.no-world-open-any-port",
    "An unattached group opens every port to the world.",
    group(WAREHOUSE, "migration-2024"),
  ),
  ...perNetwork(
    "default-security-group",
    "ec2.default-security-group-closed",
    "The default group has rules.",
  ),
  ...perNetwork(
    "default-network-acl",
    "ec2.network-acl-no-world-open-ssh",
    "The network ACL lets SSH and RDP in from everywhere.",
  ),
  ...perNetwork("vpc", "ec2.vpc-flow-logs-on", "Traffic in the VPC is not logged.").filter(
    ({ resource }) => !("network" in resource && resource.network === PRODUCTION),
  ),

  gap(BEFORE, "cloudtrail.multi-region-trail", "No trail covers all regions.", { kind: "account" }),
  gap(
    BEFORE,
    "cloudtrail.log-file-validation",
    "The trail's files cannot be validated.",
    trail("larkspur-trail", "eu-west-1"),
  ),
  gap(
    BEFORE,
    "cloudtrail.log-file-validation",
    "The old trail's files cannot be validated.",
    trail("legacy-audit", "us-east-1"),
  ),
  gap(
    BEFORE,
    "cloudtrail.trail-encrypted-with-kms",
    "The trail is not encrypted with a KMS key.",
    trail("larkspur-trail", "eu-west-1"),
  ),
  gap(
    BEFORE,
    "cloudtrail.trail-encrypted-with-kms",
    "The old trail is not encrypted with a KMS key.",
    trail("legacy-audit", "us-east-1"),
  ),
  gap(
    BEFORE,
    "cloudtrail.trail-delivering",
    "The old trail was stopped.",
    trail("legacy-audit", "us-east-1"),
  ),
  gap(
    BEFORE,
    "cloudtrail.log-bucket-not-public",
    "Any AWS account may list the old trail's bucket.",
    bucket("larkspur-legacy-audit"),
  ),
  gap(
    BEFORE,
    "cloudtrail.log-bucket-access-logged",
    "Access to the trail's bucket is not logged.",
    bucket("larkspur-cloudtrail-logs"),
  ),
  gap(
    BEFORE,
    "cloudtrail.log-bucket-access-logged",
    "Access to the old trail's bucket is not logged.",
    bucket("larkspur-legacy-audit"),
  ),

  gap(
    BEFORE,
    "s3.bucket-not-public",
    "A policy lets anyone read customers' uploads.",
    bucket("larkspur-uploads"),
  ),
  gap(
    BEFORE,
    "s3.bucket-not-public",
    "A policy lets anyone read the frontend's bucket.",
    bucket("larkspur-frontend"),
  ),
  gap(
    BEFORE,
    "s3.bucket-not-public",
    "An ACL lets anyone list the warehouse's exports.",
    bucket("larkspur-warehouse-exports"),
  ),
  gap(
    BEFORE,
    "s3.bucket-not-public",
    "An ACL lets any AWS account list the old trail.",
    bucket("larkspur-legacy-audit"),
  ),
  gap(
    BEFORE,
    "s3.bucket-encrypted",
    "The data lake has no default encryption.",
    bucket("larkspur-datalake"),
  ),
  gap(BEFORE, "s3.account-public-access-blocked", "The account does not block public access.", {
    kind: "account",
  }),

  gap(
    BOTH,
    "rds.database-encrypted",
    "The warehouse's database is not encrypted; it needs a new one.",
    dataService("larkspur-warehouse"),
  ),
  gap(
    BEFORE,
    "rds.instance-not-public",
    "The warehouse's database has a public address.",
    dataService("larkspur-warehouse"),
  ),
  gap(
    BEFORE,
    "rds.snapshot-not-public",
    "A snapshot of the warehouse is public.",
    dataService("larkspur-warehouse-handover"),
  ),
  gap(BEFORE, "kms.key-rotated", "The key of customers' data is not rotated.", {
    kind: "customer-data-key",
  }),
  gap(
    BEFORE,
    "secretsmanager.secret-rotated",
    "The warehouse's password is from February 2024.",
    dataService("larkspur/warehouse"),
  ),
  gap(
    BEFORE,
    "lambda.policy-not-public",
    "Anyone may invoke the web hooks' function.",
    dataService("larkspur-webhooks"),
  ),
  gap(
    BEFORE,
    "lambda.function-url-authenticated",
    "The web hooks' URL takes calls from anyone.",
    dataService("larkspur-webhooks"),
  ),
  gap(
    BEFORE,
    "lambda.no-secrets-in-environment",
    "A database password is in the web hooks' variables.",
    dataService("larkspur-webhooks"),
  ),
  gap(
    BEFORE,
    "lambda.runtime-supported",
    "The web hooks run on Node.js 18.",
    dataService("larkspur-webhooks"),
  ),
  gap(
    BEFORE,
    "ecs.no-secrets-in-environment",
    "A database password is in the API's variables.",
    dataService("larkspur-api"),
  ),
  gap(
    BEFORE,
    "ecs.containers-not-privileged",
    "The API's container runs privileged.",
    dataService("larkspur-api"),
  ),
  gap(BEFORE, "ecr.images-scanned", "Nobody scans the API's images.", dataService("larkspur-api")),
  gap(
    BOTH,
    "ecr.tags-immutable",
    "The API's image tags can be moved.",
    dataService("larkspur-api"),
  ),
  gap(
    BOTH,
    "elasticache.encrypted-at-rest",
    "The session cache is not encrypted; it needs a new one.",
    dataService("larkspur-sessions"),
  ),
  gap(
    BOTH,
    "elasticache.encrypted-in-transit",
    "Sessions cross the network in plain.",
    dataService("larkspur-sessions"),
  ),
  gap(
    BEFORE,
    "sns.topic-encrypted",
    "Customer events are not encrypted.",
    dataService("larkspur-customer-events"),
  ),
  gap(BEFORE, "sqs.queue-encrypted", "Imports wait unencrypted.", dataService("larkspur-imports")),
  gap(
    BEFORE,
    "sqs.queue-policy-not-public",
    "Anyone may send imports.",
    dataService("larkspur-imports"),
  ),

  ...identityGaps,
  ...monitoringGaps,
];

/** The resource's own id: an EC2 id, a bucket's or user's name, a trail's ARN, `root`, the account. */
export function resourceIdOf(company: Company, resource: PlantedResource): string {
  switch (resource.kind) {
    case "account":
      return "123456789012";
    case "root":
      return "root";
    case "customer-data-key":
      return company.dataServices.keyId;
    case "role":
    case "user":
    case "bucket":
    case "data-service":
      return resource.name;
    case "trail":
      return `arn:aws:cloudtrail:${resource.region}:123456789012:trail/${resource.name}`;
    case "vpc":
      return networkNamed(company.networks, resource.network).vpcId;
    case "default-security-group":
      return networkNamed(company.networks, resource.network).defaultSecurityGroupId;
    case "default-network-acl":
      return networkNamed(company.networks, resource.network).defaultNetworkAclId;
    case "security-group": {
      const id = networkNamed(company.networks, resource.network).securityGroupIds[resource.name];
      if (id === undefined) throw new Error(`${resource.network} has no group ${resource.name}`);
      return id;
    }
  }
}

function gap(
  states: PlantedGap["states"],
  check: string,
  topic: string,
  resource: PlantedResource,
): PlantedGap {
  return { states, check, topic, resource };
}

function perNetwork(
  kind: "vpc" | "default-security-group" | "default-network-acl",
  check: string,
  topic: string,
): readonly PlantedGap[] {
  return [PRODUCTION, WAREHOUSE, "default VPC of eu-west-1", "default VPC of us-east-1"].map(
    (network) => gap(BEFORE, check, topic, { kind, network }),
  );
}

function user(name: string): PlantedResource {
  return { kind: "user", name };
}

function group(network: string, name: string): PlantedResource {
  return { kind: "security-group", network, name };
}

function trail(name: string, region: string): PlantedResource {
  return { kind: "trail", name, region };
}

function dataService(name: string): PlantedResource {
  return { kind: "data-service", name };
}

function bucket(name: string): PlantedResource {
  return { kind: "bucket", name };
}
