import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";

/** What a verb does once its command line was understood; ends with an exit code. */
export type Work<Given extends readonly unknown[]> = (
  terminal: Terminal,
  ...given: Given
) => Promise<number>;

/** How a verb is called, and where the work is that it does. */
interface Usage<Given extends readonly unknown[]> {
  readonly name: string;
  readonly summary: string;
  /** Adds the verb's arguments, options and help. */
  readonly declare: (command: Command) => Command;
  /** Loads the work, which only the verb that was chosen needs: help and usage errors load none. */
  readonly load: () => Promise<Work<Given>>;
}

/** A verb of the command line. */
export interface Verb {
  readonly name: string;
  /** Adds the verb to the program; its action ends with an exit code. */
  readonly addTo: (program: Command, run: RunVerb) => void;
}

/** Runs a verb's work and keeps the exit code that it ends with. */
export type RunVerb = (work: (terminal: Terminal) => Promise<number>) => Promise<void>;

/** A verb whose work is given its arguments in their order, then its options, as commander has them. */
export function verb<Given extends readonly unknown[]>(usage: Usage<Given>): Verb {
  const { name, summary, declare, load } = usage;
  return {
    name,
    addTo(program, run) {
      declare(program.command(name).description(summary)).action((...given: Given) =>
        run(async (terminal) => (await load())(terminal, ...given)),
      );
    },
  };
}
