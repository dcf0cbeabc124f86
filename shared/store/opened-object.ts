import { EvidenceError } from "../errors/evidence-error.ts";
import { concatBytes } from "../integrity/bytes.ts";
import type { OpenedObject } from "./store.ts";

/** An object whose bytes are in memory already. */
export function openedBytes(bytes: Uint8Array): OpenedObject {
  return { size: bytes.length, chunks: once(bytes), close: async () => undefined };
}

/**
 * All bytes of an opened object.
 *
 * @throws EvidenceError STORE_UNREADABLE as its chunks do
 */
export async function readWhole({ chunks }: Pick<OpenedObject, "chunks">): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : concatBytes(...parts);
}

/**
 * Passes on exactly `size` bytes: what grows or shrinks while it is read is not what was opened.
 *
 * @throws EvidenceError STORE_UNREADABLE before a byte too many is passed on, or at a premature end
 */
export async function* exactly(
  size: number,
  chunks: AsyncIterable<Uint8Array>,
  path: string,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen > size) break;
    yield chunk;
  }
  if (seen === size) return;
  throw new EvidenceError(
    "STORE_UNREADABLE",
    `${path} was opened with ${size} bytes and gave ${seen > size ? "more" : `only ${seen}`}. Does something write there? Read it again.`,
    { path },
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
