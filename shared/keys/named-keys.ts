import { resolve } from "node:path";
import { EvidenceError } from "../errors/evidence-error.ts";
import { parseFingerprint } from "../integrity/known-from-outside.ts";
import { readTrustedKey } from "./local-key.ts";
import { sha256Hex } from "./node-crypto.ts";
import type { TrustedKey } from "./signer.ts";

/** Keys that a person named, and how: nothing of them comes from the evidence. */
export interface NamedKeys {
  readonly trustedKeys: readonly TrustedKey[];
  /** Of keys that the evidence has to bring: 64 lowercase hexadecimal digits each. */
  readonly trustedFingerprints: readonly string[];
  /** How each was named, by its id: `--key company.pem`. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * The keys behind `--key FILE` and `--fingerprint SHA256`.
 *
 * @param cwd what file names are relative to
 * @throws EvidenceError KEY_MISSING, KEY_UNSAFE as `readTrustedKey` does
 * @throws EvidenceError USAGE for a file without a name, and for a fingerprint that is none
 */
export async function namedKeys(
  cwd: string,
  files: readonly string[],
  fingerprints: readonly string[],
): Promise<NamedKeys> {
  const trustedKeys: TrustedKey[] = [];
  const origins = new Map<string, string>();
  for (const file of files) {
    if (file === "") {
      const what = "--key is empty. Name the file that holds the company's public key.";
      throw new EvidenceError("USAGE", what);
    }
    const key = await readTrustedKey(resolve(cwd, file));
    trustedKeys.push(key);
    origins.set(sha256Hex(key.spki), `--key ${file}`);
  }
  const trustedFingerprints = fingerprints.map(parseFingerprint);
  for (const fingerprint of trustedFingerprints) origins.set(fingerprint, "--fingerprint");
  return { trustedKeys, trustedFingerprints, origins };
}
