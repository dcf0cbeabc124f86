import {
  EXTERNAL_STATUSES,
  type ExternalCitation,
  MAX_FINDING_CITES,
  type RecordedFinding,
} from "./external-finding.ts";
import type { PlacedFinding } from "./record-reader.ts";

/** What other records say of a finding's id, beside the one that stands. */
export interface Others {
  readonly copies: number;
  readonly contradictions: number;
  /** Indexes of all sources that hold a record of the id, the one that stands included; sorted. */
  readonly sources: readonly number[];
  readonly cites: readonly ExternalCitation[];
}

/** What is kept of an id that has several records. */
interface Several {
  readonly byStatus: number[];
  readonly sources: Set<number>;
  readonly cites: ExternalCitation[];
}

/** Slots to begin with, a power of two. */
const FIRST_CAPACITY = 1 << 12;
/** Above it, probing takes longer than growing. */
const MAX_LOAD = 0.6;

/**
 * Which record of each id stands: the newest by what its tool says, of equally new ones an open one,
 * of those the first. A million ids take some 60 MB, since nothing of a record is kept but its place;
 * only of ids with several records a little more is.
 *
 * Records are noted in their order; the order is the same when they are read again.
 */
export class FindingIndex {
  #capacity = FIRST_CAPACITY;
  #size = 0;
  #ordinal = 0;
  #ids = new Uint32Array(2 * FIRST_CAPACITY);
  /** Ordinal of the record that stands, plus one; 0 marks a free slot. */
  #standing = new Uint32Array(FIRST_CAPACITY);
  #updatedMs = new Float64Array(FIRST_CAPACITY);
  #status = new Uint8Array(FIRST_CAPACITY);
  /** Of the first record, for when there are several: its source, and its place as three numbers. */
  #source = new Uint16Array(FIRST_CAPACITY);
  #object = new Uint32Array(FIRST_CAPACITY);
  #line = new Uint32Array(FIRST_CAPACITY);
  #pointer = new Uint32Array(FIRST_CAPACITY);
  readonly #objects = new Numbered();
  readonly #pointers = new Numbered();
  readonly #several = new Map<string, Several>();
  #copies = 0;

  /** How many ids there are. */
  get size(): number {
    return this.#size;
  }

  /** How many records were noted beyond the first of each id. */
  get copies(): number {
    return this.#copies;
  }

  /** Takes in the next record; `source` is the index of the source that holds it. */
  note({ finding, cite }: PlacedFinding, source: number): void {
    const ordinal = this.#ordinal;
    this.#ordinal += 1;
    const [high, low] = halves(finding.id);
    let slot = this.#slotOf(high, low);
    const updatedMs = timeOf(finding);
    const status = EXTERNAL_STATUSES.indexOf(finding.status);
    if (this.#standing[slot] === 0) {
      if (this.#size + 1 > this.#capacity * MAX_LOAD) {
        this.#grow();
        slot = this.#slotOf(high, low);
      }
      this.#size += 1;
      this.#ids[2 * slot] = high;
      this.#ids[2 * slot + 1] = low;
      this.#set(slot, ordinal, updatedMs, status);
      this.#source[slot] = source;
      this.#object[slot] = this.#objects.numberOf(cite.object);
      this.#line[slot] = cite.line;
      this.#pointer[slot] = this.#pointers.numberOf(cite.pointer);
      return;
    }
    this.#copies += 1;
    this.#noteSeveral(finding, cite, source, slot);
    const stoodMs = this.#updatedMs[slot] ?? 0;
    const stood = this.#status[slot] ?? 0;
    // Statuses are listed worst first.
    if (updatedMs > stoodMs || (updatedMs === stoodMs && status < stood)) {
      this.#set(slot, ordinal, updatedMs, status);
    }
  }

  /** What to know of the record that is read as number `ordinal` (from 0): undefined where another stands. */
  standing({ id, status }: RecordedFinding, ordinal: number, source: number): Others | undefined {
    const [high, low] = halves(id);
    const slot = this.#slotOf(high, low);
    if (this.#standing[slot] !== ordinal + 1) return undefined;
    const several = this.#several.get(id);
    if (several === undefined) {
      return { copies: 0, contradictions: 0, sources: [source], cites: [] };
    }
    const records = several.byStatus.reduce((sum, count) => sum + count, 0);
    const agreeing = several.byStatus[EXTERNAL_STATUSES.indexOf(status)] ?? 0;
    return {
      copies: records - 1,
      contradictions: records - agreeing,
      sources: [...several.sources].sort((a, b) => a - b),
      cites: several.cites,
    };
  }

  #noteSeveral(
    { id, status }: RecordedFinding,
    cite: ExternalCitation,
    source: number,
    slot: number,
  ): void {
    let several = this.#several.get(id);
    if (several === undefined) {
      several = { byStatus: EXTERNAL_STATUSES.map(() => 0), sources: new Set(), cites: [] };
      const first = this.#status[slot] ?? 0;
      several.byStatus[first] = 1;
      several.sources.add(this.#source[slot] ?? 0);
      several.cites.push(this.#firstPlace(slot));
      this.#several.set(id, several);
    }
    const index = EXTERNAL_STATUSES.indexOf(status);
    several.byStatus[index] = (several.byStatus[index] ?? 0) + 1;
    several.sources.add(source);
    if (several.cites.length < MAX_FINDING_CITES) several.cites.push(cite);
  }

  #firstPlace(slot: number): ExternalCitation {
    return {
      object: this.#objects.at(this.#object[slot] ?? 0),
      line: this.#line[slot] ?? 1,
      pointer: this.#pointers.at(this.#pointer[slot] ?? 0),
    };
  }

  #set(slot: number, ordinal: number, updatedMs: number, status: number): void {
    this.#standing[slot] = ordinal + 1;
    this.#updatedMs[slot] = updatedMs;
    this.#status[slot] = status;
  }

  /** The slot that holds the id, or the free one where it belongs. */
  #slotOf(high: number, low: number): number {
    const mask = this.#capacity - 1;
    // Ids are hashes already.
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (this.#standing[slot] === 0) return slot;
      if (this.#ids[2 * slot] === high && this.#ids[2 * slot + 1] === low) return slot;
    }
  }

  #grow(): void {
    const ids = this.#ids;
    const standing = this.#standing;
    const kept = [
      this.#updatedMs,
      this.#status,
      this.#source,
      this.#object,
      this.#line,
      this.#pointer,
    ];
    this.#capacity *= 2;
    this.#ids = new Uint32Array(2 * this.#capacity);
    this.#standing = new Uint32Array(this.#capacity);
    this.#updatedMs = new Float64Array(this.#capacity);
    this.#status = new Uint8Array(this.#capacity);
    this.#source = new Uint16Array(this.#capacity);
    this.#object = new Uint32Array(this.#capacity);
    this.#line = new Uint32Array(this.#capacity);
    this.#pointer = new Uint32Array(this.#capacity);
    const grown = [
      this.#updatedMs,
      this.#status,
      this.#source,
      this.#object,
      this.#line,
      this.#pointer,
    ];
    for (const [old, ordinal] of standing.entries()) {
      if (ordinal === 0) continue;
      const high = ids[2 * old] ?? 0;
      const low = ids[2 * old + 1] ?? 0;
      const slot = this.#slotOf(high, low);
      this.#ids[2 * slot] = high;
      this.#ids[2 * slot + 1] = low;
      this.#standing[slot] = ordinal;
      for (const [column, values] of kept.entries()) {
        const into = grown[column];
        if (into !== undefined) into[slot] = values[old] ?? 0;
      }
    }
  }
}

/** Texts by number, each kept once. */
class Numbered {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  at(number: number): string {
    return this.#texts[number] ?? "";
  }
}

function halves(id: string): [number, number] {
  return [Number.parseInt(id.slice(0, 8), 16), Number.parseInt(id.slice(8), 16)];
}

/** A record without a time is older than all that have one. */
function timeOf({ updatedAt, lastSeen }: RecordedFinding): number {
  const time = Date.parse(updatedAt ?? lastSeen ?? "");
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}
