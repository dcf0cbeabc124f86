import { verb } from "./verb.ts";

/** What `explain` is told by options. */
export interface ExplainOptions {
  readonly in: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `explain`: what a check, control, criterion or finding is about, and how it is mended. */
export const explain = verb({
  name: "explain",
  summary: "what a check, control, criterion or finding is, why it matters, how to fix it",
  declare: (command) =>
    command
      .argument(
        "<name>",
        "a check's, control's, criterion's or finding's id, or your own for a control",
      )
      .option("--in <folder>", "the evidence folder that holds the finding", "evidence")
      .option("--config <file>", "configuration (default: soc2.yaml)")
      .option("--json", "for machines")
      .addHelpText("after", "\nExample:\n  soc2-evidence explain iam.root-mfa-enabled"),
  load: async () => (await import("../verbs/explain.ts")).runExplain,
});
