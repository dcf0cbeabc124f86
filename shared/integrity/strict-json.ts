import { EvidenceError } from "../errors/evidence-error.ts";
import { decodeUtf8 } from "./bytes.ts";

/** Deeper nesting than any answer of AWS; a limit so that hostile input cannot exhaust the stack. */
const MAX_DEPTH = 128;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WHITE_SPACE = /[ \t\n\r]*/y;

/**
 * Parses JSON (RFC 8259) so that only one reading is possible: two parsers can never see different
 * values in bytes that this accepts.
 *
 * @param path names the file in errors
 * @throws EvidenceError JSON_INVALID with `path` and `offset` (UTF-16 units) for bytes that are not
 *   UTF-8, a byte order mark, duplicate keys, whole numbers beyond 2^53-1, numbers that are not
 *   finite, lone surrogates, trailing data, nesting beyond 128 levels, and plain syntax errors
 */
export function parseStrictJson(bytes: Uint8Array, path: string): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw invalid(path, 0, "bytes that are not UTF-8");
  return new StrictJsonReader(text, path).readWhole();
}

class StrictJsonReader {
  readonly #text: string;
  readonly #path: string;
  #offset = 0;

  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
  }

  readWhole(): unknown {
    const value = this.#readValue(0);
    if (this.#offset !== this.#text.length) throw this.#fault("data after the end of the value");
    return value;
  }

  #readValue(depth: number): unknown {
    this.#skipWhiteSpace();
    const value = this.#readBareValue(depth);
    this.#skipWhiteSpace();
    return value;
  }

  #readBareValue(depth: number): unknown {
    switch (this.#text[this.#offset]) {
      case "{":
        return this.#readObject(depth);
      case "[":
        return this.#readArray(depth);
      case '"':
        return this.#readString();
      case "t":
        return this.#readLiteral("true", true);
      case "f":
        return this.#readLiteral("false", false);
      case "n":
        return this.#readLiteral("null", null);
      default:
        return this.#readNumber();
    }
  }

  /** Steps into an object or array that lies in so many others. */
  #enter(depth: number): void {
    if (depth === MAX_DEPTH) throw this.#fault(`nesting beyond ${MAX_DEPTH} levels`);
    this.#offset++;
  }

  #readObject(depth: number): object {
    const result: Record<string, unknown> = {};
    this.#enter(depth);
    this.#skipWhiteSpace();
    if (this.#take("}")) return result;
    do {
      this.#skipWhiteSpace();
      const key = this.#readString();
      if (Object.hasOwn(result, key)) throw this.#fault(`the key ${JSON.stringify(key)} twice`);
      this.#skipWhiteSpace();
      if (!this.#take(":")) throw this.#fault("a key without a colon");
      const value = this.#readValue(depth + 1);
      // Plain assignment to "__proto__" would change the prototype instead of adding a member.
      if (key === "__proto__") {
        Object.defineProperty(result, key, {
          value,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      } else {
        result[key] = value;
      }
    } while (this.#take(","));
    if (!this.#take("}")) throw this.#fault("an object that does not end");
    return result;
  }

  #readArray(depth: number): unknown[] {
    const result: unknown[] = [];
    this.#enter(depth);
    this.#skipWhiteSpace();
    if (this.#take("]")) return result;
    do {
      result.push(this.#readValue(depth + 1));
    } while (this.#take(","));
    if (!this.#take("]")) throw this.#fault("an array that does not end");
    return result;
  }

  #readString(): string {
    if (this.#text[this.#offset] !== '"') throw this.#fault("something that is not a JSON string");
    const start = this.#offset;
    let escaped = false;
    let end = start + 1;
    for (; this.#text[end] !== '"'; end++) {
      const unit = this.#text.charCodeAt(end);
      // NaN past the end of the text; U+0000 to U+001F have to be escaped.
      if (!(unit >= 0x20)) throw this.#fault("a string that does not end");
      if (unit === 0x5c) {
        escaped = true;
        end++;
      }
    }
    this.#offset = end + 1;
    if (!escaped) return this.#text.slice(start + 1, end);
    return this.#readEscapes(this.#text.slice(start, end + 1));
  }

  #readEscapes(literal: string): string {
    let value: unknown;
    try {
      value = JSON.parse(literal);
    } catch {
      throw this.#fault("an escape that JSON does not have");
    }
    if (typeof value !== "string" || !value.isWellFormed()) throw this.#fault("a lone surrogate");
    return value;
  }

  #readNumber(): number {
    const digits = this.#match(NUMBER);
    if (digits === undefined) throw this.#fault("something that is not JSON");
    const value = Number(digits);
    if (!Number.isFinite(value)) throw this.#fault("a number that is not finite");
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw this.#fault("a whole number beyond 2^53-1");
    }
    return value;
  }

  #readLiteral<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#offset)) {
      throw this.#fault("something that is not JSON");
    }
    this.#offset += word.length;
    return value;
  }

  #skipWhiteSpace(): void {
    this.#match(WHITE_SPACE);
  }

  #take(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false;
    this.#offset++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#offset += found.length;
    return found;
  }

  #fault(what: string): EvidenceError {
    return invalid(this.#path, this.#offset, what);
  }
}

function invalid(path: string, offset: number, what: string): EvidenceError {
  return new EvidenceError(
    "JSON_INVALID",
    `${path} is not strict JSON: ${what} at character ${offset}. Take the file from its source again.`,
    { path, offset },
  );
}
