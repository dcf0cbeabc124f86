/** Writes that wait until asking AWS leaves them time, by names under which they are waited for. */
export interface WriteQueue {
  /** Takes in a write; it begins when its name is waited for, or when a hold has lasted too long. */
  add(name: string, write: () => Promise<void>): void;
  /**
   * Keeps writes back that nobody waits for, but no longer than a second: what a long run has read
   * is not lost when it is killed.
   *
   * @returns what ends the hold; the writes then begin when they are waited for
   */
  hold(): () => void;
  /** Writes what is there under these names; resolves when it is written, throws what a write threw. */
  written(names: readonly string[]): Promise<void>;
}

/** Twice the threads that Node has for files: more only compete with each other. */
const CONCURRENT_WRITES = 8;

/** Most accounts are read within it, so that writing takes no time from asking. */
const LONGEST_HOLD_MS = 1_000;

/** An empty queue. Each write begins once, and at most eight are under way. */
export function createWriteQueue(): WriteQueue {
  const begins = new Map<string, (() => Promise<void>)[]>();
  const waiting: (() => void)[] = [];
  let underWay = 0;
  let isOpen = false;

  async function inTurn(write: () => Promise<void>): Promise<void> {
    if (underWay === CONCURRENT_WRITES) await new Promise<void>((done) => waiting.push(done));
    else underWay += 1;
    try {
      await write();
    } finally {
      const next = waiting.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  }

  function beginAll(): void {
    isOpen = true;
    for (const begin of [...begins.values()].flat()) void begin();
  }

  return {
    add(name, write) {
      let written: Promise<void> | undefined;
      // Let go when it is done: it holds all that was gathered.
      let unwritten: (() => Promise<void>) | undefined = write;
      const begin = () => {
        if (written === undefined) {
          written = inTurn(async () => {
            await unwritten?.();
            unwritten = undefined;
          });
          // A failure is for whoever waits; until then it is nobody's.
          written.catch(() => {});
        }
        return written;
      };
      begins.set(name, [...(begins.get(name) ?? []), begin]);
      if (isOpen) void begin();
    },
    hold() {
      isOpen = false;
      const timer = setTimeout(beginAll, LONGEST_HOLD_MS);
      return () => clearTimeout(timer);
    },
    async written(names) {
      await Promise.all(names.flatMap((name) => begins.get(name) ?? []).map((begin) => begin()));
    },
  };
}
