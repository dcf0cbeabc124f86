import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";

/** The bundle of all functions, and the hash that every manifest states. */
export interface BuiltFunctions {
  readonly folder: string;
  /** SHA-256, lowercase hex. */
  readonly codeSha256: string;
}

const builtSchema = z.object({
  folder: z.string(),
  codeSha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Builds the functions as a release does, in a process of its own: the stack knows what comes out of
 * the build, and nothing of what goes in.
 *
 * @param root the repository's folder
 */
export function buildFunctions(root: string): BuiltFunctions {
  const printed = execFileSync(
    process.execPath,
    [join(root, "functions", "bundle.ts"), join(root, "dist", "functions")],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  return builtSchema.parse(JSON.parse(printed));
}
