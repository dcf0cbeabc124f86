import { setTimeout as pauseFor } from "node:timers/promises";
import { openedBytes } from "../shared/store/opened-object.ts";
import type { OpenedObject, Store, StoredObject } from "../shared/store/store.ts";

/** What S3 lists at once. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
const LISTED_AT_ONCE = 1_000;

/** What S3 would have been asked. */
export interface StoreRequests {
  puts: number;
  gets: number;
  lists: number;
  bytesWritten: number;
}

/** A store that takes as long as a bucket does, and counts what a bucket would be asked by `S3Store`. */
export class CountingStore implements Store {
  readonly requests: StoreRequests = { puts: 0, gets: 0, lists: 0, bytesWritten: 0 };
  readonly #store: Store;
  readonly #latencyMs: number;

  constructor(store: Store, latencyMs: number) {
    this.#store = store;
    this.#latencyMs = latencyMs;
  }

  describe(): string {
    return this.#store.describe();
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    let listed = 0;
    for await (const object of this.#store.list(prefix)) {
      if (listed % LISTED_AT_ONCE === 0) await this.#ask("lists");
      listed += 1;
      yield object;
    }
    if (listed === 0) await this.#ask("lists");
  }

  async read(path: string, versionId?: string): Promise<Uint8Array | undefined> {
    await this.#ask("gets");
    const bytes = await this.#store.read(path, versionId);
    // Whether nothing stands there or a delete marker hides it, only a listing tells.
    if (bytes === undefined) await this.#ask("lists");
    return bytes;
  }

  async open(path: string, versionId?: string): Promise<OpenedObject | undefined> {
    const bytes = await this.read(path, versionId);
    return bytes === undefined ? undefined : openedBytes(bytes);
  }

  async put(path: string, bytes: Uint8Array): Promise<"created" | "unchanged"> {
    await this.#ask("puts");
    const done = await this.#store.put(path, bytes);
    // S3 refuses the second write; what stands there is read and compared.
    if (done === "unchanged") await this.#ask("gets");
    else this.requests.bytesWritten += bytes.length;
    return done;
  }

  async #ask(kind: "puts" | "gets" | "lists"): Promise<void> {
    this.requests[kind] += 1;
    if (this.#latencyMs > 0) await pauseFor(this.#latencyMs);
  }
}
