import serialize from "canonicalize";
import { EvidenceError } from "../errors/evidence-error.ts";
import { utf8 } from "./bytes.ts";

/**
 * RFC 8785 (JSON Canonicalization Scheme) text of a value.
 *
 * Stricter than the standard: what would not survive a round trip through JSON, or would be read
 * differently elsewhere, is refused instead of being dropped or rounded.
 *
 * @throws EvidenceError JSON_INVALID for undefined, functions, symbols, bigints, numbers that are
 *   not finite, whole numbers beyond 2^53-1, lone surrogates, cycles, and objects other than plain
 *   ones and arrays
 */
export function canonicalJson(value: unknown): string {
  refuseUnrepresentable(value, "", new Set());
  const text = serialize(value);
  if (text === undefined) throw refusal("", "nothing that JSON can hold");
  return text;
}

/**
 * UTF-8 bytes of {@link canonicalJson}.
 *
 * @throws EvidenceError JSON_INVALID as `canonicalJson` does
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8(canonicalJson(value));
}

function refuseUnrepresentable(value: unknown, pointer: string, above: Set<object>): void {
  switch (typeof value) {
    case "boolean":
      return;
    case "string":
      if (!value.isWellFormed()) throw refusal(pointer, "a lone surrogate");
      return;
    case "number":
      if (!Number.isFinite(value)) throw refusal(pointer, "a number that is not finite");
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw refusal(pointer, "a whole number beyond 2^53-1");
      }
      return;
    case "object":
      if (value !== null) refuseInside(value, pointer, above);
      return;
    default:
      throw refusal(pointer, `a value of type ${typeof value}`);
  }
}

function refuseInside(value: object, pointer: string, above: Set<object>): void {
  if (above.has(value)) throw refusal(pointer, "a cycle");
  above.add(value);
  if (Array.isArray(value)) {
    // By index, because iteration with entries() would not tell a hole from undefined either way.
    for (let index = 0; index < value.length; index++) {
      refuseUnrepresentable(value[index], `${pointer}/${index}`, above);
    }
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw refusal(pointer, "an object that is not plain");
    }
    for (const [key, member] of Object.entries(value)) {
      if (!key.isWellFormed()) throw refusal(pointer, "a key with a lone surrogate");
      refuseUnrepresentable(member, `${pointer}/${escapePointer(key)}`, above);
    }
  }
  above.delete(value);
}

/** JSON Pointer escaping, RFC 6901 section 3. */
function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function refusal(pointer: string, what: string): EvidenceError {
  return new EvidenceError(
    "JSON_INVALID",
    `Canonical JSON cannot hold ${what} (at "${pointer}"). Convert the value before it is hashed.`,
    { pointer },
  );
}
