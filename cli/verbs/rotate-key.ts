import { resolve } from "node:path";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";
import { loadLocalSigner, loadPreviousSigners } from "../../shared/keys/local-key.ts";
import { changeLocalKey } from "../../shared/keys/local-key-change.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { chainSigner } from "../../shared/snapshot/sign-manifest.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { Terminal } from "../terminal.ts";
import type { RotateKeyOptions } from "../usage/rotate-key.ts";

/** `rotate-key`: a new signing key on this machine, with the old one's consent. */
export async function runRotateKey(
  terminal: Terminal,
  folder: string,
  options: RotateKeyOptions,
): Promise<number> {
  if (/^s3:/i.test(folder)) {
    throw new EvidenceError(
      "USAGE",
      `The key of ${folder} is in AWS KMS and changes with a deployment: deployment.signingKey in soc2.yaml; docs/runbook.md says how.`,
      { folder },
    );
  }
  const keys = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  await assertMayChange(resolve(terminal.cwd, folder), folder, keys);
  const { previous, current, keptAs } = await changeLocalKey(
    keys,
    terminal.now().toISOString().slice(0, 10),
  );
  const change = { previous: previous.spkiSha256, current: current.spkiSha256, keptAs };
  terminal.out(
    options.json === true
      ? `${JSON.stringify(change)}\n`
      : [
          "There is a new signing key. Its fingerprint, for the auditor:",
          `  ${change.current}`,
          "The old one is kept, and signs once more:",
          `  ${change.previous}`,
          `  ${keptAs}`,
          `Next: soc2-evidence snapshot --out ${folder}`,
          "Its manifest is signed by both keys, every later one by the new key alone.",
          "",
        ].join("\n"),
  );
  return 0;
}

/** A key is changed by the chain that it signs: without one nobody would hear of it. */
async function assertMayChange(path: string, folder: string, keys: string): Promise<void> {
  const own = await loadLocalSigner(keys);
  // Without a key `changeLocalKey` says what is missing.
  if (own === undefined) return;
  const signer = await chainSigner(new FolderStore(path), nodeCrypto);
  if (signer === own.spkiSha256) return;
  if (signer === undefined) {
    throw new EvidenceError(
      "NOT_FOUND",
      `There is no signed snapshot in ${folder}, so there is no key to change there. Name the evidence folder: soc2-evidence rotate-key FOLDER`,
      { folder },
    );
  }
  const previous = await loadPreviousSigners(keys);
  if (previous.some((key) => key.signer.spkiSha256 === signer)) {
    throw new EvidenceError(
      "KEY_CHANGE_PENDING",
      `The key was changed already, from ${signer} to ${own.spkiSha256}, and no manifest in ${folder} is signed by both yet. Take a snapshot first: soc2-evidence snapshot --out ${folder}`,
      { previous: signer, current: own.spkiSha256 },
    );
  }
  throw new EvidenceError(
    "KEY_MISSING",
    `The chain in ${folder} is signed by key ${signer}, which is not on this machine; the key here is ${own.spkiSha256}. Change it where it is.`,
    { expected: signer, found: own.spkiSha256 },
  );
}
