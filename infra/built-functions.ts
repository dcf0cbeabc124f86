import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";

/** The bundle of all functions, and the hashes of what it is. */
export interface BuiltFunctions {
  readonly folder: string;
  /** Of the release's code, as every manifest states it: SHA-256, lowercase hex. */
  readonly codeSha256: string;
  /** Of the bundle's files, as anybody can reckon it from what is deployed. */
  readonly bundleSha256: string;
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const builtSchema = z.object({ folder: z.string(), codeSha256: sha256, bundleSha256: sha256 });

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
