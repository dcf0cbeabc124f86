/** One object in a store, as a listing shows it. */
export interface StoredObject {
  /** Relative, `/` between segments. A listing passes on what is there: it may be unsafe. */
  path: string;
  size: number;
  /** The S3 object version, the first of the path; null where the store has none. */
  versionId: string | null;
  /** When that was written, ISO 8601 UTC, where the store itself keeps the time and nobody can set it. */
  lastModified?: string;
  /** How many versions stand on the path, where they are more than one. */
  versions?: number;
  /** Set where a delete marker hides the object; it still stands and is read. */
  hidden?: true;
  /** What stands there when it is not a regular file. It is listed so that it can be reported. */
  irregular?: "link" | "special";
}

/** How S3 Object Lock holds one version of an object. */
export interface VersionLock {
  /** Governance can be bypassed by who has `s3:BypassGovernanceRetention`, compliance by nobody. */
  mode: "governance" | "compliance";
  /** Until when, ISO 8601 UTC. */
  retainUntil: string;
}

/** One object, opened: its size at once, its bytes as they are asked for. */
export interface OpenedObject {
  readonly size: number;
  /**
   * The bytes in order, once. A chunk is the receiver's to keep. Ends with EvidenceError
   * STORE_UNREADABLE where bytes cannot be had or are not `size` many.
   */
  readonly chunks: AsyncIterable<Uint8Array>;
  /**
   * How this version is locked. Null where the store locks versions and shows no lock on this one, which
   * S3 does too for those who may not see it. Missing where the store has no locks.
   */
  readonly lock?: VersionLock | null;
  /** Lets go of the object. Needed where `chunks` are not read to their end; harmless elsewhere. */
  close(): Promise<void>;
}

/** What `verify` needs of a place where evidence lies. */
export interface EvidenceReader {
  /**
   * All objects whose path begins with `prefix` (a plain string prefix, "" for all), sorted by the
   * UTF-8 bytes of their paths. Unfinished writes are never listed.
   *
   * @param need "names" where sizes are not looked at: a store that would have to ask for each then says 0
   * @throws EvidenceError STORE_UNREADABLE when the place cannot be listed
   */
  list(prefix: string, need?: "names"): AsyncIterable<StoredObject>;
  /**
   * The bytes of one object; undefined when nothing stands there. Where a store has versions it is the
   * first one, whatever was put above it, unless `versionId` names another; stores without pass over
   * the name.
   *
   * @throws EvidenceError PATH_UNSAFE for an unsafe path, or when a link stands on it
   * @throws EvidenceError STORE_UNREADABLE when the bytes cannot be had
   */
  read(path: string, versionId?: string): Promise<Uint8Array | undefined>;
  /**
   * The same object as `read` gives, without holding it whole.
   *
   * @throws EvidenceError PATH_UNSAFE or STORE_UNREADABLE as `read` does
   */
  open(path: string, versionId?: string): Promise<OpenedObject | undefined>;
}

/** A place where evidence lies: create-only, so that nothing is ever overwritten. */
export interface Store extends EvidenceReader {
  /**
   * Writes whole or not at all. The same bytes again are `unchanged`.
   *
   * @throws EvidenceError STORE_CONFLICT when other bytes stand there
   * @throws EvidenceError PATH_UNSAFE for an unsafe path, or when a link stands on it
   * @throws EvidenceError STORE_UNREADABLE when the bytes cannot be written
   */
  put(path: string, bytes: Uint8Array): Promise<"created" | "unchanged">;
  /** Where this is, for a sentence: a folder's path, a bucket's URI. */
  describe(): string;
}
