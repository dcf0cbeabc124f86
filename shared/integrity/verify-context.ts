import { EvidenceError } from "../errors/evidence-error.ts";
import type { EvidenceReader } from "../store/store.ts";
import type { IntegrityCrypto } from "./crypto.ts";
import type { FaultLog } from "./faults.ts";
import type { KeyRing } from "./key-ring.ts";

/** What every step of a verification works with. */
export interface VerifyContext {
  reader: EvidenceReader;
  crypto: IntegrityCrypto;
  keys: KeyRing;
  log: FaultLog;
  /** Reads a file; undefined when it is gone or could not be read, the latter being a fault. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** Makes the context of one verification. */
export function makeContext(
  reader: EvidenceReader,
  crypto: IntegrityCrypto,
  keys: KeyRing,
  log: FaultLog,
): VerifyContext {
  return {
    reader,
    crypto,
    keys,
    log,
    async read(path) {
      try {
        return await reader.read(path);
      } catch (error) {
        if (!(error instanceof EvidenceError)) throw error;
        // A link may take a file's place after the inventory was taken.
        log.fault(error.code === "PATH_UNSAFE" ? "LINK_FOUND" : "UNREADABLE", path, error.message);
        return undefined;
      }
    },
  };
}
