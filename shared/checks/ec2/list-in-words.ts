/** More than this is counted, not listed: a reason stays a sentence. */
const MOST_LISTED = 4;

/** `a`, `a and b`, `a, b and c`, and `a, b, c, d and 3 more`. */
export function listInWords(items: readonly string[]): string {
  const listed = items.slice(0, MOST_LISTED);
  const more = items.length - listed.length;
  const words = more > 0 ? [...listed, `${more} more`] : listed;
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
