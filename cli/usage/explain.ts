import { verb } from "./verb.ts";

/** What `explain` is told by options. */
export interface ExplainOptions {
  readonly in: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `explain`: what a check, control, criterion, finding or another tool's rule is, and how it is mended. */
export const explain = verb({
  name: "explain",
  summary: "what a check, control, criterion, finding or another tool's rule is, and how to fix it",
  declare: (command) =>
    command
      .argument(
        "<name>",
        "a check's, control's, criterion's or finding's id, your own for a control, or another tool's rule (fsbp:S3.5)",
      )
      .option("--in <folder>", "the evidence folder that holds the finding", "evidence")
      .option("--config <file>", "configuration (default: soc2.yaml)")
      .option("--json", "for machines")
      .addHelpText(
        "after",
        "\nExample:\n  soc2-evidence explain iam.root-mfa-enabled\n  soc2-evidence explain fsbp:S3.5",
      ),
  load: async () => (await import("../verbs/explain.ts")).runExplain,
});
