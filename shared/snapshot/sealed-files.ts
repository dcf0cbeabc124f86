import { EvidenceError } from "../errors/evidence-error.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import type { Manifest, ManifestFile } from "../integrity/manifest.ts";
import { openedBytes, readWhole } from "../store/opened-object.ts";
import type { EvidenceReader, OpenedObject, StoredObject } from "../store/store.ts";

/**
 * The files that a manifest lists, and nothing else: what is read here has the bytes that were sealed,
 * whatever became of the place in which it lies since somebody verified it.
 */
export class SealedFiles implements EvidenceReader {
  readonly #reader: EvidenceReader;
  readonly #crypto: Pick<IntegrityCrypto, "sha256">;
  readonly #snapshot: string;
  readonly #listed: ReadonlyMap<string, ManifestFile>;
  /** Paths that were asked for. */
  readonly asked = new Set<string>();

  constructor(
    reader: EvidenceReader,
    manifest: Pick<Manifest, "snapshot" | "files">,
    crypto: Pick<IntegrityCrypto, "sha256">,
  ) {
    this.#reader = reader;
    this.#crypto = crypto;
    this.#snapshot = manifest.snapshot;
    this.#listed = new Map(manifest.files.map((file) => [file.path, file]));
  }

  describe(): string {
    return `the sealed snapshot ${this.#snapshot}`;
  }

  /** What the manifest says of a file; undefined where it does not list it. */
  entry(path: string): ManifestFile | undefined {
    return this.#listed.get(path);
  }

  /** The paths that begin with `prefix`, in the manifest's order. */
  paths(prefix: string): Set<string> {
    return new Set([...this.#listed.keys()].filter((path) => path.startsWith(prefix)));
  }

  /** As a folder would list them, but for the times: nothing here is refused by its time any more. */
  async *list(prefix: string): AsyncGenerator<StoredObject> {
    for (const { path, size, versionId } of this.#listed.values()) {
      if (path.startsWith(prefix)) yield { path, size, versionId };
    }
  }

  /** The same as `read` gives. */
  async open(path: string): Promise<OpenedObject | undefined> {
    const bytes = await this.read(path);
    return bytes === undefined ? undefined : openedBytes(bytes);
  }

  /**
   * The sealed bytes of a file; undefined where the manifest does not list it.
   *
   * @throws EvidenceError SEAL_BROKEN when other bytes stand there, or none
   */
  async read(path: string): Promise<Uint8Array | undefined> {
    const sealed = this.#listed.get(path);
    if (sealed === undefined) return undefined;
    this.asked.add(path);
    // In a copy of the bucket the versions have other names, and the same bytes.
    const opened =
      (await this.#reader.open(path, sealed.versionId ?? undefined)) ??
      (await this.#reader.open(path));
    if (opened?.size === sealed.size) {
      const bytes = await readWhole(opened);
      if ((await this.#crypto.sha256(bytes)) === sealed.sha256) return bytes;
    }
    await opened?.close();
    throw new EvidenceError("SEAL_BROKEN", `${path} is not as it was sealed.`, { path });
  }
}
