/** What a file of the release knows of the process around it. */
export interface Surroundings {
  /** Without the program and the file. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly now: () => Date;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Colour only on a terminal and without `NO_COLOR` (https://no-color.org). */
  readonly colour: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Those of this process. */
export function processSurroundings(): Surroundings {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", endQuietly);
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    now: () => new Date(),
    columns: Math.min(stdout.columns ?? 80, 100),
    colour: stdout.isTTY === true && (env.NO_COLOR === undefined || env.NO_COLOR === ""),
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
  };
}

/** Whoever reads our output may stop reading (`| head`): that is no fault of ours or theirs. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}
