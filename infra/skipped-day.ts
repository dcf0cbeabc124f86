const DAY_MS = 24 * 60 * 60 * 1000;
/** A year and a bit: clocks are set forward once in it wherever they ever are. */
const DAYS_AHEAD = 370;

/**
 * The first day from `today` on on which a clock in `timeZone` never shows `time`, because it is set
 * forward over it; null when there is none in a year. EventBridge Scheduler skips such a day.
 *
 * @param time `HH:MM`
 * @param timeZone IANA
 * @param today `2026-11-22`
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export function firstSkippedDay(time: string, timeZone: string, today: string): string | null {
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const firstMs = Date.parse(`${today}T00:00:00Z`);
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const day = new Date(firstMs + ahead * DAY_MS).toISOString().slice(0, 10);
    const wanted = `${day} ${time}`;
    const asUtcMs = Date.parse(`${day}T${time}:00Z`);
    // Where clocks change, the offsets of the day before and of the day after are all there are.
    const offsetsMs = [-DAY_MS, DAY_MS].map((shift) => {
      const shown = clock.format(asUtcMs + shift);
      return Date.parse(`${shown.replace(" ", "T")}:00Z`) - (asUtcMs + shift);
    });
    if (!offsetsMs.some((offsetMs) => clock.format(asUtcMs - offsetMs) === wanted)) return day;
  }
  return null;
}
