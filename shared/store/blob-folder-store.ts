import { EvidenceError } from "../errors/evidence-error.ts";
import { compareUtf8 } from "../integrity/bytes.ts";
import { assertSafePath, unsafePathReason } from "../integrity/safe-path.ts";
import { exactly, readWhole } from "./opened-object.ts";
import { below } from "./sorted-paths.ts";
import type { EvidenceReader, OpenedObject, StoredObject } from "./store.ts";
import { FINDER_FOLDER, topFolder } from "./top-folder.ts";

const CHUNK_BYTES = 1024 * 1024;

/** A file that a person chose in a browser, by its path in the folder that was chosen. */
export interface ChosenFile {
  readonly path: string;
  readonly blob: Blob;
}

/**
 * Evidence in a folder that a person chose in a browser. Files are read by slices when they are needed.
 *
 * Where all of it lies in one more folder, as an unpacked ZIP has it, that folder is the bundle. A
 * browser does not show links: what one stands for is not there.
 */
export class BlobFolderStore implements EvidenceReader {
  readonly #byPath = new Map<string, Blob>();
  /** By the UTF-8 bytes of their paths. */
  readonly #sorted: readonly ChosenFile[];

  /** @param files each path once */
  constructor(files: readonly ChosenFile[]) {
    const isUnsafe = (path: string): boolean => unsafePathReason(path) !== undefined;
    const top = topFolder(files.map(({ path }) => path).filter((path) => !isUnsafe(path)));
    const withinTop = (path: string): string =>
      path.startsWith(top) && !isUnsafe(path) ? path.slice(top.length) : path;
    // What is unsafe keeps its whole name: it is reported, never read.
    this.#sorted = files
      .filter(({ path }) => top === "" || !path.startsWith(FINDER_FOLDER))
      .map(({ path, blob }) => ({ path: withinTop(path), blob }))
      .filter(({ path }) => !path.startsWith(".staging/"))
      .sort((left, right) => compareUtf8(left.path, right.path));
    for (const { path, blob } of this.#sorted) this.#byPath.set(path, blob);
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    for (const { path, blob } of below(prefix, this.#sorted)) {
      yield { path, size: blob.size, versionId: null };
    }
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const opened = await this.open(path);
    return opened === undefined ? undefined : readWhole(opened);
  }

  async open(path: string): Promise<OpenedObject | undefined> {
    assertSafePath(path);
    const blob = this.#byPath.get(path);
    if (blob === undefined) return undefined;
    const { size } = blob;
    return { size, chunks: exactly(size, slices(blob, path), path), close: async () => undefined };
  }
}

async function* slices(blob: Blob, path: string): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < blob.size; offset += CHUNK_BYTES) {
    try {
      yield new Uint8Array(await blob.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new EvidenceError(
        "STORE_UNREADABLE",
        `Could not read ${path}: ${why}. Was it changed or removed after the folder was chosen? Choose it again.`,
        { path },
        { cause },
      );
    }
  }
}
