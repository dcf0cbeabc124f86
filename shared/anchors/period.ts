const HOUR_MS = 3_600_000;

/**
 * Which hours the files of a trail speak of, region by region: those in which they hold any event of
 * the account. An account that takes snapshots is never silent for the hours in which it does.
 */
export class CoveredPeriod {
  readonly #hours = new Map<string, Set<number>>();
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #events = 0;

  add(region: string, timeMs: number): void {
    const hours = this.#hours.get(region) ?? new Set();
    this.#hours.set(region, hours);
    hours.add(Math.floor(timeMs / HOUR_MS));
    this.#firstMs = Math.min(this.#firstMs, timeMs);
    this.#lastMs = Math.max(this.#lastMs, timeMs);
    this.#events += 1;
  }

  /** Takes in what another one says. */
  join(other: CoveredPeriod): void {
    for (const [region, hours] of other.#hours) {
      const own = this.#hours.get(region) ?? new Set();
      this.#hours.set(region, own);
      for (const hour of hours) own.add(hour);
    }
    this.#firstMs = Math.min(this.#firstMs, other.#firstMs);
    this.#lastMs = Math.max(this.#lastMs, other.#lastMs);
    this.#events += other.#events;
  }

  /** Whether the hour of a moment is spoken of, in one of some regions or, for null, in any. */
  covers(regions: readonly string[] | null, timeMs: number): boolean {
    const hour = Math.floor(timeMs / HOUR_MS);
    return (regions ?? [...this.#hours.keys()]).some((region) =>
      this.#hours.get(region)?.has(hour),
    );
  }

  get events(): number {
    return this.#events;
  }

  /** First and last event, ISO 8601 UTC; null without any. */
  get span(): { readonly from: string; readonly to: string } | null {
    if (this.#events === 0) return null;
    return { from: instant(this.#firstMs), to: instant(this.#lastMs) };
  }

  /** In the order of their names. */
  get regions(): string[] {
    return [...this.#hours.keys()].sort();
  }
}

/** ISO 8601 UTC in whole seconds, as CloudTrail has them. */
export function instant(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
