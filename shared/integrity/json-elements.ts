import type { EvidenceError } from "../errors/evidence-error.ts";
import { concatBytes, decodeUtf8, utf8 } from "./bytes.ts";
import { ObjectBytes } from "./object-bytes.ts";

const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * What is wrong with a file: it ends too early, an element is no JSON in UTF-8, one is too long, or it
 * is no such list at all.
 */
export type ListFault = "cut-short" | "no-json" | "too-long" | "unlike";

/** Which lists are taken, and what is said of others. */
export interface ElementsOptions {
  /** The first member of the object around a list: `Findings` in `{"Findings": […]}`. */
  readonly member: string;
  /**
   * Only `{"<member>": […]}`. Otherwise the list may stand alone, other members may follow it, and
   * objects may stand one after the other (NDJSON).
   */
  readonly isStrict: boolean;
  /** No element is longer. */
  readonly maxBytes: number;
  /** @param why a clause without a full stop, such as `element 3 is no object` */
  readonly refuse: (fault: ListFault, why: string) => EvidenceError;
}

/** Where in the file the reader is. */
type Place =
  /** Nothing but white space yet. */
  | "start"
  /** In what may become `{"<member>": [`. */
  | "opening"
  /** In a list: an object or its end, an object, a comma or its end. */
  | "first"
  | "next"
  | "after"
  | "object"
  /** Between objects that stand one after the other. */
  | "alone"
  /** After a list in an object: other members, or only the end of that object. */
  | "rest"
  | "closing"
  | "done";

/**
 * Finds the objects of a JSON list in a stream of bytes, whatever the size of the whole; one is in
 * memory at a time. It only finds where each begins and ends; `JSON.parse` says whether it is JSON.
 *
 * Whoever acts on elements before `end` acts on a file that may turn out broken.
 *
 * A general streaming parser makes a value of every token and takes more than twice as long.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export class JsonElements {
  readonly #options: ElementsOptions;
  /** `{"<member>":[`, between whose tokens white space may stand. */
  readonly #opening: string;
  readonly #object: ObjectBytes;
  #place: Place = "start";
  #marks = 0;
  /** How many characters of the opening were met. */
  #passed = 0;
  #isWrapped = false;
  /** Where an object leads: in no list only to the next object. */
  #behind: "after" | "alone" = "after";
  #rest: Uint8Array[] = [];
  #restBytes = 0;
  #count = 0;

  constructor(options: ElementsOptions) {
    this.#options = options;
    this.#opening = `{${JSON.stringify(options.member)}:[`;
    this.#object = new ObjectBytes(options.maxBytes, () =>
      this.#refuse(
        "too-long",
        `element ${this.#count + 1} is longer than ${options.maxBytes} bytes`,
      ),
    );
  }

  /**
   * The elements that end in this chunk, parsed.
   *
   * @throws what `refuse` gives where the bytes are no such list of JSON objects
   */
  *push(chunk: Uint8Array): Generator<unknown> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#place === "object") {
        const taken = this.#object.take(chunk, at);
        if (taken === undefined) return;
        at = taken.end;
        yield this.#parsed(taken.bytes);
      } else if (this.#place === "rest") {
        this.#keepRest(chunk.subarray(at));
        return;
      } else if (this.#pass(chunk[at] ?? 0)) at += 1;
    }
  }

  /**
   * Ends the stream.
   *
   * @returns what else is in the object around the list
   * @throws what `refuse` gives where it ends in the middle, or holds nothing
   */
  end(): Readonly<Record<string, unknown>> {
    switch (this.#place) {
      case "done":
      case "alone":
        return {};
      case "rest":
        return this.#endRest();
      case "start":
        throw this.#refuse("cut-short", "it is empty");
      default:
        throw this.#refuse("cut-short", `it ends in the middle, after ${this.#count} elements`);
    }
  }

  /** Passes a byte between objects; false when it belongs to one and is to be read again as its byte. */
  #pass(byte: number): boolean {
    if (this.#place === "opening") return this.#open(byte);
    if (isWhitespace(byte)) return true;
    switch (this.#place) {
      case "start":
        return this.#start(byte);
      case "first":
        return byte === CLOSE_BRACKET ? this.#close() : this.#begin(byte);
      case "after":
        if (byte === CLOSE_BRACKET) return this.#close();
        if (byte !== COMMA) throw this.#refuse("unlike", `no comma follows element ${this.#count}`);
        this.#place = "next";
        return true;
      case "closing":
        if (byte !== CLOSE_BRACE) throw this.#refuse("unlike", "more follows its list");
        this.#place = "done";
        return true;
      case "done":
        throw this.#refuse("unlike", "something follows its end");
      default:
        return this.#begin(byte);
    }
  }

  #start(byte: number): boolean {
    if (byte === BYTE_ORDER_MARK[this.#marks]) {
      this.#marks += 1;
      return true;
    }
    if (byte === OPEN_BRACE) {
      this.#place = "opening";
      return this.#open(byte);
    }
    if (byte === OPEN_BRACKET && !this.#options.isStrict) {
      this.#place = "first";
      return true;
    }
    throw this.#refuse(
      "unlike",
      byte === 0xff || byte === 0xfe
        ? "it is UTF-16. Save it as UTF-8"
        : "it is neither a list of JSON objects nor one object after the other",
    );
  }

  /** Follows what may become the opening of an object around the list. */
  #open(byte: number): boolean {
    const isInName = this.#passed > 1 && this.#passed < this.#opening.length - 2;
    if (!isInName && isWhitespace(byte)) return true;
    if (byte !== this.#opening.charCodeAt(this.#passed)) return this.#openOther();
    this.#passed += 1;
    if (this.#passed === this.#opening.length) {
      this.#isWrapped = true;
      this.#place = "first";
    }
    return true;
  }

  /** The object is another one: what was passed of it is known, but for the white space between. */
  #openOther(): false {
    if (this.#options.isStrict) {
      throw this.#refuse("unlike", `it does not begin with ${this.#opening}`);
    }
    this.#behind = "alone";
    this.#place = "object";
    this.#object.take(utf8(this.#opening.slice(0, this.#passed)), 0);
    return false;
  }

  #begin(byte: number): false {
    if (byte !== OPEN_BRACE) {
      throw this.#refuse("unlike", `element ${this.#count + 1} is no object`);
    }
    this.#place = "object";
    return false;
  }

  #close(): true {
    if (!this.#isWrapped) this.#place = "done";
    else this.#place = this.#options.isStrict ? "closing" : "rest";
    return true;
  }

  #keepRest(piece: Uint8Array): void {
    this.#rest.push(piece.slice());
    this.#restBytes += piece.length;
    if (this.#restBytes > this.#options.maxBytes) {
      throw this.#refuse("too-long", "what follows its list is longer than the longest element");
    }
  }

  #endRest(): Readonly<Record<string, unknown>> {
    const { member } = this.#options;
    // What is not UTF-8 is undefined, which is no JSON either.
    const text = decodeUtf8(concatBytes(...this.#rest));
    let around: Readonly<Record<string, unknown>>;
    try {
      around = JSON.parse(`${this.#opening.slice(0, -1)}null${text}`);
    } catch {
      throw this.#refuse("cut-short", "it does not end as it began");
    }
    const { [member]: again, ...others } = around;
    if (again !== null) throw this.#refuse("unlike", `it has ${member} twice`);
    return others;
  }

  #parsed(bytes: Uint8Array): unknown {
    this.#place = this.#behind;
    this.#count += 1;
    const text = decodeUtf8(bytes);
    if (text === undefined) throw this.#refuse("no-json", `element ${this.#count} is not UTF-8`);
    try {
      return JSON.parse(text);
    } catch {
      // Its own message would quote the file.
      throw this.#refuse("no-json", `element ${this.#count} is no JSON`);
    }
  }

  #refuse(fault: ListFault, why: string): EvidenceError {
    return this.#options.refuse(fault, why);
  }
}

/** RFC 8259 section 2. */
function isWhitespace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
