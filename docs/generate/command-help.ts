import type { Command } from "commander";
import { createProgram } from "../../cli/command-line.ts";
import { fenced } from "./generated-section.ts";

/** Columns of the help text, wherever it is generated. */
const WIDTH = 100;

/** What `soc2-evidence --help` and `--help` of each verb print, for the README. */
export function commandHelp(): string {
  const nowhere = { out: () => {}, err: () => {} };
  const program = createProgram(nowhere, async () => {});
  const verbs = program.commands.map(
    (verb) =>
      `<details><summary><code>${verb.name()}</code> ${escaped(verb.description())}</summary>\n${fenced("text", helpOf(verb))}</details>\n`,
  );
  return `${fenced("text", helpOf(program))}${verbs.join("")}\n`;
}

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
