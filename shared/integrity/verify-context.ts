import { EvidenceError } from "../errors/evidence-error.ts";
import type { EvidenceReader } from "../store/store.ts";
import type { IntegrityCrypto } from "./crypto.ts";
import type { FaultLog } from "./faults.ts";
import type { KeyRing } from "./key-ring.ts";

/** A file's bytes, or why there are none: the second is a fault that has been logged already. */
export type ReadOutcome = Uint8Array | "gone" | "unreadable";

/** What every step of a verification works with. */
export interface VerifyContext {
  reader: EvidenceReader;
  crypto: IntegrityCrypto;
  keys: KeyRing;
  log: FaultLog;
  /** Where the store has no such version, "gone". */
  read(path: string, versionId?: string): Promise<ReadOutcome>;
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
    async read(path, versionId) {
      try {
        return (await reader.read(path, versionId)) ?? "gone";
      } catch (error) {
        if (!(error instanceof EvidenceError)) throw error;
        // A link may take a file's place after the inventory was taken.
        log.fault(error.code === "PATH_UNSAFE" ? "LINK_FOUND" : "UNREADABLE", path, error.message);
        return "unreadable";
      }
    },
  };
}
