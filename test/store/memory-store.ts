import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { compareUtf8, equalBytes } from "../../shared/integrity/bytes.ts";
import type { OpenedObject, Store, StoredObject } from "../../shared/store/store.ts";

/** A store in memory whose objects a test may change behind the back of what it tests. */
export class MemoryStore implements Store {
  readonly objects: Map<string, Uint8Array>;
  /** Paths in the order in which they were read. */
  readonly reads: string[] = [];

  constructor(objects: Iterable<readonly [string, Uint8Array]> = []) {
    this.objects = new Map(objects);
  }

  /** A store with the same objects, to be changed independently. */
  clone(): MemoryStore {
    return new MemoryStore(this.objects);
  }

  describe(): string {
    return "memory";
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const paths = [...this.objects.keys()].filter((path) => path.startsWith(prefix));
    for (const path of paths.toSorted(compareUtf8)) {
      yield { path, size: this.objects.get(path)?.length ?? 0, versionId: null };
    }
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    this.reads.push(path);
    return this.objects.get(path);
  }

  async open(path: string): Promise<OpenedObject | undefined> {
    const size = this.objects.get(path)?.length;
    if (size === undefined) return undefined;
    const read = (): Promise<Uint8Array | undefined> => this.read(path);
    async function* chunks(): AsyncGenerator<Uint8Array> {
      const bytes = await read();
      if (bytes !== undefined) yield bytes;
    }
    return { size, chunks: chunks(), close: async () => undefined };
  }

  async put(path: string, bytes: Uint8Array): Promise<"created" | "unchanged"> {
    const standing = this.objects.get(path);
    if (standing === undefined) {
      this.objects.set(path, bytes);
      return "created";
    }
    if (equalBytes(standing, bytes)) return "unchanged";
    throw new EvidenceError("STORE_CONFLICT", `Other bytes stand at ${path}.`, { path });
  }
}
