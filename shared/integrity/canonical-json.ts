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
  refuseUnrepresentable(value, [], new Set());
  const text = serialize(value);
  if (text === undefined) throw refusal([], "nothing that JSON can hold");
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

/** @param keys those that lead here: joined only for a refusal, since most values give no reason for one */
function refuseUnrepresentable(value: unknown, keys: string[], above: Set<object>): void {
  switch (typeof value) {
    case "boolean":
      return;
    case "string":
      if (!value.isWellFormed()) throw refusal(keys, "a lone surrogate");
      return;
    case "number":
      if (!Number.isFinite(value)) throw refusal(keys, "a number that is not finite");
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw refusal(keys, "a whole number beyond 2^53-1");
      }
      return;
    case "object":
      if (value !== null) refuseInside(value, keys, above);
      return;
    default:
      throw refusal(keys, `a value of type ${typeof value}`);
  }
}

function refuseInside(value: object, keys: string[], above: Set<object>): void {
  if (above.has(value)) throw refusal(keys, "a cycle");
  above.add(value);
  if (Array.isArray(value)) {
    // By index, because iteration with entries() would not tell a hole from undefined either way.
    for (let index = 0; index < value.length; index++) {
      keys.push(String(index));
      refuseUnrepresentable(value[index], keys, above);
      keys.pop();
    }
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw refusal(keys, "an object that is not plain");
    }
    for (const [key, member] of Object.entries(value)) {
      if (!key.isWellFormed()) throw refusal(keys, "a key with a lone surrogate");
      keys.push(key);
      refuseUnrepresentable(member, keys, above);
      keys.pop();
    }
  }
  above.delete(value);
}

/** JSON Pointer escaping, RFC 6901 section 3. */
function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function refusal(keys: readonly string[], what: string): EvidenceError {
  const pointer = keys.map((key) => `/${escapePointer(key)}`).join("");
  return new EvidenceError(
    "JSON_INVALID",
    `Canonical JSON cannot hold ${what} (at "${pointer}"). Convert the value before it is hashed.`,
    { pointer },
  );
}
