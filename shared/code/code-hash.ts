import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalBytes } from "../integrity/canonical-json.ts";
import { sha256Hex } from "../keys/node-crypto.ts";

/**
 * Rooms of `shared/` that show what was sealed and decide nothing of it. No other room may import from
 * them (`lint/rooms.grit`), so what they say reaches no result.
 */
const SHOW_ONLY = ["report", "share", "sample"];

/**
 * The hash of a release's code, which every manifest states as `collector.codeSha256`: the same for the
 * command line and for the functions in the account, since both run this very code.
 *
 * SHA-256 over RFC 8785 of `[{path, sha256}]`, sorted by path, of every `.ts` file in `shared/` but
 * for the rooms that only show what was sealed, and of `package-lock.json` as far as it pins what runs:
 * the RFC 8785 bytes of its `packages` without the root and without what is only developed with. Two
 * checkouts of one release have the same; two releases with the same come to the same results.
 *
 * @param root the repository's folder
 */
export function codeSha256(root: string): string {
  const files = globSync("shared/**/*.ts", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !SHOW_ONLY.some((room) => path.startsWith(`shared/${room}/`)))
    .map((path) => ({ path, sha256: sha256Hex(readFileSync(join(root, path))) }));
  files.push({ path: "package-lock.json", sha256: sha256Hex(canonicalBytes(runsWith(root))) });
  files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return sha256Hex(canonicalBytes(files));
}

/** The version of a release, as `package.json` states it. */
export function versionOf(packageFile: string): string {
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  return version;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

/** The packages that run, as the lockfile pins them. */
function runsWith(root: string): Lockfile["packages"] {
  const { packages } = JSON.parse(
    readFileSync(join(root, "package-lock.json"), "utf8"),
  ) as Lockfile;
  return Object.fromEntries(
    Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true),
  );
}
