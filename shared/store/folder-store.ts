import { randomUUID } from "node:crypto";
import { type Dirent, lstatSync, type Stats } from "node:fs";
import { link, lstat, mkdir, open, readdir, realpath, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EvidenceError } from "../errors/evidence-error.ts";
import { systemCode } from "../errors/system-code.ts";
import { compareUtf8, equalBytes } from "../integrity/bytes.ts";
import { assertSafePath, unsafePathReason } from "../integrity/safe-path.ts";
import { openFile } from "./folder-file.ts";
import { readWhole } from "./opened-object.ts";
import type { OpenedObject, Store, StoredObject } from "./store.ts";
import { isUndecodable, pathsOfUndecodable } from "./undecodable-names.ts";

/**
 * Where unfinished writes lie. Not listed, so that a killed process leaves nothing behind, but for
 * unsafe names: no write of ours has one.
 */
const STAGING = ".staging";
/** After so many the event loop has its turn: what is done synchronously must not starve the rest. */
const OPENED_IN_A_TURN = 32;

/**
 * Evidence in a folder of the file system.
 *
 * A write is a file in `.staging`, flushed, then linked into place: `link(2)` is atomic and fails
 * when the name exists, so that readers see whole files only and two writers never overwrite each
 * other. Symbolic links below the folder are refused, never followed.
 *
 * What takes microseconds, a look at a name or a small file, is done synchronously: ten thousand trips to
 * the thread pool take seconds.
 */
export class FolderStore implements Store {
  readonly #root: string;
  #opened = 0;
  readonly #safeFolders = new Set<string>();

  /** @param root the folder; need not exist before the first write */
  constructor(root: string) {
    this.#root = resolve(root);
  }

  describe(): string {
    return this.#root;
  }

  async *list(prefix: string, need?: "names"): AsyncGenerator<StoredObject> {
    if (prefix.startsWith(`${STAGING}/`)) return;
    const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    if (folder !== "") {
      const path = folder.slice(0, -1);
      const stats = this.#statSafely(path);
      if (stats === undefined) return;
      if (!stats.isDirectory()) return;
    }
    yield* this.#walk(folder, prefix, need);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const opened = await this.open(path);
    return opened === undefined ? undefined : readWhole(opened);
  }

  async open(path: string): Promise<OpenedObject | undefined> {
    this.#opened += 1;
    if (this.#opened % OPENED_IN_A_TURN === 0) await new Promise((turn) => setImmediate(turn));
    if (!this.#isInSafeFolder(path)) return undefined;
    const unreadable = (cause: unknown): EvidenceError => this.#unreadable("read", path, cause);
    try {
      const opened = openFile(`${this.#root}/${path}`, path, unreadable);
      if (opened === "folder") return undefined;
      if (opened === "special") throw refusal(path, "something other than a file stands there");
      return opened;
    } catch (error) {
      if (error instanceof EvidenceError) throw error;
      if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return undefined;
      if (isCode(error, "ELOOP")) throw refusal(path, "a link stands there");
      if (isCode(error, "ENXIO")) throw refusal(path, "something other than a file stands there");
      throw unreadable(error);
    }
  }

  async put(path: string, bytes: Uint8Array): Promise<"created" | "unchanged"> {
    assertSafePath(path);
    const standing = await this.read(path);
    if (standing !== undefined) return this.#adopt(path, standing, bytes);
    try {
      await this.#makeFolders(dirname(path));
      await this.#makeFolders(STAGING);
      return await this.#writeAndLink(path, bytes);
    } catch (error) {
      if (error instanceof EvidenceError) throw error;
      throw this.#unreadable("write", path, error);
    }
  }

  async #writeAndLink(path: string, bytes: Uint8Array): Promise<"created" | "unchanged"> {
    const staged = join(this.#root, STAGING, `${randomUUID()}.tmp`);
    const target = join(this.#root, path);
    try {
      const file = await open(staged, "wx");
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await link(staged, target);
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
      const winner = await this.read(path);
      if (winner === undefined) throw refusal(path, "a folder stands there");
      return this.#adopt(path, winner, bytes);
    } finally {
      await unlink(staged).catch(() => undefined);
    }
    await syncFolder(dirname(target));
    return "created";
  }

  #adopt(path: string, standing: Uint8Array, bytes: Uint8Array): "unchanged" {
    if (equalBytes(standing, bytes)) return "unchanged";
    throw new EvidenceError(
      "STORE_CONFLICT",
      `Other bytes already stand at ${path} in ${this.#root}; evidence is never overwritten. Take a new snapshot, or choose another folder.`,
      { path },
    );
  }

  async *#walk(folder: string, prefix: string, need?: "names"): AsyncGenerator<StoredObject> {
    for (const { entry, path } of await this.#entriesOf(folder)) {
      if (path === `${STAGING}/`) {
        if (path.startsWith(prefix)) yield* this.#unsafeIn(path);
      } else if (path.endsWith("/")) {
        if (path.startsWith(prefix) || prefix.startsWith(path))
          yield* this.#walk(path, prefix, need);
      } else if (path.startsWith(prefix)) {
        const object = this.#describeEntry(entry, path, need);
        if (object !== undefined) yield object;
      }
    }
  }

  async *#unsafeIn(folder: string): AsyncGenerator<StoredObject> {
    for (const { entry, path } of await this.#entriesOf(folder)) {
      if (path.endsWith("/")) yield* this.#unsafeIn(path);
      else if (unsafePathReason(path) !== undefined) {
        const object = this.#describeEntry(entry, path, "names");
        if (object !== undefined) yield object;
      }
    }
  }

  /** What stands in a folder, sorted; folders with a slash, and names that are no UTF-8 without entry. */
  async #entriesOf(folder: string): Promise<{ entry: Dirent | undefined; path: string }[]> {
    const where = join(this.#root, folder);
    const refuse = (error: unknown): never => {
      throw this.#unreadable("list", folder, error);
    };
    const entries = await readdir(where, { withFileTypes: true }).catch((error: unknown) =>
      isCode(error, "ENOENT") ? [] : refuse(error),
    );
    const decoded = entries
      .filter((entry) => !isUndecodable(entry))
      .map((entry) => ({ entry, path: `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}` }));
    const others =
      decoded.length === entries.length ? [] : await pathsOfUndecodable(where).catch(refuse);
    // A folder sorts with its slash, as its files do in the whole list: "a.json" < "a/b.json".
    return [
      ...decoded,
      ...others.map((path) => ({ entry: undefined, path: `${folder}${path}` })),
    ].sort((left, right) => compareUtf8(left.path, right.path));
  }

  #describeEntry(
    entry: Dirent | undefined,
    path: string,
    need?: "names",
  ): StoredObject | undefined {
    if (entry?.isSymbolicLink()) return { path, size: 0, versionId: null, irregular: "link" };
    if (entry?.isFile() !== true) {
      return { path, size: 0, versionId: null, irregular: "special" };
    }
    if (need === "names") return { path, size: 0, versionId: null };
    try {
      const { size } = lstatSync(`${this.#root}/${path}`);
      return { path, size, versionId: null };
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      throw this.#unreadable("list", path, error);
    }
  }

  /**
   * Whether the folders above a file are there and none of them a link. One that was looked at in this
   * turn of the event loop is not looked at again.
   */
  #isInSafeFolder(path: string): boolean {
    assertSafePath(path);
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (this.#safeFolders.has(folder)) return true;
    if (folder === "") return this.#statSafely(path) !== undefined;
    if (this.#statSafely(folder)?.isDirectory() !== true) return false;
    if (this.#safeFolders.size === 0) setImmediate(() => this.#safeFolders.clear());
    this.#safeFolders.add(folder);
    return true;
  }

  /**
   * What stands at a safe path, without following links.
   *
   * @returns undefined when nothing does
   */
  #statSafely(path: string): Stats | undefined {
    assertSafePath(path);
    if (path === STAGING || path.startsWith(`${STAGING}/`)) {
      throw refusal(path, "unfinished writes lie there");
    }
    const segments = path.split("/");
    let stats: Stats | undefined;
    for (const depth of segments.keys()) {
      const part = segments.slice(0, depth + 1).join("/");
      try {
        stats = lstatSync(`${this.#root}/${part}`);
      } catch (error) {
        if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return undefined;
        throw this.#unreadable("read", path, error);
      }
      if (stats.isSymbolicLink()) throw refusal(part, "a link stands there");
    }
    return stats;
  }

  /** Makes a folder and those above it, one by one, and refuses links among them. */
  async #makeFolders(folder: string): Promise<void> {
    await mkdir(this.#root, { recursive: true });
    let made = "";
    for (const segment of folder === "." ? [] : folder.split("/")) {
      made = made === "" ? segment : `${made}/${segment}`;
      await mkdir(join(this.#root, made)).catch((error: unknown) => {
        if (!isCode(error, "EEXIST")) throw error;
      });
      const stats = await lstat(join(this.#root, made));
      if (!stats.isDirectory()) throw refusal(made, "a link or a file stands there");
    }
  }

  #unreadable(verb: "read" | "write" | "list", path: string, cause: unknown): EvidenceError {
    const what =
      verb === "write"
        ? "that you may write there, and that its file system has hard links"
        : `that you may ${verb} it`;
    return new EvidenceError(
      "STORE_UNREADABLE",
      `Could not ${verb} ${path === "" ? "the folder" : path} in ${this.#root}${systemCode(cause)}. Check that the folder exists and ${what}.`,
      { path },
      { cause },
    );
  }
}

/** Makes a new name durable; without it a crash may lose the link though the bytes are on disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; NTFS journals the name by itself.
  if (process.platform === "win32") return;
  const handle = await open(await realpath(folder), "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function refusal(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "PATH_UNSAFE",
    `The path ${JSON.stringify(path)} is refused because ${what}. Nothing was read or written there.`,
    { path },
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
