/**
 * The checks of what auditors of companies on AWS ask for first, in that order: who signs in, keys
 * that nobody changes, the trail, threat detection, buckets, open ports, full administration. Among
 * rules that are broken equally badly these come first.
 */
export const ASKED_FIRST: readonly string[] = [
  "iam.root-mfa-enabled",
  "iam.console-users-have-mfa",
  "iam.root-no-access-keys",
  "iam.access-keys-rotated",
  "iam.access-keys-in-use",
  "cloudtrail.multi-region-trail",
  "cloudtrail.log-file-validation",
  "guardduty.detector-on",
  "guardduty.findings-closed-in-time",
  "s3.bucket-not-public",
  "s3.bucket-encrypted",
  "s3.bucket-versioned",
  "ec2.no-world-open-ssh",
  "ec2.no-world-open-rdp",
  "ec2.no-world-open-database-ports",
  "iam.no-full-administration",
];
