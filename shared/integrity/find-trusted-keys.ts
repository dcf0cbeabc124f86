import { EvidenceError } from "../errors/evidence-error.ts";
import type { EvidenceReader } from "../store/store.ts";
import { publicKeyPath } from "./bundle-layout.ts";
import { decodeUtf8 } from "./bytes.ts";
import type { Inventory } from "./inventory.ts";
import type { KeyRing } from "./key-ring.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";
import { spkiFromPem, spkiToPem } from "./spki.ts";
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
    const text = await readText(reader, publicKeyPath(snapshot));
    const spki = text === undefined ? undefined : spkiFromPem(text);
    if (spki !== undefined) await keys.keepIfTrusted(spki);
  }
}

/**
 * The keys in the `public-key.pem` files of these snapshots, each file that is one key as this product
 * writes it. What is wrong with another is reported when its snapshot is verified.
 */
export async function* bundledKeys(
  reader: Pick<EvidenceReader, "open">,
  snapshots: Iterable<string>,
): AsyncGenerator<Uint8Array> {
  for (const snapshot of snapshots) {
    const pem = await readText(reader, publicKeyPath(snapshot));
    const spki = pem === undefined ? undefined : spkiFromPem(pem);
    if (spki !== undefined && spkiToPem(spki) === pem) yield spki;
  }
}

async function readText(
  reader: Pick<EvidenceReader, "open">,
  path: string,
): Promise<string | undefined> {
  try {
    const opened = await reader.open(path);
    if (opened === undefined) return undefined;
    if (opened.size > MAX_SEAL_BYTES.publicKey) {
      await opened.close();
      return undefined;
    }
    return decodeUtf8(await collect(opened));
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}
