import { declined, harmful, harmfulWith, mapped } from "./rule.ts";

/** Stacks, and the infrastructure that code makes. */
export const CLOUDFORMATION_RULES = [
  mapped("cloudformation.termination-protected", "Stacks are protected from deletion", {
    ids: {
      fsbp: ["CloudFormation.3"],
      prowler: ["cloudformation_stacks_termination_protection_enabled"],
      config: ["cloudformation-termination-protection-check"],
    },
    criteria: {
      "CC8.1":
        "Deleting a stack is the largest change there is, and should take two deliberate steps.",
      "A1.2": "Databases and load balancers go down with their stack where nothing holds it.",
    },
    harm: harmfulWith("somebody has to delete the wrong stack"),
    downtime: "none",
  }),
  mapped("cloudformation.service-role-set", "Stacks are deployed with a service role", {
    ids: { fsbp: ["CloudFormation.4"], config: ["cloudformation-stack-service-role-check"] },
    criteria: {
      "CC6.3":
        "With a role for the stack, those who deploy need no rights of their own over what it makes.",
      "CC8.1": "The role bounds what a template may change.",
    },
    harm: harmfulWith("whoever deploys has to hold wide rights and be taken over"),
    downtime: "none",
  }),
  declined("cloudformation.notifications", "Stacks send their events to a topic", {
    ids: { fsbp: ["CloudFormation.1"], config: ["cloudformation-stack-notification-check"] },
    because:
      "AWS retired the control, and every change of a stack stands in the trail and in its own events",
    downtime: "none",
  }),
  mapped("cloudformation.no-drift", "Stacks are as their templates say", {
    ids: { config: ["cloudformation-stack-drift-detection-check"] },
    criteria: {
      "CC8.1": "Drift is a change that went around the pipeline.",
      "CC7.1": "Comparing stacks with their templates finds configuration that nobody approved.",
    },
    harm: harmfulWith("the change by hand has to have weakened something"),
    downtime: null,
  }),
  mapped("cloudformation.no-secrets-in-outputs", "No output of a stack is a secret", {
    ids: { prowler: ["cloudformation_stack_outputs_find_secrets"] },
    criteria: {
      "CC6.1": "Outputs are shown to everyone who may list stacks, and cannot be hidden.",
    },
    harm: harmful("every reader of the stack holds the credential"),
    downtime: "none",
  }),
  mapped("cloudformation.bootstrap-current", "The CDK's bootstrap stack is of a current version", {
    ids: { prowler: ["cloudformation_stack_cdktoolkit_bootstrap_version"] },
    criteria: {
      "CC8.1": "Older versions let whoever owned the bucket's name change what is deployed.",
      "CC6.8": "A template swapped in the staging bucket puts strangers' code into production.",
    },
    harm: harmfulWith("the staging bucket has to be deleted and taken by a stranger"),
    downtime: "none",
  }),
];
