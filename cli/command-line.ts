import { Command, CommanderError } from "commander";
import { redactSentence } from "../shared/capture/redact-sentence.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { escapeInJson } from "../shared/report/visible-text.ts";
import { VERSION } from "./collector.ts";
import { printable } from "./printable.ts";
import type { Terminal } from "./terminal.ts";
import { decide } from "./usage/decide.ts";
import { explain } from "./usage/explain.ts";
import { gaps } from "./usage/gaps.ts";
import { importVerb } from "./usage/import.ts";
import { init } from "./usage/init.ts";
import { policy } from "./usage/policy.ts";
import { rotateKey } from "./usage/rotate-key.ts";
import { share } from "./usage/share.ts";
import { snapshot } from "./usage/snapshot.ts";
import type { RunVerb, Verb } from "./usage/verb.ts";
import { verify } from "./usage/verify.ts";

/** Every verb, in the order in which a newcomer meets them. */
export const VERBS: readonly Verb[] = [
  init,
  snapshot,
  gaps,
  decide,
  importVerb,
  verify,
  share,
  explain,
  policy,
  rotateKey,
];

/** The exit code for a command line that cannot be understood. */
const USAGE_EXIT_CODE = 3;

/**
 * Runs one command line.
 *
 * @returns the exit code: each verb's own, 3 for bad usage or configuration
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const run: RunVerb = async (work) => {
    exitCode = await work(terminal);
  };
  const program = createProgram(terminal, run);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (thrown) {
    return reportError(thrown, argv, terminal);
  }
}

/** The commander program with every verb; also what the README's help text is generated from. */
export function createProgram(terminal: Pick<Terminal, "out" | "err">, run: RunVerb): Command {
  const program = new Command("soc2-evidence")
    .description("SOC 2 evidence from an AWS account: gathered, judged, sealed, verifiable.")
    .version(VERSION)
    .option("--verbose", "show the stack of an error")
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError("(run with --help for what there is)");
  for (const verb of VERBS) verb.addTo(program, run);
  for (const command of program.commands) {
    command.exitOverride().option("--verbose", "show the stack of an error");
  }
  return program;
}

/**
 * Says what went wrong, for people or as JSON.
 *
 * @returns the exit code
 */
export function reportError(thrown: unknown, argv: readonly string[], terminal: Terminal): number {
  terminal.progress(null);
  // Help and version are answers; everything else commander throws it has already said.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
  const isOurs = thrown instanceof EvidenceError;
  const message = redactSentence(thrown instanceof Error ? thrown.message : String(thrown));
  if (argv.includes("--json")) {
    const error = isOurs ? { code: thrown.code, message, ...thrown.fields } : { message };
    terminal.err(`${escapeInJson(JSON.stringify({ error }))}\n`);
  } else {
    const sentence = isOurs
      ? message
      : `Something failed that should not: ${message}. This is a defect; run again with --verbose and report it.`;
    terminal.err(`${printable(sentence)}\n`);
  }
  if (argv.includes("--verbose") && thrown instanceof Error && thrown.stack !== undefined) {
    terminal.err(`${printable(redactSentence(thrown.stack))}\n`);
  }
  return isOurs ? thrown.exitCode : USAGE_EXIT_CODE;
}
