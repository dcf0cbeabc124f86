import { harmfulWith, judged, judgedTogether, mapped } from "./rule.ts";

/** Vulnerability scanning by Amazon Inspector. */
export const INSPECTOR_RULES = [
  judged("inspector2.instances-scanned", {
    ids: { config: ["inspector-ec2-scan-enabled"] },
    harm: harmfulWith("an instance has to have a weakness that nobody knows of"),
  }),
  judged("inspector2.images-scanned", {
    ids: { config: ["inspector-ecr-scan-enabled"] },
    harm: harmfulWith("an image has to have a weakness that nobody knows of"),
  }),
  judged("inspector2.functions-scanned", {
    ids: { config: ["inspector-lambda-standard-scan-enabled"] },
    harm: harmfulWith("a function's library has to have a weakness that nobody knows of"),
  }),
  judgedTogether("inspector2.on", "Inspector is on, for instances, images and functions", {
    checks: [
      "inspector2.instances-scanned",
      "inspector2.images-scanned",
      "inspector2.functions-scanned",
      "inspector2.resources-covered",
    ],
    ids: { prowler: ["inspector2_is_enabled"] },
    harm: harmfulWith("there has to be a weakness that nobody knows of"),
  }),
  mapped("inspector2.function-code-scanned", "Inspector scans the functions' own code", {
    ids: { fsbp: ["Inspector.3"], config: ["inspector-lambda-code-scan-enabled"] },
    criteria: {
      "CC7.1":
        "Weaknesses that the company wrote itself stand in no public list and have to be looked for.",
    },
    harm: harmfulWith("the code has to have a weakness"),
    downtime: "none",
  }),
  mapped("inspector2.no-active-findings", "Inspector has no findings open", {
    ids: { prowler: ["inspector2_active_findings_exist"] },
    criteria: {
      "CC7.1": "An open finding is a published weakness in something that runs.",
      "CC7.4": "Weaknesses that are being exploited have to be answered like incidents.",
    },
    harm: harmfulWith("the weak part has to be within an attacker's reach"),
    downtime: "rolling restart",
  }),
];
