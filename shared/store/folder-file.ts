import { closeSync, constants, fstatSync, lstatSync, openSync, read, readSync } from "node:fs";
import type { EvidenceError } from "../errors/evidence-error.ts";
import { exactly, openedBytes } from "./opened-object.ts";
import type { OpenedObject } from "./store.ts";

/**
 * Files up to this size are read at once and synchronously. From a local disk's cache that takes some
 * 20 microseconds; open, stat, read and close by way of the thread pool take ten times as long.
 */
const AT_ONCE_BYTES = 256 * 1024;
/** Files up to this size come in one chunk: evidence objects are split at 8 MiB. */
const WHOLE_BYTES = 8 * 1024 * 1024;
/** Larger ones come in chunks of this size. */
const CHUNK_BYTES = 1024 * 1024;

/** A link is not followed, and a pipe without a writer not waited for. Windows has neither flag. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const FOLLOWS_LINKS = constants.O_NOFOLLOW === undefined;

/**
 * Opens a file. The caller has looked at the folders above it.
 *
 * @param file where it is on this machine
 * @param path what it is called in errors
 * @param unreadable says in the store's words that it could not be read
 * @returns "folder" or "special" for what is no regular file
 * @throws Error of Node's file system, ENOENT and ELOOP (a link) among them
 */
export function openFile(
  file: string,
  path: string,
  unreadable: (cause: unknown) => EvidenceError,
): OpenedObject | "folder" | "special" {
  if (FOLLOWS_LINKS && lstatSync(file).isSymbolicLink()) return "special";
  const descriptor = openSync(file, FLAGS);
  let isKept = false;
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) return "folder";
    if (!stats.isFile()) return "special";
    if (stats.size <= AT_ONCE_BYTES) return openedBytes(readAtOnce(descriptor, stats.size));
    isKept = true;
    return openLarge({ descriptor, size: stats.size, path, unreadable });
  } finally {
    if (!isKept) closeSync(descriptor);
  }
}

function readAtOnce(descriptor: number, size: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(descriptor, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

interface LargeFile {
  readonly descriptor: number;
  readonly size: number;
  readonly path: string;
  readonly unreadable: (cause: unknown) => EvidenceError;
}

function openLarge({ descriptor, size, path, unreadable }: LargeFile): OpenedObject {
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const chunkBytes = size <= WHOLE_BYTES ? size : CHUNK_BYTES;
    let position = 0;
    let next = readChunk(descriptor, position, Math.min(chunkBytes, size));
    try {
      while (position < size) {
        const chunk = await next;
        if (chunk.length === 0) return;
        position += chunk.length;
        if (position < size) {
          // Read while the receiver works on this one, and thrown for when it is asked for.
          next = readChunk(descriptor, position, Math.min(chunkBytes, size - position));
          next.catch(() => undefined);
        }
        yield chunk;
      }
    } catch (cause) {
      throw unreadable(cause);
    } finally {
      await next.catch(() => undefined);
      await close();
    }
  }
  return { size, chunks: exactly(size, chunks(), path), close };
}

/** Bytes from a position on; none at the end of the file. */
function readChunk(descriptor: number, position: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(length);
  return new Promise((done, fail) => {
    read(descriptor, bytes, 0, length, position, (error, count) => {
      if (error === null) done(bytes.subarray(0, count));
      else fail(error);
    });
  });
}
