/**
 * Reading what others wrote. Nothing here trusts a shape: a member that is not there, or is something
 * else (what was cut out as a secret is an object), reads as absent.
 */

/** The value at the end of a path of members and list positions. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

/** Longer texts are cut: nobody reads on, and one finding must not fill a page. */
const MAX_TEXT_CHARACTERS = 1_024;

/** The text at the end of a path, well-formed and at most 1,024 characters long; none where empty. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  if (typeof found !== "string" || found === "") return undefined;
  const text = found.length > MAX_TEXT_CHARACTERS ? found.slice(0, MAX_TEXT_CHARACTERS) : found;
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** The number at the end of a path. */
export function numberAt(
  value: unknown,
  ...path: readonly (string | number)[]
): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}

/** The items of the list at the end of a path; none where there is no list. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The instant at the end of a path, as ISO 8601 UTC; none where it is no time with a zone. */
export function instantAt(
  value: unknown,
  ...path: readonly (string | number)[]
): string | undefined {
  const text = textAt(value, ...path);
  if (text === undefined || !INSTANT.test(text)) return undefined;
  if (text.endsWith("Z")) return text;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;
