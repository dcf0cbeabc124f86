import { EvidenceError } from "../shared/errors/evidence-error.ts";
import type { EarlierChain } from "../shared/integrity/chain-restart.ts";
import { configurationFolder } from "../shared/keys/configuration-folder.ts";
import { loadLocalSigner, loadPreviousSigners } from "../shared/keys/local-key.ts";
import { nodeCrypto } from "../shared/keys/node-crypto.ts";
import { readChainHead } from "../shared/snapshot/chain-head.ts";
import { chainSigner } from "../shared/snapshot/sign-manifest.ts";
import { openPlace } from "./evidence-place.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The end of the chain in a folder or bucket, for one that begins in its place.
 *
 * @throws EvidenceError NOT_FOUND when there is no chain
 * @throws EvidenceError USAGE when its key is at hand: then it is not lost, and can be changed
 */
export async function earlierChain(terminal: Terminal, place: string): Promise<EarlierChain> {
  const reader = await openPlace(terminal, place);
  const { head } = await readChainHead(reader, nodeCrypto);
  if (head === undefined) {
    throw new EvidenceError(
      "NOT_FOUND",
      `There is no chain in ${place}, so there is none whose key is lost.`,
      { place },
    );
  }
  const signer = (await chainSigner(reader, nodeCrypto)) ?? null;
  const keys = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const own = [
    await loadLocalSigner(keys),
    ...(await loadPreviousSigners(keys)).map((key) => key.signer),
  ];
  if (own.some((key) => key?.spkiSha256 === signer)) {
    throw new EvidenceError(
      "USAGE",
      `The key of the chain in ${place} is in ${keys}, so it is not lost. Go on in ${place}; to change the key: soc2-evidence rotate-key ${place}`,
      { place },
    );
  }
  const { chain, sequence } = head.manifest;
  return { chain, sequence, manifestSha256: head.sha256, signer };
}
