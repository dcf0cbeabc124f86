import { AssertionError } from "node:assert/strict";

/** What a step gives back: what was seen, and what later steps need of it. */
export interface StepResult<Value> {
  readonly value: Value;
  readonly seen: readonly string[];
}

interface Step {
  readonly done: string;
  readonly seen: readonly string[];
  readonly seconds: number;
  readonly asExpected: boolean;
}

const WIDTH = 80;
const INDENT = "      ";

/** What was done and what was seen, for a person: each step as it ends, and a summary. */
export class Report {
  readonly #steps: Step[] = [];
  readonly #sums: string[] = [];
  readonly #write: (text: string) => void;
  readonly #startedMs = performance.now();

  /** @param write is given whole lines */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  step<Value>(done: string, run: () => Promise<StepResult<Value>>): Promise<Value>;
  step(done: string, run: () => Promise<readonly string[]>): Promise<void>;
  /**
   * Runs a step and writes what was seen; one that does not go as expected ends the rehearsal.
   *
   * @throws what the step threw
   */
  async step(
    done: string,
    run: () => Promise<StepResult<unknown> | readonly string[]>,
  ): Promise<unknown> {
    const startedMs = performance.now();
    const secondsSince = () => (performance.now() - startedMs) / 1_000;
    try {
      const result = await run();
      const { value, seen } = isSeen(result) ? { value: undefined, seen: result } : result;
      this.#add({ done, seen, seconds: secondsSince(), asExpected: true });
      return value;
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown : new Error(String(thrown));
      const seen =
        why instanceof AssertionError
          ? why.message.split("\n").filter((line) => line.trim() !== "")
          : [`${why.name}: ${why.message}`];
      this.#add({ done, seen, seconds: secondsSince(), asExpected: false });
      throw thrown;
    }
  }

  /** A line that the summary repeats. */
  sum(line: string): void {
    this.#sums.push(line);
  }

  /** The last lines: what was summed up, and whether all went as expected. */
  end(): void {
    const seconds = (performance.now() - this.#startedMs) / 1_000;
    const failed = this.#steps.filter(({ asExpected }) => !asExpected);
    const [first] = failed;
    const verdict =
      first === undefined
        ? `All ${this.#steps.length} steps went as expected`
        : `Step ${this.#steps.indexOf(first) + 1} did not go as expected: ${first.done}`;
    const sums = this.#sums.flatMap((line) => wrapped(line, WIDTH)).map((line) => `${line}\n`);
    this.#write(`\n${sums.join("")}${verdict}, in ${seconds.toFixed(0)} s.\n`);
  }

  #add(step: Step): void {
    this.#steps.push(step);
    const number = String(this.#steps.length).padStart(3);
    const time = `${step.seconds.toFixed(1)} s`.padStart(8);
    const mark = step.asExpected ? "" : " NOT AS EXPECTED:";
    const head = `${number}  ${step.done}${mark}`;
    const lines = step.seen.flatMap((line) => wrapped(line, WIDTH - INDENT.length - 2));
    this.#write(
      `\n${head.padEnd(WIDTH - time.length)}${time}\n${lines.map((line) => `${INDENT}${line}\n`).join("")}`,
    );
  }
}

function isSeen(result: StepResult<unknown> | readonly string[]): result is readonly string[] {
  return Array.isArray(result);
}

/** Breaks at spaces; the lines after the first stand a little in. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
