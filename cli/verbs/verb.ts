import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";

/** A verb of the command line: how it is called, and what it does. */
export interface Verb {
  /** Adds the verb to the program; its action ends with an exit code. */
  readonly declare: (program: Command, run: RunVerb) => void;
}

/** Runs a verb's work and keeps the exit code that it ends with. */
export type RunVerb = (work: (terminal: Terminal) => Promise<number>) => Promise<void>;
