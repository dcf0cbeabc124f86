import type { Json } from "../evidence/evidence-object.ts";

/**
 * What `JSON.parse` would give of an SDK value: dates become ISO 8601 UTC, binary becomes base64,
 * `$metadata` and undefined members are left out, big integers become decimal text.
 *
 * @throws TypeError for values that no AWS answer holds (functions, symbols, streams).
 */
export function recordJson(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => recordJson(item ?? null));
  if (typeof value === "object") return recordObject(value);
  throw new TypeError(`A ${typeof value} cannot be recorded.`);
}

function recordObject(value: object): Json {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`A ${value.constructor.name} cannot be recorded.`);
  }
  const recorded: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined && key !== "$metadata") recorded[key] = recordJson(member);
  }
  return recorded;
}
