import serialize from "canonicalize";
import { EvidenceError } from "../errors/evidence-error.ts";
import { decodeUtf8, equalBytes, utf8 } from "./bytes.ts";

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
  refuseUnrepresentable(value);
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

/**
 * Whether bytes are the RFC 8785 form of a value that was parsed from them.
 *
 * @throws EvidenceError JSON_INVALID as `canonicalJson` does
 */
export function isCanonical(value: unknown, bytes: Uint8Array): boolean {
  refuseUnrepresentable(value);
  // RFC 8785 is what JSON.stringify gives of sorted keys (sections 3.2.2 and 3.2.3), and for a list of
  // ten thousand files that is several times as fast. What differs is decided below.
  if (hasSortedKeys(value) && JSON.stringify(value) === decodeUtf8(bytes)) return true;
  return equalBytes(canonicalBytes(value), bytes);
}

/** Whether keys come in the order of their UTF-16 units, RFC 8785 section 3.2.3, at every depth. */
function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedKeys);
  const keys = Object.keys(value);
  return (
    keys.every((key, index) => index === 0 || String(keys[index - 1]) < key) &&
    Object.values(value).every(hasSortedKeys)
  );
}

function refuseUnrepresentable(value: unknown): void {
  const flaw = flawOf(value, new Set());
  if (flaw === undefined) return;
  throw refusal(flaw.below.map((key) => `/${escapePointer(key)}`).join(""), flaw.what);
}

/** What JSON cannot hold, and the keys that lead to it. */
interface Flaw {
  readonly what: string;
  readonly below: readonly string[];
}

function flawOf(value: unknown, above: Set<object>): Flaw | undefined {
  switch (typeof value) {
    case "boolean":
      return undefined;
    case "string":
      return value.isWellFormed() ? undefined : { what: "a lone surrogate", below: [] };
    case "number":
      if (!Number.isFinite(value)) return { what: "a number that is not finite", below: [] };
      return Number.isInteger(value) && !Number.isSafeInteger(value)
        ? { what: "a whole number beyond 2^53-1", below: [] }
        : undefined;
    case "object":
      return value === null ? undefined : flawInside(value, above);
    default:
      return { what: `a value of type ${typeof value}`, below: [] };
  }
}

function flawInside(value: object, above: Set<object>): Flaw | undefined {
  if (above.has(value)) return { what: "a cycle", below: [] };
  above.add(value);
  if (Array.isArray(value)) {
    // By index, because iteration with entries() would not tell a hole from undefined either way.
    for (let index = 0; index < value.length; index++) {
      const flaw = flawOf(value[index], above);
      if (flaw !== undefined) return { ...flaw, below: [String(index), ...flaw.below] };
    }
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      return { what: "an object that is not plain", below: [] };
    }
    for (const [key, member] of Object.entries(value)) {
      if (!key.isWellFormed()) return { what: "a key with a lone surrogate", below: [] };
      const flaw = flawOf(member, above);
      if (flaw !== undefined) return { ...flaw, below: [key, ...flaw.below] };
    }
  }
  above.delete(value);
  return undefined;
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
