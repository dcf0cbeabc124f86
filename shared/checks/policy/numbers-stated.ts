import {
  POLICY_NUMBER_NAMES,
  POLICY_NUMBERS,
  type PolicyNumberName,
} from "../../config/policy-numbers.ts";
import { check, covers, fail, type Population, pass } from "../check.ts";

/** Every number that checks compare with, stated or not: read from the sealed configuration. */
const policyNumbers: Population<PolicyNumberName> = {
  definition: "the numbers that the company's policies are to state",
  needs: [],
  *members({ policy }) {
    for (const name of POLICY_NUMBER_NAMES) {
      yield {
        of: name,
        resource: { id: name, arn: null, type: "policy number", region: null },
        at: policy.states(name) ? policy.stated(name).at : policy.at,
      };
    }
  },
};

/** Medium: a number that nobody stated leaves every check that compares with it undecided. */
export const policyNumbersStated = check({
  id: "policy.numbers-stated",
  title: "The company's policies state the numbers that AWS settings are held against",
  severity: "medium",
  controls: [covers("GV-07", "policy numbers")],
  why: "SOC 2 prescribes no numbers: the auditor tests what the company's own policies promise, and where they promise nothing there is nothing to test.",
  fix: {
    downtime: "none",
    steps:
      "Decide the number, have the policy's owner approve it, and state it with policy and section under `policy` in soc2.yaml. There is nothing to set by CLI or CDK.",
  },
  references: { docs: [] },
  population: policyNumbers,
  judge(name, { policy }) {
    if (!policy.states(name)) {
      return fail(
        `soc2.yaml states no ${name}, so nothing can be held against it: ${POLICY_NUMBERS[name].sentence}`,
        policy.at,
      );
    }
    const { document, at } = policy.stated(name);
    return pass(`${name} is stated by ${document}.`, at);
  },
});
