import { EvidenceError } from "../errors/evidence-error.ts";

/** A finding of Security Hub is at most 240 KB; what is larger than this is no list of findings. */
const MAX_ELEMENT_BYTES = 16 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const WHITESPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** How an answer of `aws securityhub get-findings` begins. */
const WRAPPED = /^\{\s*"Findings"\s*:\s*$/;

/** Where in the file the reader is, between elements. */
type Place =
  /** Nothing but white space yet. */
  | "start"
  /** In a list: an element or its end, an element, a comma or its end. */
  | "first"
  | "element"
  | "comma"
  /** One object after the other, as in NDJSON. */
  | "sequence"
  /** After a list: nothing more, or what else is in the object around it. */
  | "done"
  | "rest";

/**
 * Finds the objects of a JSON list in a stream of bytes, whatever the size of the whole: a list, an
 * object whose first member is a list `Findings`, or one object after the other (NDJSON). It only
 * finds where each begins and ends; `JSON.parse` says whether it is JSON.
 *
 * A general streaming parser makes a value of every token and takes more than twice as long.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export class JsonElements {
  readonly #file: string;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #place: Place = "start";
  #marks = 0;
  /** Bytes of chunks before this one of the element that is open. */
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #isFirst = true;
  #isWrapped = false;
  #rest: Uint8Array[] = [];
  #count = 0;

  /** @param file names the file in errors */
  constructor(file: string) {
    this.#file = file;
  }

  /** How many elements were found. */
  get count(): number {
    return this.#count;
  }

  /**
   * The elements that end in this chunk, parsed.
   *
   * @throws EvidenceError IMPORT_INVALID where the bytes are no list of JSON objects in UTF-8
   */
  *push(chunk: Uint8Array): Generator<unknown> {
    let at = 0;
    let start = 0;
    while (at < chunk.length) {
      if (this.#depth > 0) {
        const end = this.#scan(chunk, at, start);
        if (end === undefined) break;
        at = end;
        if (this.#depth > 0) {
          // The list inside the wrapper begins.
          this.#depth = 0;
          continue;
        }
        yield this.#element(chunk.subarray(start, at));
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (this.#place === "rest") {
        this.#takeRest(chunk.subarray(at));
        return;
      }
      if (this.#opens(byte)) {
        start = at;
        this.#depth = 1;
      }
      at += 1;
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(start));
  }

  /**
   * Ends the stream.
   *
   * @throws EvidenceError IMPORT_INVALID where it ends in the middle, or holds nothing
   */
  end(): void {
    if (this.#place === "rest") {
      try {
        JSON.parse(`{"Findings":[]${this.#utf8.decode(joined(this.#rest))}`);
      } catch {
        throw this.#invalid("it does not end as it began: it may have been cut short");
      }
      return;
    }
    const isWhole = this.#place === "done" || (this.#place === "sequence" && this.#depth === 0);
    if (this.#place === "start") throw this.#invalid("it is empty");
    if (!isWhole) {
      throw this.#invalid(
        `it ends in the middle, after ${this.#count} findings: it was cut short. Export it again`,
      );
    }
  }

  /** Whether an element begins with this byte, between elements. */
  #opens(byte: number): boolean {
    if (WHITESPACE.has(byte)) return false;
    if (this.#place === "start" && byte === BYTE_ORDER_MARK[this.#marks]) {
      this.#marks += 1;
      return false;
    }
    switch (this.#place) {
      case "start":
        if (byte === OPEN_BRACKET) {
          this.#place = "first";
          return false;
        }
        if (byte !== OPEN_BRACE) throw this.#noList(byte);
        this.#place = "sequence";
        return true;
      case "first":
      case "element":
        if (byte === CLOSE_BRACKET && this.#place === "first") return this.#close();
        if (byte !== OPEN_BRACE) throw this.#invalid(`element ${this.#count + 1} is no object`);
        this.#place = "comma";
        return true;
      case "comma":
        if (byte === CLOSE_BRACKET) return this.#close();
        if (byte !== COMMA) throw this.#invalid(`no comma follows element ${this.#count}`);
        this.#place = "element";
        return false;
      case "sequence":
        if (byte !== OPEN_BRACE) throw this.#invalid(`no object follows object ${this.#count}`);
        return true;
      case "done":
      case "rest":
        throw this.#invalid("something follows the end of its list");
      default:
        return this.#place satisfies never;
    }
  }

  #close(): false {
    this.#place = this.#isWrapped ? "rest" : "done";
    return false;
  }

  /** Goes on through an open element; undefined where the chunk ends first. */
  #scan(chunk: Uint8Array, from: number, start: number): number | undefined {
    let depth = this.#depth;
    let inText = this.#inText;
    let escaped = this.#escaped;
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) inText = true;
      else if (byte === OPEN_BRACE) depth += 1;
      else if (byte === OPEN_BRACKET) {
        if (depth === 1 && this.#isFirst && this.#wraps(chunk.subarray(start, at))) {
          this.#depth = 1;
          this.#inText = false;
          return at + 1;
        }
        depth += 1;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) {
          this.#depth = 0;
          this.#inText = false;
          this.#escaped = false;
          return at + 1;
        }
      }
    }
    this.#depth = depth;
    this.#inText = inText;
    this.#escaped = escaped;
    return undefined;
  }

  /** Whether what was read of the first object is only the beginning of a wrapper. */
  #wraps(piece: Uint8Array): boolean {
    const text = new TextDecoder().decode(joined([...this.#pieces, piece]));
    this.#isFirst = false;
    if (this.#place !== "sequence" || !WRAPPED.test(text)) return false;
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#isWrapped = true;
    this.#place = "first";
    return true;
  }

  #keep(piece: Uint8Array): void {
    this.#pieceBytes += piece.length;
    if (this.#pieceBytes > MAX_ELEMENT_BYTES) {
      throw this.#invalid(
        `element ${this.#count + 1} is larger than ${MAX_ELEMENT_BYTES / 1024 / 1024} MiB`,
      );
    }
    // The chunk's memory may be used again.
    this.#pieces.push(piece.slice());
  }

  #takeRest(piece: Uint8Array): void {
    this.#rest.push(piece.slice());
    if (this.#rest.reduce((sum, { length }) => sum + length, 0) > MAX_ELEMENT_BYTES) {
      throw this.#invalid("what follows its list of findings is larger than the largest finding");
    }
  }

  #element(piece: Uint8Array): unknown {
    const bytes = this.#pieces.length === 0 ? piece : joined([...this.#pieces, piece]);
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#isFirst = false;
    this.#count += 1;
    let text: string;
    try {
      text = this.#utf8.decode(bytes);
    } catch {
      throw this.#invalid(`element ${this.#count} is not UTF-8`);
    }
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw this.#invalid(`element ${this.#count} is no JSON`);
    }
  }

  #noList(byte: number): EvidenceError {
    return this.#invalid(
      byte === 0xff || byte === 0xfe
        ? "it is UTF-16. Save it as UTF-8"
        : "it is neither a list of JSON objects nor one object after the other",
    );
  }

  #invalid(why: string): EvidenceError {
    return importInvalid(this.#file, why);
  }
}

/** A file that cannot be taken in. */
export function importInvalid(file: string, why: string): EvidenceError {
  return new EvidenceError(
    "IMPORT_INVALID",
    `${file} cannot be imported: ${why}. Nothing of it was taken in.`,
    { file },
  );
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
