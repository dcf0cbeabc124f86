import { concatBytes } from "./bytes.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Takes JSON objects out of a stream of bytes, one after the other: where each ends, whatever stands in
 * its texts. Whether it is JSON only `JSON.parse` says.
 */
export class ObjectBytes {
  readonly #maxBytes: number;
  readonly #tooLong: () => Error;
  /** Of the object under way, from chunks before this one. */
  #pieces: Uint8Array[] = [];
  #length = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;

  /**
   * @param maxBytes no object is kept beyond that
   * @param tooLong what is thrown then
   */
  constructor(maxBytes: number, tooLong: () => Error) {
    this.#maxBytes = maxBytes;
    this.#tooLong = tooLong;
  }

  /**
   * Takes what belongs to an object out of a chunk; an object begins where none is under way.
   *
   * @param from the place of its opening brace, or the chunk's first byte where it is under way
   * @returns the whole object, in the chunk's own memory where it lies in one, and the place behind it;
   *   undefined where it goes on
   * @throws what `tooLong` gives
   */
  take(
    chunk: Uint8Array,
    from: number,
  ): { readonly bytes: Uint8Array; readonly end: number } | undefined {
    const end = this.#endIn(chunk, from);
    const piece = chunk.subarray(from, end);
    this.#length += piece.length;
    if (this.#length > this.#maxBytes) throw this.#tooLong();
    if (end === undefined) {
      // A copy: a stream may use its buffer again.
      this.#pieces.push(piece.slice());
      return undefined;
    }
    const bytes = this.#pieces.length === 0 ? piece : concatBytes(...this.#pieces, piece);
    this.#pieces = [];
    this.#length = 0;
    return { bytes, end };
  }

  #endIn(chunk: Uint8Array, from: number): number | undefined {
    // In variables of its own: this runs once for each byte.
    let depth = this.#depth;
    let inText = this.#inText;
    let escaped = this.#escaped;
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at];
      at += 1;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) inText = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) {
          this.#depth = 0;
          this.#inText = false;
          this.#escaped = false;
          return at;
        }
      }
    }
    this.#depth = depth;
    this.#inText = inText;
    this.#escaped = escaped;
    return undefined;
  }
}
