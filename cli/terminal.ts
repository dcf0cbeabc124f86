import { EvidenceError } from "../shared/errors/evidence-error.ts";

/** What a verb is run with: everything it knows of the process around it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly homeFolder: string;
  readonly platform: NodeJS.Platform;
  readonly now: () => Date;
  /** Columns of the terminal, 80 where there is none. */
  readonly columns: number;
  /** Colour only on a terminal and without `NO_COLOR` (https://no-color.org). */
  readonly colour: boolean;
  readonly out: (text: string) => void;
  /** Shown on stderr while something takes long; does nothing where stderr is no terminal. */
  readonly progress: (text: string | null) => void;
  readonly err: (text: string) => void;
  /** Asks a person; null where nobody can answer. */
  readonly ask: ((question: string) => Promise<string>) | null;
}

/** How long a verb may take before it shows progress, in milliseconds. */
const QUIET_MS = 2_000;

/** The terminal of this process. */
export function processTerminal(homeFolder: string): Terminal & { close(): void } {
  const started = Date.now();
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", endQuietly);
  let shown = false;
  const clear = () => {
    if (shown) stderr.write("\r\u001b[2K");
    shown = false;
  };
  return {
    env,
    cwd: process.cwd(),
    homeFolder,
    platform: process.platform,
    now: () => new Date(),
    columns: Math.min(stdout.columns ?? 80, 100),
    colour: stdout.isTTY === true && (env.NO_COLOR === undefined || env.NO_COLOR === ""),
    out: (text) => {
      clear();
      stdout.write(text);
    },
    err: (text) => {
      clear();
      stderr.write(text);
    },
    progress: (text) => {
      if (stderr.isTTY !== true) return;
      if (text === null) return clear();
      if (Date.now() - started < QUIET_MS) return;
      stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
      shown = true;
    },
    ask: stdin.isTTY === true ? (question) => askOnce(question, stdin, stderr) : null,
    close: clear,
  };
}

/**
 * Asks one question.
 *
 * @throws EvidenceError STOPPED for Ctrl-C, and for Ctrl-D, after which nobody can answer
 */
export async function askOnce(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const reader = createInterface({ input, output });
  const ended = Promise.withResolvers<null>();
  reader.on("close", () => ended.resolve(null));
  try {
    const answer = await Promise.race([reader.question(question).catch(() => null), ended.promise]);
    if (answer !== null) return answer;
  } finally {
    reader.close();
  }
  output.write("\n");
  throw new EvidenceError("STOPPED", "Stopped. Nothing was written.");
}

/** Whoever reads our output may stop reading (`| head`): that is no fault of ours or theirs. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}
