import { harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Systems Manager: patches, documents, automation. */
export const SSM_RULES = [
  judged("ssm.instance-managed", {
    ids: { config: ["ec2-instance-managed-by-ssm", "ec2-instance-managed-by-systems-manager"] },
    harm: harmfulWith("an unmanaged instance has to miss a patch that matters"),
  }),
  judged("ssm.instance-patched", {
    ids: {
      config: [
        "ec2-managedinstance-patch-compliance",
        "ec2-managedinstance-patch-compliance-status-check",
      ],
    },
    harm: harmfulWith("the weakness has to be within an attacker's reach"),
  }),
  mapped("ssm.associations-kept", "Managed instances are as their associations say", {
    ids: {
      fsbp: ["SSM.3"],
      config: [
        "ec2-managedinstance-association-compliance-status-check",
        "ec2-managedinstance-applications-required",
        "ec2-managedinstance-applications-blacklisted",
        "ec2-managedinstance-inventory-blacklisted",
        "ec2-managedinstance-platform-check",
      ],
    },
    criteria: {
      "CC7.1":
        "An instance that departs from its described state was changed, or could not be set right.",
      "CC6.8": "Unwanted software is what some of these associations look for.",
    },
    harm: harmfulWith("the departure has to have weakened something"),
    downtime: "none",
  }),
  mapped("ssm.documents-not-public", "No document of Systems Manager is public", {
    ids: {
      fsbp: ["SSM.4", "SSM.7"],
      prowler: ["ssm_documents_set_as_public"],
      config: ["ssm-document-not-public", "ssm-automation-block-public-sharing"],
    },
    criteria: {
      "CC6.1":
        "Runbooks tell strangers how the systems are run, and sometimes with what credentials.",
      "CC6.6": "They are read by anyone with an AWS account.",
    },
    harm: harmfulWith("a document has to hold something worth hiding"),
    downtime: "none",
  }),
  mapped("ssm.document-no-secrets", "No document of Systems Manager holds a secret", {
    ids: { prowler: ["ssm_document_secrets"] },
    criteria: {
      "CC6.1": "Everyone who may read or run the document has the credential.",
    },
    harm: harmful("every reader of the document holds the credential"),
    downtime: "none",
  }),
  mapped("ssm.automation-logged", "Automation writes logs", {
    ids: { fsbp: ["SSM.6"], config: ["ssm-automation-logging-enabled"] },
    criteria: {
      "CC7.2": "Scripts that change production by themselves leave word of what they did.",
      "CC8.1": "The log is the record of a change that no person made by hand.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "none",
  }),
];
