import { AFTER, BEFORE, BOTH, bucket, dataService, gap, type PlantedGap } from "./planted-gap.ts";

const EXPORTS = "larkspur-warehouse-exports";
const STAGING = "larkspur-staging-uploads";

/** The gaps in how buckets, databases and tables are set up. */
export const dataStoreGaps: readonly PlantedGap[] = [
  ...[
    "larkspur-uploads",
    "larkspur-frontend",
    STAGING,
    "larkspur-backups",
    "larkspur-logs",
    "larkspur-cloudtrail-logs",
    "larkspur-legacy-audit",
  ].map((name) =>
    gap(BEFORE, "s3.bucket-tls-required", "The bucket answers over plain HTTP.", bucket(name)),
  ),
  gap(
    BOTH,
    "s3.bucket-tls-required",
    "A customer's old script fetches exports over plain HTTP.",
    bucket(EXPORTS),
  ),
  ...["larkspur-uploads", "larkspur-frontend", "larkspur-datalake"].map((name) =>
    gap(BEFORE, "s3.bucket-versioned", "What is deleted is gone.", bucket(name)),
  ),
  gap(BOTH, "s3.bucket-versioned", "Exports can be made again.", bucket(EXPORTS)),
  gap(BOTH, "s3.bucket-versioned", "Staging holds made-up data.", bucket(STAGING)),
  ...["larkspur-uploads", "larkspur-frontend", "larkspur-datalake"].map((name) =>
    gap(BEFORE, "s3.bucket-access-logged", "Nobody can tell who read it.", bucket(name)),
  ),
  ...[EXPORTS, STAGING, "larkspur-backups"].map((name) =>
    gap(BOTH, "s3.bucket-access-logged", "Nobody can tell who read it.", bucket(name)),
  ),
  gap(
    BEFORE,
    "s3.bucket-acl-owner-only",
    "An agency of 2024 may still list the backups.",
    bucket("larkspur-backups"),
  ),
  ...["larkspur-cloudtrail-logs", "larkspur-legacy-audit"].map((name) =>
    gap(
      BEFORE,
      "cloudtrail.log-bucket-locked",
      "An administrator can delete the trail.",
      bucket(name),
    ),
  ),
  ...[
    ["rds.database-tls-required", "The warehouse takes passwords in plain."],
    ["rds.database-deletion-protected", "One command deletes the warehouse."],
    ["rds.database-backed-up", "The warehouse's backups were switched off for an import."],
    ["rds.minor-versions-upgraded", "The warehouse stays on its version."],
  ].map(([check = "", topic = ""]) => gap(BEFORE, check, topic, dataService("larkspur-warehouse"))),
  gap(
    BOTH,
    "rds.database-multi-zone",
    "The warehouse may be down for a day.",
    dataService("larkspur-warehouse"),
  ),
  gap(
    BEFORE,
    "dynamodb.table-policy-not-public",
    "Anyone may read the state of imports.",
    dataService("larkspur-import-state"),
  ),
  gap(
    BEFORE,
    "dynamodb.table-recoverable",
    "The state of imports cannot be restored.",
    dataService("larkspur-import-state"),
  ),
  gap(
    BOTH,
    "dynamodb.table-deletion-protected",
    "One command deletes the state of imports.",
    dataService("larkspur-import-state"),
  ),
  gap(
    AFTER,
    "inspector2.resources-covered",
    "The scanner cannot reach the jump host, which nobody manages.",
    dataService("windows-jump"),
  ),
];
