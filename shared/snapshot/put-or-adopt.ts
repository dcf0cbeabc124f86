import { EvidenceError } from "../errors/evidence-error.ts";
import type { Store } from "../store/store.ts";

/**
 * Writes, or leaves what another run of the same snapshot wrote first: that is the snapshot's.
 *
 * @returns false where another's stands
 */
export async function putOrAdopt(store: Store, path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await store.put(path, bytes);
    return true;
  } catch (thrown) {
    if (thrown instanceof EvidenceError && thrown.code === "STORE_CONFLICT") return false;
    throw thrown;
  }
}
