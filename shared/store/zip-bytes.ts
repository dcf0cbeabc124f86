/** Bytes that can be read from anywhere: a file of Node, a `Blob` of a browser. */
export interface RandomAccess {
  readonly size: number;
  /** Exactly `length` bytes from `offset`; the caller has looked at `size`. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Data as DEFLATE (RFC 1951) has it, on its way to what it stands for. */
export interface Deflated {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many bytes it takes. */
  readonly deflatedSize: number;
  /** How many bytes it claims to come to. */
  readonly size: number;
}

/**
 * Inflates as the platform does. Throws for data that is not DEFLATE, ends early, or goes on after its
 * end; may give more bytes than `size`, which the caller refuses.
 */
export type Inflate = (deflated: Deflated) => AsyncIterable<Uint8Array>;

/** A ZIP as the platform at hand reads it. */
export interface ZipSource {
  readonly bytes: RandomAccess;
  readonly inflate: Inflate;
}

/**
 * A ZIP in a browser's `Blob` or `File`, inflated by its own `DecompressionStream`.
 *
 * @see https://compression.spec.whatwg.org/
 */
export function blobSource(blob: Blob): ZipSource {
  return {
    bytes: {
      size: blob.size,
      read: async (offset, length) =>
        new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
    },
    inflate: ({ chunks }) => inflateAsStream(chunks),
  };
}

async function* inflateAsStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const from = chunks[Symbol.asyncIterator]();
  const deflated = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await from.next();
      if (next.done === true) controller.close();
      else controller.enqueue(Uint8Array.from(next.value));
    },
  });
  const reader = deflated.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
