import { harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Repositories of container images. */
export const ECR_RULES = [
  judged("ecr.images-scanned", {
    ids: { config: ["ecr-private-image-scanning-enabled"] },
    harm: harmfulWith("an image has to hold a weakness that is within reach"),
  }),
  judged("ecr.tags-immutable", {
    ids: { config: ["ecr-private-tag-immutability-enabled"] },
    harm: harmfulWith("somebody has to get at the pipeline or the registry"),
  }),
  mapped("ecr.latest-image-clean", "The latest image of each repository has no serious weakness", {
    ids: { prowler: ["ecr_repositories_scan_vulnerabilities_in_latest_image"] },
    criteria: {
      "CC7.1": "The scan has found a published weakness in what is deployed next.",
      "CC8.1": "Its repair is a change with a deadline by severity.",
    },
    harm: harmfulWith("the weak part has to be within an attacker's reach"),
    downtime: "rolling restart",
  }),
  mapped("ecr.lifecycle-configured", "Repositories let old images go", {
    ids: {
      fsbp: ["ECR.3"],
      prowler: ["ecr_repositories_lifecycle_policy_enabled"],
      config: ["ecr-private-lifecycle-policy-configured"],
    },
    criteria: {
      "CC7.1": "Old images that can still be started bring their old weaknesses back.",
    },
    harm: harmfulWith("somebody has to start an old image"),
    downtime: "none",
  }),
  mapped("ecr.repository-not-public", "No repository's policy lets everyone in", {
    ids: { prowler: ["ecr_repositories_not_publicly_accessible"] },
    criteria: {
      "CC6.1": "Images hold the product's code, and sometimes its secrets, for everyone to pull.",
      "CC6.8": "Where the policy lets everyone push, the next deployment is a stranger's.",
    },
    harm: harmful("anyone with an AWS account can pull, or push, the images"),
    downtime: "none",
  }),
  mapped("ecr.no-secrets-in-images", "No image holds a secret", {
    ids: { prowler: ["ecr_repository_image_no_secrets"] },
    criteria: {
      "CC6.1": "A secret in a layer stays in it for whoever can pull the image, deleted files too.",
    },
    harm: harmful("whoever can pull the image holds the credential"),
    downtime: "rolling restart",
  }),
];
