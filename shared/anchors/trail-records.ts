import { EvidenceError } from "../errors/evidence-error.ts";
import { concatBytes, decodeUtf8 } from "../integrity/bytes.ts";

/** CloudTrail's largest event is 256 KB, or 1 MB where larger ones are switched on. */
const MAX_RECORD_BYTES = 2 * 1_048_576;

/** `{"Records":[` with whitespace anywhere between its parts, then records, then `]}`. */
const OPENING = ["{", '"Records"', ":", "["];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * The records of a CloudTrail log file as they stream by. One record is in memory at a time, however
 * long the file is.
 *
 * A caller that acts on records before the last one was read acts on a file that may turn out broken:
 * keep what they say aside until this ends.
 *
 * @param name of the file, for sentences
 * @throws EvidenceError JSON_INVALID when the file ends too early or is no JSON
 * @throws EvidenceError SCHEMA_INVALID when it is not `{"Records": […]}`, or a record is longer than
 *   CloudTrail's longest
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
export async function* readTrailRecords(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<unknown> {
  const scanner = new RecordScanner(name);
  let number = 0;
  for await (const chunk of chunks) {
    for (const record of scanner.scan(chunk)) {
      number += 1;
      yield parseRecord(record, name, number);
    }
  }
  scanner.end();
}

function parseRecord(bytes: Uint8Array, name: string, number: number): unknown {
  const text = decodeUtf8(bytes);
  try {
    if (text !== undefined) return JSON.parse(text);
  } catch {
    // Its own message would quote the file.
  }
  throw notJson(name, `record ${number} is not JSON`);
}

/** Finds where each record begins and ends, over any division of the file into chunks. */
class RecordScanner {
  readonly #name: string;
  /** How much of `OPENING` was met: which part, and how many of its characters. */
  #part = 0;
  #within = 0;
  #state: "opening" | "first" | "next" | "record" | "after" | "closing" | "done" = "opening";
  /** Of the record under way. */
  #pieces: Uint8Array[] = [];
  #length = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** @returns the records that end in this chunk */
  scan(chunk: Uint8Array): Uint8Array[] {
    const records: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === "record") {
        const end = this.#endOfRecord(chunk, at);
        this.#keep(chunk.subarray(at, end ?? chunk.length));
        if (end === undefined) return records;
        records.push(concatBytes(...this.#pieces));
        this.#pieces = [];
        this.#length = 0;
        this.#state = "after";
        at = end;
        continue;
      }
      if (this.#between(chunk[at] ?? 0)) at += 1;
    }
    return records;
  }

  /** Refuses a file that has not come to its end. */
  end(): void {
    if (this.#state === "done") return;
    throw notJson(this.#name, "it ends in the middle");
  }

  #keep(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length > MAX_RECORD_BYTES) {
      throw notTrail(this.#name, `a record is longer than ${MAX_RECORD_BYTES} bytes`);
    }
    // A copy: a stream may use its buffer again.
    this.#pieces.push(piece.slice());
  }

  /** @returns the place after the record's closing brace; undefined when it is not in this chunk */
  #endOfRecord(chunk: Uint8Array, from: number): number | undefined {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inText = false;
      } else if (byte === QUOTE) this.#inText = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.#depth -= 1;
        if (this.#depth === 0) return at + 1;
      }
    }
    return undefined;
  }

  /** @returns false when the byte begins a record and is to be read again as part of it */
  #between(byte: number): boolean {
    const isPartial = this.#state === "opening" && this.#within > 0;
    if (!isPartial && isWhitespace(byte)) return true;
    switch (this.#state) {
      case "opening":
        this.#open(byte);
        return true;
      case "first":
      case "next":
        if (byte === OPEN_BRACE) {
          this.#state = "record";
          return false;
        }
        if (byte !== CLOSE_BRACKET || this.#state === "next") throw this.#unlikeTrail();
        this.#state = "closing";
        return true;
      case "after":
        if (byte === COMMA) this.#state = "next";
        else if (byte === CLOSE_BRACKET) this.#state = "closing";
        else throw this.#unlikeTrail();
        return true;
      case "closing":
        if (byte !== CLOSE_BRACE) throw this.#unlikeTrail();
        this.#state = "done";
        return true;
      default:
        throw this.#unlikeTrail();
    }
  }

  #open(byte: number): void {
    const part = OPENING[this.#part] ?? "";
    if (byte !== part.charCodeAt(this.#within)) throw this.#unlikeTrail();
    this.#within += 1;
    if (this.#within < part.length) return;
    this.#within = 0;
    this.#part += 1;
    if (this.#part === OPENING.length) this.#state = "first";
  }

  #unlikeTrail(): EvidenceError {
    return notTrail(this.#name, 'it is not {"Records": […]}');
  }
}

/** RFC 8259 section 2. */
function isWhitespace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function notJson(name: string, what: string): EvidenceError {
  return new EvidenceError("JSON_INVALID", `${name} is no whole CloudTrail log file: ${what}.`, {
    path: name,
  });
}

function notTrail(name: string, what: string): EvidenceError {
  return new EvidenceError("SCHEMA_INVALID", `${name} is no CloudTrail log file: ${what}.`, {
    path: name,
  });
}
