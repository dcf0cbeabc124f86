/**
 * Lets so many go on at once under each key, the others in the order in which they came.
 *
 * Requests that wait for one of an agent's sockets count, to the SDK, as connections that do not
 * stand, and are given up after a few seconds. Waiting here costs them nothing.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #under = new Map<string, { going: number; readonly waiting: (() => void)[] }>();

  /** @param atOnce at least 1 */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Runs `work` when its turn has come, and gives what it gives. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    let here = this.#under.get(key);
    if (here === undefined) {
      here = { going: 0, waiting: [] };
      this.#under.set(key, here);
    }
    const { waiting } = here;
    if (here.going < this.#atOnce) here.going += 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      // Whoever is next takes this place, so that nobody comes between.
      const next = waiting.shift();
      if (next === undefined) here.going -= 1;
      else next();
    }
  }
}
