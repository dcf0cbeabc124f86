import { join } from "node:path";
import { codeSha256, versionOf } from "../shared/code/code-hash.ts";
import type { Release } from "../shared/snapshot/rederive.ts";

const root = join(import.meta.dirname, "..");

/** This release's number, as evidence names it. */
export const VERSION: string = versionOf(join(root, "package.json"));

/** This release, as manifests name it. */
export function thisRelease(): Release {
  return { version: VERSION, codeSha256: codeSha256(root) };
}

/** The AWS SDK that parsed the answers. */
export function sdkVersion(): string {
  return versionOf(join(root, "node_modules/@aws-sdk/client-iam/package.json"));
}
