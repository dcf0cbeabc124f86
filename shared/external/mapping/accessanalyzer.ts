import { harmful, harmfulWith, judged } from "./rule.ts";

/** Access from outside, as IAM Access Analyzer finds it. */
export const ACCESSANALYZER_RULES = [
  judged("accessanalyzer.analyzer-on", {
    ids: {
      "security-hub": ["IAM.28"],
      "cis-1.4": ["1.20"],
      "cis-3.0": ["1.20"],
      config: ["iam-external-access-analyzer-enabled"],
    },
    harm: harmfulWith("something has to be shared by mistake, and then nobody is told"),
  }),
  judged("accessanalyzer.external-access-intended", {
    harm: harmful("somebody outside can reach what the finding names"),
  }),
];
