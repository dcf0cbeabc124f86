import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { compareUtf8, equalBytes } from "../../shared/integrity/bytes.ts";
import { openedBytes } from "../../shared/store/opened-object.ts";
import type { OpenedObject, Store, StoredObject, VersionLock } from "../../shared/store/store.ts";

interface Version {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly lastModified: string;
}

/** A store in memory that keeps versions and times as a bucket does. */
export class VersionedStore implements Store {
  readonly #versions = new Map<string, Version[]>();
  readonly #hidden = new Set<string>();
  readonly #bucket: string;
  #count = 0;
  /** The store's own clock. */
  now = "2026-11-22T06:00:05.000Z";

  /** How it locks what it holds. */
  lockOf: (path: string) => VersionLock | null = () => ({
    mode: "governance",
    retainUntil: "2027-12-27T06:00:05.000Z",
  });

  /** @param bucket what its versions' ids begin with */
  constructor(bucket = "v") {
    this.#bucket = bucket;
  }

  describe(): string {
    return "s3://vault";
  }

  /** Everything that stands there, first versions only. */
  get objects(): Map<string, Uint8Array> {
    return new Map(
      [...this.#versions].flatMap(([path, [first]]) =>
        first === undefined ? [] : [[path, first.bytes] as const],
      ),
    );
  }

  /** Every version of a path, the first one first. */
  versionsOf(path: string): { versionId: string; bytes: Uint8Array }[] {
    return (this.#versions.get(path) ?? []).map(({ id, bytes }) => ({ versionId: id, bytes }));
  }

  /** The same objects in another bucket, each in its first version. */
  async copy(bucket: string): Promise<VersionedStore> {
    const other = new VersionedStore(bucket);
    for (const [path, bytes] of this.objects) await other.put(path, bytes);
    return other;
  }

  /** Another version above what stands there, past the create-only rule. */
  overwrite(path: string, bytes: Uint8Array): void {
    this.#count += 1;
    const version = { id: `${this.#bucket}${this.#count}`, bytes, lastModified: this.now };
    this.#versions.set(path, [...(this.#versions.get(path) ?? []), version]);
    this.#hidden.delete(path);
  }

  /** A delete marker. */
  hide(path: string): void {
    this.#hidden.add(path);
  }

  /** Deletes for good, all versions. */
  destroy(path: string): void {
    this.#versions.delete(path);
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const paths = [...this.#versions.keys()].filter((path) => path.startsWith(prefix));
    for (const path of paths.toSorted(compareUtf8)) {
      const versions = this.#versions.get(path) ?? [];
      const [first] = versions;
      if (first === undefined) continue;
      yield {
        path,
        size: first.bytes.length,
        versionId: first.id,
        lastModified: first.lastModified,
        ...(versions.length > 1 ? { versions: versions.length } : {}),
        ...(this.#hidden.has(path) ? { hidden: true as const } : {}),
      };
    }
  }

  async read(path: string, versionId?: string): Promise<Uint8Array | undefined> {
    const versions = this.#versions.get(path) ?? [];
    if (versionId === undefined) return versions[0]?.bytes;
    return versions.find(({ id }) => id === versionId)?.bytes;
  }

  async open(path: string, versionId?: string): Promise<OpenedObject | undefined> {
    const bytes = await this.read(path, versionId);
    return bytes === undefined ? undefined : { ...openedBytes(bytes), lock: this.lockOf(path) };
  }

  async put(path: string, bytes: Uint8Array): Promise<"created" | "unchanged"> {
    const standing = this.#hidden.has(path) ? undefined : this.#versions.get(path)?.[0]?.bytes;
    if (standing === undefined) {
      this.overwrite(path, bytes);
      return "created";
    }
    if (equalBytes(standing, bytes)) return "unchanged";
    throw new EvidenceError("STORE_CONFLICT", `Other bytes stand at ${path}.`, { path });
  }
}
