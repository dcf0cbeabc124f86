import type { Json } from "../evidence/evidence-object.ts";

/**
 * What `JSON.parse` would give of an SDK value: dates become ISO 8601 UTC, binary becomes base64,
 * the `$metadata` that the SDK adds and undefined members are left out, big integers become decimal
 * text.
 *
 * @throws TypeError for values that no AWS answer holds (functions, symbols, streams).
 */
export function recordJson(value: unknown): Json {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "$metadata")) {
    return recordValue(value);
  }
  return recordValue({ ...value, $metadata: undefined });
}

function recordValue(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => recordValue(item ?? null));
  // The SDK reads JSON in headers into an object that extends String.
  if (value instanceof String) return value.toString();
  if (typeof value === "object") return recordObject(value);
  throw new TypeError(`A ${typeof value} cannot be recorded.`);
}

function recordObject(value: object): Json {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`A ${value.constructor.name} cannot be recorded.`);
  }
  // Made of entries, so that a member named __proto__ stays a member.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, recordValue(member)]),
  );
}
