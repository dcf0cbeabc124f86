/** Milliseconds in a day of 24 hours. */
const DAY_MS = 86_400_000;

/**
 * Whole days from `since` to `now`, both ISO 8601; a key made 90 days and 5 hours ago is 90 days
 * old. Negative when `since` lies after `now`.
 */
export function daysBetween(since: string, now: string): number {
  return Math.floor((Date.parse(now) - Date.parse(since)) / DAY_MS);
}

/** The instant that a snapshot is named after: `2026-11-22T06-00-00Z` is `2026-11-22T06:00:00Z`. */
export function instantOfSnapshot(snapshot: string): string {
  return snapshot.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, "T$1:$2:$3Z");
}

/** The name of the snapshot for an instant, cut to the second. */
export function snapshotOfInstant(instant: string): string {
  return `${instant
    .slice(0, 19)
    .replaceAll(":", "-")
    .replace(/^(\d{4})-(\d\d)-(\d\d)/, "$1-$2-$3")}Z`;
}

/** ISO 8601 with its zone, or a date alone, which is midnight UTC. */
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * What a person gives for a time: ISO 8601, or a snapshot's name.
 *
 * @returns ISO 8601 UTC to the second; undefined where it is no time, or one that does not exist
 */
export function parseInstant(value: string): string | undefined {
  const text = instantOfSnapshot(value);
  const date = new Date(text);
  // Dates that do not exist would roll over into the next month.
  const day = INSTANT.exec(text)?.slice(1, 4).join("-");
  const exists = day !== undefined && new Date(day).toJSON()?.startsWith(day) === true;
  if (!exists || Number.isNaN(date.getTime())) return undefined;
  return `${date.toISOString().slice(0, 19)}Z`;
}
