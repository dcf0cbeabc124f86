/** Slots to begin with, a power of two. */
const FIRST_CAPACITY = 1 << 10;
/** Above it, probing takes longer than growing. */
const MAX_LOAD = 0.6;

/**
 * A set of ids of 16 hex digits, which are hashes already. A million take 32 MB, a tenth of what a set of
 * texts takes.
 */
export class IdSet {
  #capacity = FIRST_CAPACITY;
  #size = 0;
  /** High and low half of each id, side by side. */
  #halves = new Uint32Array(2 * FIRST_CAPACITY);
  #isTaken = new Uint8Array(FIRST_CAPACITY);

  /** @returns true where it was not there */
  add(id: string): boolean {
    const high = Number.parseInt(id.slice(0, 8), 16);
    const low = Number.parseInt(id.slice(8), 16);
    const slot = this.#slotOf(high, low);
    if (this.#isTaken[slot] === 1) return false;
    this.#put(slot, high, low);
    this.#size += 1;
    if (this.#size > this.#capacity * MAX_LOAD) this.#grow();
    return true;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#capacity - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (this.#isTaken[slot] === 0) return slot;
      if (this.#halves[2 * slot] === high && this.#halves[2 * slot + 1] === low) return slot;
    }
  }

  #put(slot: number, high: number, low: number): void {
    this.#isTaken[slot] = 1;
    this.#halves[2 * slot] = high;
    this.#halves[2 * slot + 1] = low;
  }

  #grow(): void {
    const halves = this.#halves;
    const isTaken = this.#isTaken;
    this.#capacity *= 2;
    this.#halves = new Uint32Array(2 * this.#capacity);
    this.#isTaken = new Uint8Array(this.#capacity);
    for (const [slot, taken] of isTaken.entries()) {
      if (taken === 0) continue;
      const high = halves[2 * slot] ?? 0;
      const low = halves[2 * slot + 1] ?? 0;
      this.#put(this.#slotOf(high, low), high, low);
    }
  }
}
