import { criteriaArgument } from "../arguments.ts";
import { verb } from "./verb.ts";

/** What `policy` is told by options. */
export interface PolicyOptions {
  readonly criterion?: string[];
  readonly config?: string;
  readonly json?: boolean;
}

/** `policy`: the least-privilege IAM policy that collecting takes. */
export const policy = verb({
  name: "policy",
  summary: "print the least-privilege IAM policy for a criterion, or for all",
  declare: (command) =>
    command
      .option(
        "--criterion <ids>",
        "criteria, comma-separated (default: all in scope)",
        criteriaArgument,
      )
      .option("--config <file>", "configuration (default: soc2.yaml)")
      .option("--json", "always a list, also when one document is enough")
      .addHelpText(
        "after",
        "\nExample:\n  soc2-evidence policy --criterion CC6.1 > collector.json",
      ),
  load: async () => (await import("../verbs/policy.ts")).runPolicy,
});
