import { ACCOUNT, BEFORE, bucket, gap, type PlantedGap, trail } from "./planted-gap.ts";

/** The gaps in buckets, and in the trail that lies in two of them. */
export const storageGaps: readonly PlantedGap[] = [
  gap(BEFORE, "cloudtrail.multi-region-trail", "No trail covers all regions.", ACCOUNT),
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
    "s3.bucket-encrypted",
    "The data lake has no default encryption.",
    bucket("larkspur-datalake"),
  ),
  gap(
    BEFORE,
    "s3.account-public-access-blocked",
    "The account does not block public access.",
    ACCOUNT,
  ),
  ...[
    "larkspur-uploads",
    "larkspur-frontend",
    "larkspur-cloudtrail-logs",
    "larkspur-warehouse-exports",
    "larkspur-legacy-audit",
  ].map((name) =>
    gap(
      BEFORE,
      "s3.bucket-public-access-blocked",
      "Nothing keeps the bucket from being made public.",
      bucket(name),
    ),
  ),
];
