import { harmfulWith, mapped } from "./rule.ts";

/** Kubernetes clusters. */
export const EKS_RULES = [
  mapped("eks.endpoint-not-public", "The clusters' API cannot be reached from the internet", {
    ids: {
      fsbp: ["EKS.1"],
      prowler: ["eks_cluster_not_publicly_accessible"],
      config: ["eks-endpoint-no-public-access"],
    },
    criteria: {
      "CC6.6":
        "The API that governs every container would stand open to guessing and to its next weakness.",
      "CC6.1": "A stolen token is of no use where the API cannot be reached.",
    },
    harm: harmfulWith("a token has to be stolen, or the API have a weakness"),
    downtime: "none",
  }),
  mapped("eks.version-supported", "Clusters and node groups run on a supported version", {
    ids: {
      fsbp: ["EKS.2", "EKS.9"],
      prowler: ["eks_cluster_uses_a_supported_version"],
      config: [
        "eks-cluster-supported-version",
        "eks-cluster-oldest-supported-version",
        "eks-nodegroup-supported-version-check",
      ],
    },
    criteria: {
      "CC7.1": "Versions out of support are published weaknesses that no patch will close.",
    },
    harm: harmfulWith("a weakness of the old version has to be within reach"),
    downtime: "rolling restart",
  }),
  mapped("eks.secrets-encrypted", "Kubernetes secrets are encrypted with a KMS key", {
    ids: {
      fsbp: ["EKS.3"],
      prowler: ["eks_cluster_kms_cmk_encryption_in_secrets_enabled"],
      config: ["eks-cluster-secrets-encrypted", "eks-secrets-encrypted"],
    },
    criteria: {
      "CC6.1": "Passwords and tokens of every application lie together in the cluster's store.",
    },
    harm: harmfulWith("somebody has to get at the store, which AWS encrypts on disk"),
    downtime: "none",
  }),
  mapped("eks.control-plane-logged", "Clusters send the logs of their API to CloudWatch", {
    ids: {
      fsbp: ["EKS.8"],
      prowler: ["eks_control_plane_logging_all_types_enabled"],
      config: ["eks-cluster-log-enabled", "eks-cluster-logging-enabled"],
    },
    criteria: {
      "CC7.2":
        "Who read a secret or started a container stands in the audit log of the cluster alone.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "none",
  }),
  mapped("eks.network-policy-on", "Clusters limit which containers talk to which", {
    ids: { prowler: ["eks_cluster_network_policy_enabled"] },
    criteria: {
      "CC6.1": "Without a policy each container reaches every other, databases included.",
      "CC6.6": "A container that was broken into is then the whole cluster's problem.",
    },
    harm: harmfulWith("a container has to be broken into"),
    downtime: "none",
  }),
  mapped("eks.nodes-private", "Nodes lie in private subnets", {
    ids: { prowler: ["eks_cluster_private_nodes_enabled"] },
    criteria: {
      "CC6.6": "Nodes with public addresses can be attacked past the load balancer.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "rolling restart",
  }),
  mapped("eks.deletion-protected", "Clusters are protected from deletion", {
    ids: { prowler: ["eks_cluster_deletion_protection_enabled"] },
    criteria: {
      "A1.2": "With the cluster everything goes that runs in it.",
    },
    harm: harmfulWith("somebody has to delete it"),
    downtime: "none",
  }),
];
