import { EvidenceError } from "../errors/evidence-error.ts";
import { compareUtf8 } from "../integrity/bytes.ts";
import { assertSafePath, unsafePathReason } from "../integrity/safe-path.ts";
import { exactly, readWhole } from "./opened-object.ts";
import { below } from "./sorted-paths.ts";
import type { EvidenceReader, OpenedObject, StoredObject } from "./store.ts";
import { FINDER_FOLDER, topFolder } from "./top-folder.ts";
import type { ZipSource } from "./zip-bytes.ts";
import { invalid, readDirectory } from "./zip-directory.ts";
import { dataOf, type LocatedEntry, locate } from "./zip-entry.ts";

/** Evidence objects are split at 8 MiB; a document of more than this is not read whole. */
const MAX_WHOLE_BYTES = 256 * 1024 * 1024;

interface Held {
  readonly path: string;
  readonly entry: LocatedEntry;
}

interface Content {
  /** Sorted by the UTF-8 bytes of their paths. */
  readonly sorted: readonly Held[];
  readonly byPath: ReadonlyMap<string, LocatedEntry>;
}

/**
 * Evidence in a ZIP, read where it lies: nothing is unpacked or written. The directory is read whole when
 * it is first needed, with the local header of every entry, and the ZIP refused where it can be read in
 * two ways; an entry that is opened gives exactly the bytes that it states.
 *
 * A ZIP whose content lies in one folder, as file managers make them, is that folder.
 */
export class ZipStore implements EvidenceReader {
  readonly #source: ZipSource;
  readonly #where: string;
  #content: Promise<Content> | undefined;

  /** @param where what the ZIP is called in sentences */
  constructor(source: ZipSource, where: string) {
    this.#source = source;
    this.#where = where;
  }

  describe(): string {
    return this.#where;
  }

  /** @throws EvidenceError ARCHIVE_INVALID for a ZIP that says two things, or hides something */
  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const { sorted } = await this.#read();
    for (const { path, entry } of below(prefix, sorted)) {
      const { kind, size } = entry;
      yield {
        path,
        size,
        versionId: null,
        ...(kind === "link" || kind === "special" ? { irregular: kind } : {}),
      };
    }
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const opened = await this.open(path);
    if (opened === undefined) return undefined;
    if (opened.size <= MAX_WHOLE_BYTES) return readWhole(opened);
    throw new EvidenceError(
      "STORE_UNREADABLE",
      `${path} in ${this.#where} has ${opened.size} bytes, more than are read at once. Unpack the ZIP and read the folder.`,
      { path },
    );
  }

  /** @throws EvidenceError ARCHIVE_INVALID for an entry that does not unpack to what it states */
  async open(path: string): Promise<OpenedObject | undefined> {
    assertSafePath(path);
    const entry = (await this.#read()).byPath.get(path);
    if (entry === undefined) return undefined;
    if (entry.kind !== "file") {
      throw new EvidenceError(
        "PATH_UNSAFE",
        `The path ${JSON.stringify(path)} is refused because a link or a special file stands there.`,
        { path },
      );
    }
    const { size } = entry;
    const chunks = dataOf(this.#source, entry);
    return {
      size,
      chunks: this.#refusing(path, exactly(size, chunks, path)),
      close: async () => {},
    };
  }

  /** Whatever goes wrong within an entry is the ZIP's own doing. */
  async *#refusing(path: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } catch (cause) {
      if (cause instanceof EvidenceError && cause.code === "ARCHIVE_INVALID") throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw invalid(this.#where, `${path} does not unpack to what it states (${why})`, path);
    }
  }

  #read(): Promise<Content> {
    this.#content ??= readContent(this.#source, this.#where);
    return this.#content;
  }
}

async function readContent({ bytes }: ZipSource, where: string): Promise<Content> {
  const entries = await locate(bytes, await readDirectory(bytes, where), where);
  const isUnsafe = (name: string): boolean =>
    unsafePathReason(name.endsWith("/") ? name.slice(0, -1) : name) !== undefined;
  const bad = entries.filter(({ name }) => isUnsafe(name));
  const held = entries.filter(({ kind, name }) => kind !== "folder" && !isUnsafe(name));
  const top = topFolder(held.map(({ name }) => name));
  const byPath = new Map<string, LocatedEntry>();
  const sorted: Held[] = bad.map((entry) => ({ path: entry.name, entry }));
  for (const entry of held) {
    if (!entry.name.startsWith(top) || entry.name.startsWith(FINDER_FOLDER)) continue;
    const path = entry.name.slice(top.length);
    byPath.set(path, entry);
    sorted.push({ path, entry });
  }
  sorted.sort((left, right) => compareUtf8(left.path, right.path));
  return { sorted, byPath };
}
