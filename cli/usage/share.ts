import { STACK_NAME } from "../usual-names.ts";
import { verb } from "./verb.ts";

/** What `share` is told by options. */
export interface ShareOptions {
  readonly for: string;
  readonly expires: string;
  readonly from?: string;
  readonly stack: string;
  readonly json?: boolean;
}

/** `share`: links for an auditor who has no AWS account, to exactly what was sealed. */
export const share = verb({
  name: "share",
  summary: "give links to a sealed snapshot to somebody who has no AWS account",
  declare: (command) =>
    command
      .argument("<snapshot>", "its name, such as 2026-11-22T06-00-00Z, or latest")
      .requiredOption("--for <name>", "who gets them; recorded, and sealed with the next snapshot")
      .option("--expires <time>", "how long they open, at most 7d: 30m, 12h, 7d", "7d")
      .option("--from <bucket>", "s3://bucket[/prefix] (default: the deployed stack's vault)")
      .option("--stack <name>", "the deployed stack", STACK_NAME)
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
Links end with the credentials that sign them: the time that is printed is the
true one. Each opens for whoever has it.

Exit codes: 0 shared, 1 something is not as it was sealed, 3 nothing was shared.

Example:
  AWS_PROFILE=audit soc2-evidence share latest --for "Jo Auditor" --expires 7d`,
      ),
  load: async () => (await import("../verbs/share.ts")).runShare,
});
