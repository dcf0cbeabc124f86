import { accountArgument, listArgument } from "../arguments.ts";
import { CONFIG_FILE } from "../usual-names.ts";
import { verb } from "./verb.ts";

/** What `init` is told by options. */
export interface InitOptions {
  readonly config: string;
  readonly company?: string;
  readonly system?: string;
  readonly categories?: string[];
  readonly account?: string;
  readonly owner?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `init`: asks what AWS cannot say, writes a commented soc2.yaml and makes the signing key. */
export const init = verb({
  name: "init",
  summary: "ask the scope questions, write a commented soc2.yaml and a local signing key",
  declare: (command) =>
    command
      .option("--config <file>", "the file to write", CONFIG_FILE)
      .option("--company <name>", "the company (asked for otherwise)")
      .option("--system <name>", "the product that the report is about (asked for otherwise)")
      .option(
        "--categories <list>",
        "beside Security: Availability, Confidentiality, …",
        listArgument,
      )
      .option("--account <id>", "the AWS account, 12 digits", accountArgument)
      .option("--owner <name and e-mail>", 'who answers for the controls: "Ada Lovelace <ada@…>"')
      .option("--force", "replace the file when it is there, as the sample's is")
      .option("--json", "for machines")
      .addHelpText(
        "after",
        '\nExample:\n  soc2-evidence init --company "Larkspur Analytics" --system Larkspur',
      ),
  load: async () => (await import("../verbs/init.ts")).runInit,
});
