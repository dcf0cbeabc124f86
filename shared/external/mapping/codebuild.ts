import { declined, harmful, harmfulWith, harmless, mapped } from "./rule.ts";

/** Repositories, builds, packages and pipelines. */
export const CODEBUILD_RULES = [
  mapped(
    "codebuild.no-credentials-in-source-address",
    "No build has credentials in its source's address",
    {
      ids: {
        fsbp: ["CodeBuild.1"],
        prowler: ["codebuild_project_source_repo_url_no_sensitive_credentials"],
        config: ["codebuild-project-source-repo-url-check"],
      },
      criteria: {
        "CC6.1": "The address with its token is shown to everyone who may look at the build.",
        "CC8.1": "Whoever holds the repository's token can change what is built.",
      },
      harm: harmful("every reader of the project holds the repository's credential"),
      downtime: "none",
    },
  ),
  mapped("codebuild.no-secrets-in-variables", "No build has a secret in its plain variables", {
    ids: {
      fsbp: ["CodeBuild.2"],
      prowler: ["codebuild_project_no_secrets_in_variables"],
      config: ["codebuild-project-envvar-awscred-check"],
    },
    criteria: {
      "CC6.1":
        "Build settings are plain text to whoever may describe the project, and end up in its logs.",
    },
    harm: harmful("every reader of the project holds the credential"),
    downtime: "none",
  }),
  mapped("codebuild.logs-encrypted", "Build logs in S3 are encrypted", {
    ids: {
      fsbp: ["CodeBuild.3"],
      prowler: ["codebuild_project_s3_logs_encrypted"],
      config: ["codebuild-project-s3-logs-encrypted"],
    },
    criteria: {
      "CC6.1": "Build logs show the insides of the product to whoever gets at the files.",
    },
    harm: harmless("S3 encrypts every new object by itself"),
    downtime: "none",
  }),
  mapped("codebuild.logged", "Builds write logs", {
    ids: {
      fsbp: ["CodeBuild.4"],
      prowler: ["codebuild_project_logging_enabled"],
      config: ["codebuild-project-logging-enabled"],
    },
    criteria: {
      "CC7.2": "A build has rights over production, and what it did stands only in its log.",
      "CC8.1": "The log shows that a release was built and tested by the pipeline.",
    },
    harm: harmfulWith("it is missed once a build was misused"),
    downtime: "none",
  }),
  mapped("codebuild.not-privileged", "Builds do not run privileged unless they build images", {
    ids: { fsbp: ["CodeBuild.5"], config: ["codebuild-project-environment-privileged-check"] },
    criteria: {
      "CC6.1": "A privileged build can reach past its container, and everyone's code runs in it.",
      "CC6.3": "Few builds need the right, and each one that has it should be able to say why.",
    },
    harm: harmfulWith("hostile code has to get into the build"),
    downtime: "none",
  }),
  mapped("codebuild.reports-encrypted", "Exported build reports and artifacts are encrypted", {
    ids: {
      fsbp: ["CodeBuild.7"],
      prowler: ["codebuild_report_group_export_encrypted"],
      config: ["codebuild-report-group-encrypted-at-rest", "codebuild-project-artifact-encryption"],
    },
    criteria: {
      "CC6.1": "Test reports and artifacts are the product's own code in another shape.",
    },
    harm: harmless("S3 encrypts every new object by itself"),
    downtime: "none",
  }),
  mapped("codebuild.not-public", "No build shows its results to everyone", {
    ids: { prowler: ["codebuild_project_not_publicly_accessible"] },
    criteria: {
      "CC6.1": "Public builds show logs and artifacts to the world.",
      "CC6.6": "They tell an attacker versions, names and paths of the inside.",
    },
    harm: harmfulWith("a log has to hold something worth hiding"),
    downtime: "none",
  }),
  mapped("codebuild.source-owners-known", "Builds run code only of organizations that are known", {
    ids: { prowler: ["codebuild_project_uses_allowed_github_organizations"] },
    criteria: {
      "CC6.8":
        "A build runs what its repository says, so a stranger's repository is a stranger's code.",
      "CC8.1": "Only the company's own repositories go through its review.",
    },
    harm: harmful("a stranger's code runs with the build's rights"),
    downtime: "none",
  }),
  mapped(
    "codebuild.buildspec-reviewed",
    "Builds take their steps from where authors cannot change them alone",
    {
      ids: { prowler: ["codebuild_project_user_controlled_buildspec"] },
      criteria: {
        "CC8.1":
          "Steps that lie in the branch under test can be changed by whoever proposes the change.",
        "CC6.8": "Altered steps run with the build's rights before anyone has reviewed them.",
      },
      harm: harmfulWith("somebody untrusted has to be able to propose a change"),
      downtime: "none",
    },
  ),
  mapped("codebuild.webhook-patterns-anchored", "Webhook filters match whole names", {
    ids: { prowler: ["codebuild_project_webhook_filters_use_anchored_patterns"] },
    criteria: {
      "CC6.8":
        "A filter that matches a part of a user's id lets a stranger with a longer one start builds.",
      "CC8.1": "The filter decides whose changes the pipeline acts upon.",
    },
    harm: harmful("a stranger can run code with the build's rights"),
    downtime: "none",
  }),
  declined("codebuild.used-lately", "Every build project was used in the last 90 days", {
    ids: { prowler: ["codebuild_project_older_90_days"] },
    because: "a project that rests is untidy; its role and its settings are judged like any other",
    downtime: "none",
  }),
  mapped("codecommit.no-secrets", "No secret lies in a repository", {
    ids: { prowler: ["codecommit_repository_no_secrets"] },
    criteria: {
      "CC6.1": "Every clone of the repository has the credential, in its history too.",
    },
    harm: harmful("every reader of the code holds the credential"),
    downtime: "rolling restart",
  }),
  mapped("codepipeline.source-private", "Pipelines build from private repositories", {
    ids: { prowler: ["codepipeline_project_repo_private"] },
    criteria: {
      "CC8.1": "From a public repository anyone may propose what the pipeline builds.",
      "C1.1": "The product's code is the company's own confidential information.",
    },
    harm: harmfulWith("a change from outside has to be merged, or the code be secret"),
    downtime: "none",
  }),
  mapped(
    "codeartifact.internal-packages-not-replaceable",
    "Internal packages cannot be published from outside",
    {
      ids: { prowler: ["codeartifact_packages_external_public_publishing_disabled"] },
      criteria: {
        "CC6.8":
          "A public package of the same name and a higher version is built into the product.",
        "CC8.1": "Code that came in that way was reviewed by nobody.",
      },
      harm: harmful("a stranger's package is built in at the next build"),
      downtime: "none",
    },
  ),
  mapped("amplify.no-secrets-in-environment", "No Amplify app has a secret in its variables", {
    ids: { prowler: ["amplify_app_no_secrets_in_environment"] },
    criteria: {
      "CC6.1":
        "Variables of a web app are shown to who may describe it, and can end up in the page itself.",
    },
    harm: harmful("every reader of the setting holds the credential"),
    downtime: "none",
  }),
  mapped(
    "codedeploy.rolls-back",
    "Deployments roll back by themselves and keep machines in service",
    {
      ids: {
        config: [
          "codedeploy-auto-rollback-monitor-enabled",
          "codedeploy-ec2-minimum-healthy-hosts-configured",
          "codedeploy-lambda-allatonce-traffic-shift-disabled",
        ],
      },
      criteria: {
        "CC8.1": "A release that fails has to be undone before customers depend on it.",
        "A1.2": "Machines kept in service carry the load while others change.",
      },
      harm: harmfulWith("a bad release has to go out"),
      downtime: "none",
    },
  ),
];
