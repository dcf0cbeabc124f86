import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalBytes } from "../shared/integrity/canonical-json.ts";
import { sha256Hex } from "../shared/keys/node-crypto.ts";

const root = join(import.meta.dirname, "..");

/** This release, as evidence names it. */
export const VERSION: string = versionOf(join(root, "package.json"));

/** The AWS SDK that parsed the answers. */
export function sdkVersion(): string {
  return versionOf(join(root, "node_modules/@aws-sdk/client-iam/package.json"));
}

/**
 * The hash of the collector's code: SHA-256 over RFC 8785 of `[{path, sha256}]`, sorted by path, of
 * every `.ts` file in `shared/` and `cli/` and of `package-lock.json`, which pins the SDK that parses
 * the answers. Two checkouts of one release have the same.
 */
export function codeSha256(): string {
  const files = globSync(["shared/**/*.ts", "cli/**/*.ts", "package-lock.json"], { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => ({ path, sha256: sha256Hex(readFileSync(join(root, path))) }));
  return sha256Hex(canonicalBytes(files));
}

function versionOf(file: string): string {
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return version;
}
