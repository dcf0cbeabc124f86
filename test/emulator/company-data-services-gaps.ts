import { BEFORE, BOTH, dataService, gap, type PlantedGap } from "./planted-gap.ts";

/** The gaps in databases, functions, containers, queues and secrets. */
export const dataServiceGaps: readonly PlantedGap[] = [
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
];
