/** Where two JSON values differ first, and what stands there in each, as short JSON texts. */
export interface Difference {
  /** RFC 6901. */
  readonly pointer: string;
  readonly one: string;
  readonly other: string;
}

/** How much of a value is shown. */
const MAX_CHARACTERS = 80;

/**
 * The first place, in the order of the first value, in which two JSON values differ. Lists of different
 * lengths differ as lists: with an entry gone, all that follows would seem changed.
 *
 * @returns undefined where they are equal
 */
export function firstDifference(
  one: unknown,
  other: unknown,
  pointer = "",
): Difference | undefined {
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) {
      return { pointer, one: entries(one.length), other: entries(other.length) };
    }
    return firstOf(one.keys(), (index) =>
      firstDifference(one[index], other[index], `${pointer}/${index}`),
    );
  }
  if (isRecord(one) && isRecord(other)) {
    return firstOf(new Set([...Object.keys(one), ...Object.keys(other)]), (key) =>
      firstDifference(one[key], other[key], `${pointer}/${escapeSegment(key)}`),
    );
  }
  return one === other ? undefined : { pointer, one: shown(one), other: shown(other) };
}

function firstOf<Key>(
  keys: Iterable<Key>,
  compare: (key: Key) => Difference | undefined,
): Difference | undefined {
  for (const key of keys) {
    const difference = compare(key);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function entries(count: number): string {
  return count === 1 ? "1 entry" : `${count} entries`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) return "nothing";
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

function escapeSegment(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
