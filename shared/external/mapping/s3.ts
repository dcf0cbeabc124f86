import {
  declined,
  harmful,
  harmfulWith,
  harmless,
  judged,
  judgedTogether,
  mapped,
} from "./rule.ts";

/** Buckets, access points and what lies in them. */
export const S3_RULES = [
  judged("s3.bucket-not-public", {
    ids: {
      prowler: ["s3_bucket_object_public"],
      config: ["s3-bucket-public-read-prohibited", "s3-bucket-public-write-prohibited"],
    },
    harm: harmful("anyone on the internet can read or replace what lies there"),
  }),
  judged("s3.account-public-access-blocked", {
    ids: {
      config: [
        "s3-account-level-public-access-blocks",
        "s3-account-level-public-access-blocks-periodic",
      ],
    },
    harm: harmfulWith("a bucket policy or ACL has to open a bucket as well"),
  }),
  judged("s3.bucket-public-access-blocked", {
    ids: { config: ["s3-bucket-level-public-access-prohibited"] },
    harm: harmfulWith("the bucket's policy or ACL has to open it as well"),
  }),
  judgedTogether("s3.public-access-blocked", "Public access is blocked, by bucket and by account", {
    checks: ["s3.account-public-access-blocked", "s3.bucket-public-access-blocked"],
    ids: { "cis-1.4": ["2.1.5"], "cis-3.0": ["2.1.4"], "cis-5.0": ["2.1.4"] },
    harm: harmfulWith("a policy or ACL has to open a bucket as well"),
  }),
  mapped("s3.access-point-public-access-blocked", "Access points block public access", {
    ids: {
      fsbp: ["S3.19"],
      prowler: ["s3_access_point_public_access_block"],
      config: ["s3-access-point-public-access-blocks"],
    },
    criteria: {
      "CC6.1": "An access point is a second door to the bucket with a policy of its own.",
      "CC6.6":
        "Its setting cannot be changed later, so an open one stays a way in from the internet.",
    },
    harm: harmfulWith("the access point's policy has to let everyone in as well"),
    downtime: "replacement",
  }),
  mapped(
    "s3.multi-region-access-point-public-access-blocked",
    "Multi-Region Access Points block public access",
    {
      ids: {
        fsbp: ["S3.24"],
        prowler: ["s3_multi_region_access_point_public_access_block"],
        config: ["s3-mrap-public-access-blocked"],
      },
      criteria: {
        "CC6.1": "One such access point leads to buckets in several regions at once.",
        "CC6.6": "Without the block, a wrong policy opens all of those buckets to the internet.",
      },
      harm: harmfulWith("the access point's policy has to let everyone in as well"),
      downtime: "replacement",
    },
  ),
  mapped("s3.bucket-policy-names-accounts", "Bucket policies give other accounts no wide rights", {
    ids: {
      fsbp: ["S3.6"],
      prowler: ["s3_bucket_cross_account_access"],
      config: [
        "s3-bucket-blacklisted-actions-prohibited",
        "s3-bucket-policy-grantee-check",
        "s3-bucket-policy-not-more-permissive",
      ],
    },
    criteria: {
      "CC6.1":
        "Another account that may change the bucket's policy or ACL can let in whom it likes.",
      "CC6.3": "Few partners need more of a bucket than to read or to write objects.",
      "C1.1": "Confidential files are only as safe as the account they are shared with.",
    },
    harm: harmfulWith("the other account has to be taken over or dishonest"),
    downtime: "none",
  }),
  judged("s3.bucket-acl-owner-only", {
    ids: { config: ["s3-bucket-acl-prohibited"] },
    harm: harmfulWith("an ACL has to name somebody outside"),
  }),
  mapped("s3.acls-switched-off", "Buckets have access control lists switched off", {
    ids: { prowler: ["s3_bucket_acl_prohibited"] },
    criteria: {
      "CC6.1": "With ACLs off, one policy says all there is to say about who may read.",
    },
    harm: harmfulWith("an ACL has to name somebody outside"),
    downtime: "none",
  }),
  judged("s3.bucket-encrypted", {
    ids: {
      "security-hub": ["S3.4"],
      "cis-1.4": ["2.1.1"],
      config: ["s3-bucket-server-side-encryption-enabled"],
    },
    harm: harmless("S3 itself has encrypted every new object since January 2023"),
  }),
  mapped("s3.bucket-encrypted-with-kms", "Buckets encrypt with a KMS key", {
    ids: {
      "security-hub": ["S3.17"],
      prowler: ["s3_bucket_kms_encryption"],
      config: ["s3-default-encryption-kms"],
    },
    criteria: {
      "CC6.1":
        "With a KMS key, reading an object takes a second permission that the key's policy grants.",
      "C1.1": "The key lets access to confidential files be withdrawn in one place.",
    },
    harm: harmfulWith("the bucket's own policy has to fail first"),
    downtime: "none",
  }),
  judged("s3.bucket-tls-required", {
    ids: {
      "cis-1.4": ["2.1.2"],
      "cis-3.0": ["2.1.1"],
      config: ["s3-bucket-ssl-requests-only"],
    },
    harm: harmfulWith("a client has to ask over plain HTTP, which no AWS tool does by itself"),
  }),
  judged("s3.bucket-versioned", {
    ids: {
      "security-hub": ["S3.14"],
      config: ["s3-bucket-versioning-enabled"],
    },
    harm: harmfulWith("somebody has to delete or overwrite the files first"),
  }),
  mapped("s3.mfa-delete", "Deleting a version or suspending versioning takes MFA", {
    ids: {
      "security-hub": ["S3.20"],
      prowler: ["s3_bucket_no_mfa_delete"],
      "cis-1.4": ["2.1.3"],
      "cis-3.0": ["2.1.2"],
      "cis-5.0": ["2.1.2"],
      config: ["s3-bucket-mfa-delete-enabled"],
    },
    criteria: {
      "CC6.1": "A stolen key alone then cannot destroy what versioning keeps.",
      "A1.2": "Old versions are a backup only for as long as nobody can remove them.",
    },
    harm: harmfulWith("somebody with rights to delete versions has to turn against the bucket"),
    downtime: "none",
  }),
  mapped("s3.object-lock", "Buckets lock their objects against deletion", {
    ids: {
      "security-hub": ["S3.15"],
      prowler: ["s3_bucket_object_lock"],
      config: ["s3-bucket-default-lock-enabled"],
    },
    criteria: {
      "A1.2": "Backups and logs that nobody can delete are still there after an attack.",
      "CC7.5": "What ransomware cannot overwrite is what the company recovers from.",
    },
    harm: harmfulWith("somebody has to delete or overwrite the objects first"),
    downtime: "none",
  }),
  mapped("s3.bucket-replicated", "Buckets are copied to another region", {
    ids: {
      "security-hub": ["S3.7"],
      prowler: ["s3_bucket_cross_region_replication"],
      config: ["s3-bucket-replication-enabled", "s3-bucket-cross-region-replication-enabled"],
    },
    criteria: {
      "A1.2":
        "A copy in another region outlasts the loss of the first, where recovery goals ask for it.",
    },
    harm: harmfulWith("a whole region has to be lost"),
    downtime: "none",
  }),
  judged("s3.bucket-access-logged", {
    ids: { config: ["s3-bucket-logging-enabled"] },
    harm: harmfulWith("it is missed once there is a leak to trace"),
  }),
  mapped("s3.lifecycle-configured", "Buckets say how long they keep what they hold", {
    ids: {
      fsbp: ["S3.10", "S3.13", "S3.25"],
      prowler: ["s3_bucket_lifecycle_enabled"],
      config: [
        "s3-lifecycle-policy-check",
        "s3-version-lifecycle-policy-check",
        "s3express-dir-bucket-lifecycle-rules-check",
      ],
    },
    criteria: {
      "C1.2": "A lifecycle rule is how confidential files end when the retention schedule says.",
      "CC6.5": "Files that expire by themselves are not forgotten when their purpose has ended.",
    },
    harm: harmfulWith("files kept too long do harm in a leak"),
    downtime: "none",
  }),
  mapped("s3.bucket-names-not-taken", "Buckets that AWS services expect belong to this account", {
    ids: { prowler: ["s3_bucket_shadow_resource_vulnerability"] },
    criteria: {
      "CC6.1": "A stranger who made the predictable bucket first receives what the service writes.",
      "CC6.8":
        "Templates and scripts read back from a stranger's bucket can be replaced by theirs.",
    },
    harm: harmful("the stranger's bucket takes the service's files or feeds it others"),
    downtime: "none",
  }),
  declined("s3.event-notifications", "Buckets send event notifications", {
    ids: {
      fsbp: ["S3.11"],
      prowler: ["s3_bucket_event_notifications_enabled"],
      config: ["s3-event-notifications-enabled"],
    },
    because:
      "notifications are a part of how a product is built; watching access is the business of trails and access logs",
    downtime: "none",
  }),
];
