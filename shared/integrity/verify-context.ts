import { EvidenceError } from "../errors/evidence-error.ts";
import type { EvidenceReader, OpenedObject, VersionLock } from "../store/store.ts";
import { concatBytes } from "./bytes.ts";
import type { IntegrityCrypto } from "./crypto.ts";
import type { FaultCode, FaultLog } from "./faults.ts";
import type { KeyRing } from "./key-ring.ts";
import type { LockLog } from "./lock-state.ts";

/** A file's bytes, or why there are none: the second is a fault that has been logged already. */
export type ReadOutcome = Uint8Array | "gone" | "unreadable";

/** What a file that was only hashed turned out to be. */
export type HashOutcome =
  | {
      readonly state: "hashed";
      readonly size: number;
      /** Null for a file that was too large to be read. */
      readonly sha256: string | null;
      readonly lock?: VersionLock | null;
    }
  /** Where the store has no such version, or nothing at all. */
  | { readonly state: "gone" }
  /** The caller logs it, so that faults stand in the order of the files. */
  | { readonly state: "unreadable"; readonly code: FaultCode; readonly message: string };

/** What a bundle lies in, as far as a verification looks at it. */
export type BundleReader = Pick<EvidenceReader, "list" | "open">;

/** What every step of a verification works with. */
export interface VerifyContext {
  reader: BundleReader;
  crypto: IntegrityCrypto;
  keys: KeyRing;
  log: FaultLog;
  locks: LockLog;
  /** Told how many of a list of files have been compared. */
  onFiles?: (done: number, all: number) => void;
  /**
   * A file of the seal, whole. One of more than `maxBytes` is not read: that is a fault.
   */
  read(path: string, maxBytes: number): Promise<ReadOutcome>;
  /** A file's SHA-256, in a stream. One of more than `maxBytes` is not read. */
  hash(path: string, maxBytes: number, versionId?: string): Promise<HashOutcome>;
}

/** Makes the context of one verification. */
export function makeContext(
  reader: BundleReader,
  crypto: IntegrityCrypto,
  keys: KeyRing,
  log: FaultLog,
  locks: LockLog,
): VerifyContext {
  return {
    reader,
    crypto,
    keys,
    log,
    locks,
    async read(path, maxBytes) {
      try {
        const opened = await reader.open(path);
        if (opened === undefined) return "gone";
        locks.note(path, opened.lock);
        if (opened.size <= maxBytes) return await collect(opened);
        await opened.close();
        const message = `${path} has ${opened.size} bytes; the format allows ${maxBytes}. It was not read.`;
        log.fault("FILE_TOO_LARGE", path, message);
        return "unreadable";
      } catch (error) {
        const { code, message } = unreadable(error);
        log.fault(code, path, message);
        return "unreadable";
      }
    },
    async hash(path, maxBytes, versionId) {
      try {
        const opened = await reader.open(path, versionId);
        if (opened === undefined) return { state: "gone" };
        const { size, lock, chunks } = opened;
        if (size > maxBytes) await opened.close();
        const sha256 = size > maxBytes ? null : await crypto.sha256OfChunks(chunks);
        return { state: "hashed", size, sha256, ...(lock === undefined ? {} : { lock }) };
      } catch (error) {
        return { state: "unreadable", ...unreadable(error) };
      }
    },
  };
}

/** All bytes of an opened object. Passes on what its chunks throw. */
export async function collect({ chunks }: OpenedObject): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return concatBytes(...parts);
}

function unreadable(error: unknown): { code: FaultCode; message: string } {
  if (!(error instanceof EvidenceError)) throw error;
  const { code, message } = error;
  if (code === "ARCHIVE_INVALID") return { code, message };
  // A link may take a file's place after the inventory was taken.
  return { code: code === "PATH_UNSAFE" ? "LINK_FOUND" : "UNREADABLE", message };
}
