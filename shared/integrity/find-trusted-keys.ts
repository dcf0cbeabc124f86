import { EvidenceError } from "../errors/evidence-error.ts";
import type { EvidenceReader } from "../store/store.ts";
import { publicKeyPath } from "./bundle-layout.ts";
import { decodeUtf8 } from "./bytes.ts";
import type { Inventory } from "./inventory.ts";
import type { KeyRing } from "./key-ring.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";
import { spkiFromPem } from "./spki.ts";
import { collect } from "./verify-context.ts";

/**
 * Takes the keys that are trusted by fingerprint from the bundle's `public-key.pem` files, before any
 * signature is checked: a fingerprint then leads to what the key itself would lead to. A file there is
 * looked at for nothing but its hash, so whatever it holds, it can bring in no other key; what is wrong
 * with it is reported when its snapshot is verified.
 */
export async function findTrustedKeys(
  reader: EvidenceReader,
  { snapshots }: Inventory,
  keys: KeyRing,
): Promise<void> {
  for (const { snapshot } of snapshots) {
    if (!keys.awaitsKeys) return;
    const spki = await readKey(reader, publicKeyPath(snapshot));
    if (spki !== undefined) await keys.keepIfTrusted(spki);
  }
}

async function readKey(reader: EvidenceReader, path: string): Promise<Uint8Array | undefined> {
  try {
    const opened = await reader.open(path);
    if (opened === undefined) return undefined;
    if (opened.size > MAX_SEAL_BYTES.publicKey) {
      await opened.close();
      return undefined;
    }
    const text = decodeUtf8(await collect(opened));
    return text === undefined ? undefined : spkiFromPem(text);
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}
