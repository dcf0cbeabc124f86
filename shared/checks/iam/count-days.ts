/** `1 day`, `90 days`; what lies ahead of a snapshot's time counts as none. */
export function countDays(days: number): string {
  const whole = Math.max(0, days);
  return whole === 1 ? "1 day" : `${whole} days`;
}

/** The calendar day, in UTC, of an ISO 8601 instant in UTC. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
