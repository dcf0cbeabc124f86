import {
  CONCERN_ANSWERS,
  DECISION_OUTCOMES,
  DOWNTIME_ANSWERS,
  HARM_ANSWERS,
} from "../../shared/config/decision-answers.ts";
import type { Answers } from "../decide/questions.ts";
import { verb } from "./verb.ts";

/** What `decide` is told by options. */
export interface DecideOptions extends Answers {
  readonly resources?: string;
  readonly in: string;
  readonly config?: string;
  readonly decisions?: string;
  readonly json?: boolean;
}

/** `decide`: records what is done about a gap, in words that an auditor accepts. */
export const decide = verb({
  name: "decide",
  summary: "fix later, accept or mitigate a gap: recorded in decisions.yaml, with reason",
  declare: (command) =>
    command
      .argument(
        "[name]",
        "a finding's id, or with --resources a check's or another tool's rule (fsbp:S3.8); without it, what is open",
      )
      .option("--resources <pattern>", "with a check: ARNs or ids, * and ? for any characters")
      .option("--concern <answer>", `is it a SOC 2 concern? ${CONCERN_ANSWERS.join(", ")}`)
      .option("--harm <answer>", `can it do real harm? ${HARM_ANSWERS.join(", ")}`)
      .option("--downtime <answer>", `what mending it costs: ${DOWNTIME_ANSWERS.join(", ")}`)
      .option("--outcome <outcome>", DECISION_OUTCOMES.join(", "))
      .option("--rationale <text>", "why: what makes it harmless, or what stands in the way")
      .option("--owner <name and e-mail>", "who answers for it: a person")
      .option("--approver <name>", "who approved it: another person")
      .option("--expires <date>", "the last day on which it holds, within a year")
      .option("--compensating <text>", "with mitigate: what makes up for it")
      .option("--ticket <text>", "where it is followed up")
      .option("--proof <kind:reference>", "what shows the approval: commit:, document: or ticket:")
      .option("--self-approval <text>", "in a company of one: how that is made up for")
      .option("--in <folder>", "where the latest snapshot lies, or s3://bucket", "evidence")
      .option("--config <file>", "configuration (default: soc2.yaml)")
      .option("--decisions <file>", "the register (default: decisions.yaml beside it)")
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
What is not given is asked for, three questions first: is it a SOC 2 concern, can it do harm, what
does mending it cost? Enter takes the proposed answer, and the outcome that they come to is shown.
The next snapshot seals the register; in the account, deploy again.

Exit codes: 0 recorded or listed, 3 refused, and nothing was written.

Example:
  soc2-evidence decide
  soc2-evidence decide 9f2c51d07c0a4be1 --outcome accept --expires 2027-05-31 \\
    --owner "Ada Lovelace" --approver "Grace Hopper" \\
    --rationale "The bucket serves the public website; nothing in it is confidential."`,
      ),
  load: async () => (await import("../verbs/decide.ts")).runDecide,
});
