import type { DetectionRow } from "./finding-type.ts";
import { GUARDDUTY_DETECTIONS } from "./guardduty-detections.ts";
import { harmful, harmfulWith, harmless } from "./rule.ts";

/**
 * What GuardDuty, Inspector, Macie and IAM Access Analyzer report, by the types of their findings.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/findings-types.html
 * @see https://docs.aws.amazon.com/macie/latest/user/findings-types.html
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html
 */
export const DETECTIONS: readonly DetectionRow[] = [
  ...GUARDDUTY_DETECTIONS,
  {
    detector: "inspector",
    rule: "inspector.package-vulnerability",
    title: "A package with a published vulnerability is in use",
    prefixes: ["PACKAGE_VULNERABILITY", "Vulnerabilities/CVE"],
    criteria: {
      "CC7.1": "The scanner has found a published weakness in something that runs.",
      "CC8.1": "Its patch is a change with a deadline by severity.",
    },
    harm: harmfulWith("the weak part has to be within an attacker's reach"),
    downtime: "rolling restart",
  },
  {
    detector: "inspector",
    rule: "inspector.code-vulnerability",
    title: "The company's own code has a weakness",
    prefixes: ["CODE_VULNERABILITY", "Vulnerabilities/CWE"],
    criteria: {
      "CC7.1": "The weakness stands in no public list and was found by reading the code.",
      "CC8.1": "It got past review and tests, which is worth knowing for the next change.",
    },
    harm: harmfulWith("strangers' input has to reach the weak line"),
    downtime: "rolling restart",
  },
  {
    detector: "inspector",
    rule: "inspector.network-reachability",
    title: "A port of an instance can be reached from outside",
    prefixes: ["NETWORK_REACHABILITY", "AWS Security Best Practices/Network Reachability"],
    checks: ["ec2.instance-not-open-to-world"],
    criteria: {
      "CC6.6":
        "By routes, addresses and groups taken together, the port is open to the internet or a peer.",
    },
    harm: harmfulWith("what listens on the port has to be weak"),
    downtime: "none",
  },
  {
    detector: "macie",
    rule: "macie.sensitive-data-found",
    title: "Sensitive data lies in a bucket",
    prefixes: ["SensitiveData:"],
    criteria: {
      "C1.1":
        "Confidential data was found, and has to be classified and guarded where it lies or moved.",
      "CC6.1": "The bucket needs the protection that this class of data asks for.",
    },
    harm: harmfulWith("the bucket has to be open to those who should not read it"),
    downtime: "none",
  },
  {
    detector: "macie",
    rule: "macie.personal-data-found",
    title: "Personal data lies in a bucket",
    prefixes: ["SensitiveData:S3Object/Personal", "SensitiveData:S3Object/Multiple"],
    criteria: {
      "C1.1": "Data of persons was found, and has to be guarded where it lies or moved.",
      "CC6.1": "Who may read the bucket should be those who work with these persons' data.",
      "P4.2":
        "Data of persons may be kept no longer than its purpose lasts, also where it lies by mistake.",
    },
    harm: harmfulWith("the bucket has to be open to those who should not read it"),
    downtime: "none",
  },
  {
    detector: "macie",
    rule: "macie.credentials-found",
    title: "Credentials lie in a bucket",
    prefixes: ["SensitiveData:S3Object/Credentials"],
    criteria: {
      "CC6.1":
        "Whoever may read the bucket has the credential, and nobody counts them as its holders.",
      "C1.1": "It opens the confidential data behind it.",
    },
    harm: harmful("every reader of the bucket holds the credential"),
    downtime: "rolling restart",
  },
  {
    detector: "macie",
    rule: "macie.bucket-public",
    title: "A bucket is public",
    prefixes: ["Policy:IAMUser/S3BucketPublic"],
    checks: ["s3.bucket-not-public"],
    criteria: {
      "CC6.1": "No access control stands before the files.",
      "CC6.6": "They can be fetched from anywhere.",
      "C1.1": "Macie watches this bucket for data that is confidential.",
    },
    harm: harmful("anyone on the internet can read what lies there"),
    downtime: "none",
  },
  {
    detector: "macie",
    rule: "macie.public-access-block-removed",
    title: "A bucket's block of public access was taken off",
    prefixes: ["Policy:IAMUser/S3BlockPublicAccessDisabled"],
    checks: ["s3.bucket-public-access-blocked"],
    criteria: {
      "CC6.1": "The bucket's policy and ACL are now all that keeps it closed.",
      "CC6.6": "The second line before the internet is gone for this bucket.",
    },
    harm: harmfulWith("the bucket's policy or ACL has to open it as well"),
    downtime: "none",
  },
  {
    detector: "macie",
    rule: "macie.bucket-encryption-removed",
    title: "A bucket no longer encrypts as it did",
    prefixes: ["Policy:IAMUser/S3BucketEncryptionDisabled"],
    checks: ["s3.bucket-encrypted"],
    criteria: {
      "CC6.1": "The key that decided who may read new files is no longer asked.",
      "CC7.1": "It is a departure from how the bucket was set up.",
    },
    harm: harmless("S3 still encrypts every object with a key of its own"),
    downtime: "none",
  },
  {
    detector: "macie",
    rule: "macie.bucket-shared-outside",
    title: "A bucket is shared with, or copied to, another account",
    prefixes: [
      "Policy:IAMUser/S3BucketSharedExternally",
      "Policy:IAMUser/S3BucketReplicatedExternally",
      "Policy:IAMUser/S3BucketSharedWithCloudFront",
    ],
    checks: ["accessanalyzer.external-access-intended"],
    criteria: {
      "CC6.1": "Another account reads the files, and it must be known that it should.",
      "CC6.6": "The share is an opening in the boundary of the system.",
      "C1.1": "Confidential files come to lie where this company does not decide.",
    },
    harm: harmfulWith("the share has to be unintended, or the other side careless"),
    downtime: "none",
  },
  {
    detector: "macie",
    rule: "macie.policy",
    title: "A bucket's protection was weakened",
    prefixes: ["Policy:"],
    criteria: {
      "CC6.1": "The settings that keep a bucket's files to those meant were changed.",
      "CC7.1": "Somebody changed how the bucket was set up, and the change was noticed.",
    },
    harm: harmfulWith("it depends on what was changed"),
    downtime: "none",
  },
  {
    detector: "access-analyzer",
    rule: "access-analyzer.external-access",
    title: "Somebody outside can reach a resource",
    prefixes: ["ExternalAccess"],
    checks: ["accessanalyzer.external-access-intended"],
    criteria: {
      "CC6.1": "A resource policy grants access past IAM users and roles.",
      "CC6.6": "The grant reaches across the system's boundary.",
      "C1.1": "Sharing by mistake is how confidential data comes to lie with strangers.",
    },
    harm: harmful("who is named can reach the resource now"),
    downtime: "none",
  },
  {
    detector: "access-analyzer",
    rule: "access-analyzer.internal-access",
    title: "Identities within the organization can reach a critical resource",
    prefixes: ["InternalAccess"],
    criteria: {
      "CC6.3": "The list shows who really can reach the resource, to be held against who should.",
      "CC6.1": "Access adds up from many policies, and is known only when they are taken together.",
    },
    harm: harmfulWith("one of those identities has to be taken over or err"),
    downtime: "none",
  },
  {
    detector: "access-analyzer",
    rule: "access-analyzer.unused-role",
    title: "A role is not used",
    prefixes: ["UnusedIAMRole"],
    checks: ["iam.roles-in-use"],
    criteria: {
      "CC6.2": "Access that nobody uses should be withdrawn without waiting for anything else.",
    },
    harm: harmfulWith("whom the role trusts has to be taken over"),
    downtime: "none",
  },
  {
    detector: "access-analyzer",
    rule: "access-analyzer.unused-access-key",
    title: "An access key is not used",
    prefixes: ["UnusedIAMUserAccessKey"],
    checks: ["iam.access-keys-in-use"],
    criteria: {
      "CC6.1": "A key that nobody uses can only be used by somebody who should not.",
      "CC6.2": "Its owner no longer needs the access it was made for.",
    },
    harm: harmfulWith("the key has to leak"),
    downtime: "none",
  },
  {
    detector: "access-analyzer",
    rule: "access-analyzer.unused-password",
    title: "A console password is not used",
    prefixes: ["UnusedIAMUserPassword"],
    checks: ["iam.console-passwords-in-use"],
    criteria: {
      "CC6.1": "A password that its owner forgot about is guessed without their noticing.",
      "CC6.2": "An account that nobody signs in to may be a leaver's.",
    },
    harm: harmfulWith("the password has to be guessed or reused"),
    downtime: "none",
  },
  {
    detector: "access-analyzer",
    rule: "access-analyzer.unused-permission",
    title: "A role or user does not use all that it may do",
    prefixes: ["UnusedPermission"],
    criteria: {
      "CC6.3":
        "Rights that are never exercised are those that least privilege would not have given.",
    },
    harm: harmfulWith("the holder has to be taken over"),
    downtime: "none",
  },
];
