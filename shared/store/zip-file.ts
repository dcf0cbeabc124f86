import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { Readable } from "node:stream";
import { createInflateRaw, inflateRawSync } from "node:zlib";
import { readWhole } from "./opened-object.ts";
import type { Deflated, RandomAccess, ZipSource } from "./zip-bytes.ts";

/** Up to this size data is inflated at once: a stream for each small file takes ten times as long. */
const AT_ONCE_BYTES = 1024 * 1024;

/**
 * A ZIP in a file of this machine, which stays open until the process ends.
 *
 * @throws Error of Node's file system
 */
export function fileSource(file: string): ZipSource {
  return { bytes: randomAccess(openSync(file, "r")), inflate };
}

function randomAccess(descriptor: number): RandomAccess {
  try {
    const { size } = fstatSync(descriptor);
    return { size, read: async (offset, length) => readAt(descriptor, offset, length) };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (count === 0) throw new Error("the file ends before it should");
    filled += count;
  }
  return bytes;
}

async function* inflate(deflated: Deflated): AsyncGenerator<Uint8Array> {
  if (Math.max(deflated.size, deflated.deflatedSize) <= AT_ONCE_BYTES) {
    yield inflateAtOnce(await readWhole(deflated), deflated.size);
    return;
  }
  const stream = createInflateRaw();
  Readable.from(deflated.chunks)
    .on("error", (error) => stream.destroy(error))
    .pipe(stream);
  for await (const chunk of stream) yield chunk;
  refuseRest(stream.bytesWritten, deflated.deflatedSize);
}

function inflateAtOnce(bytes: Uint8Array, size: number): Uint8Array {
  // One byte more than was stated is enough to see that there is more.
  const options = { info: true, maxOutputLength: size + 1 };
  const inflated: unknown = inflateRawSync(bytes, options);
  if (!isWithInfo(inflated)) throw new Error("this Node does not say how much it inflated");
  refuseRest(inflated.engine.bytesWritten, bytes.length);
  return inflated.buffer;
}

/** With `info` Node gives the engine beside the buffer; its types do not know of it. */
function isWithInfo(
  inflated: unknown,
): inflated is { buffer: Uint8Array; engine: { bytesWritten: number } } {
  if (typeof inflated !== "object" || inflated === null) return false;
  if (!("buffer" in inflated && "engine" in inflated)) return false;
  const { buffer, engine } = inflated;
  if (typeof engine !== "object" || engine === null) return false;
  return buffer instanceof Uint8Array && "bytesWritten" in engine;
}

/** Data behind the end of what was inflated is data that somebody hides. */
function refuseRest(used: number, given: number): void {
  if (used !== given) throw new Error(`${given - used} bytes follow the end of its data`);
}
