import type { EvidenceObject } from "./evidence-object.ts";

/** What a stored answer looks like to `JSON.parse`: dates and binary are text. */
export type Recorded<T> = T extends Date | Uint8Array
  ? string
  : T extends readonly (infer Item)[]
    ? Recorded<Item>[]
    : T extends object
      ? { [K in keyof T]: Recorded<T[K]> }
      : T;

/** Where a value stands: the stored file and an RFC 6901 pointer into it. */
export interface Citation {
  readonly object: string;
  readonly pointer: string;
  /** For a pointer to a base64 CSV: the line (the header is line 1) in the CSV that stands beside. */
  readonly line?: number;
}

/** A stored file that values are cited from. */
export interface CitedFile {
  readonly path: string;
  readonly region: string | null;
}

type Member<T, K extends PropertyKey> = T extends null | undefined
  ? undefined
  : K extends keyof T
    ? T[K]
    : undefined;
type KeyOf<T> = T extends null | undefined ? never : Extract<keyof T, string>;
type Item<T> = T extends readonly (infer I)[] ? I : never;

/**
 * A value together with where it stands in the evidence. Reading on from it gives cited values
 * again, so a citation is never written by hand. Where a member is absent, the citation stays at
 * the nearest thing that exists: every pointer resolves.
 */
export class Cited<T> {
  readonly value: T;
  readonly file: CitedFile;
  readonly #parent: Cited<unknown> | null;
  readonly #key: string | number;
  readonly #line: number | undefined;
  /** Within another reading of a text, nothing has a pointer of its own. */
  readonly #isReading: boolean;
  #pointer: string | undefined;

  private constructor(
    value: T,
    file: CitedFile,
    parent: Cited<unknown> | null,
    key: string | number,
    line?: number,
    isReading = false,
  ) {
    this.value = value;
    this.file = file;
    this.#parent = parent;
    this.#key = key;
    this.#line = line;
    this.#isReading = parent === null ? isReading : isReading || parent.#isReading;
  }

  /** The root of a stored file. */
  static file<T>(value: T, file: CitedFile): Cited<T> {
    return new Cited(value, file, null, "");
  }

  /** The member `key`, and on from there. */
  at<K extends KeyOf<T>>(key: K): Cited<Member<T, K>>;
  at<K extends KeyOf<T>, L extends KeyOf<Member<T, K>>>(
    key: K,
    next: L,
  ): Cited<Member<Member<T, K>, L>>;
  at(...keys: string[]): Cited<unknown> {
    let here: Cited<unknown> = this;
    for (const key of keys) here = here.#member(key);
    return here;
  }

  /** The items of a list; none when there is no list. */
  each(): Cited<Item<NonNullable<T>>>[] {
    const list: unknown = this.value;
    if (!Array.isArray(list)) return [];
    return list.map((item: Item<NonNullable<T>>, index) => new Cited(item, this.file, this, index));
  }

  /** The same place with another reading of it, for instance a policy document parsed from its text. */
  as<U>(reading: U, line?: number): Cited<U> {
    return new Cited(reading, this.file, this, SAME_PLACE, line, true);
  }

  /** Where this value stands. */
  get citation(): Citation {
    const line = this.#nearestLine();
    return {
      object: this.file.path,
      pointer: this.#pointerHere(),
      ...(line === undefined ? {} : { line }),
    };
  }

  /** Kept once it is known: what stands in one list shares all but its end. */
  #pointerHere(): string {
    this.#pointer ??= this.#parent === null ? "" : this.#pointerBelow(this.#parent);
    return this.#pointer;
  }

  #pointerBelow(parent: Cited<unknown>): string {
    const above = parent.#pointerHere();
    return this.#key === SAME_PLACE || parent.#isReading
      ? above
      : `${above}/${escapeSegment(this.#key)}`;
  }

  #nearestLine(): number | undefined {
    for (let here: Cited<unknown> | null = this; here !== null; here = here.#parent) {
      if (here.#line !== undefined) return here.#line;
    }
    return undefined;
  }

  #member(key: string): Cited<unknown> {
    const holder: unknown = this.value;
    if (typeof holder === "object" && holder !== null && Object.hasOwn(holder, key)) {
      return new Cited((holder as Record<string, unknown>)[key], this.file, this, key);
    }
    return new Cited(undefined, this.file, this, SAME_PLACE);
  }
}

/** A key that adds nothing to the pointer; no JSON member has a negative index. */
const SAME_PLACE = -1;

function escapeSegment(key: string | number): string {
  if (typeof key === "number" || !/[~/]/.test(key)) return String(key);
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A stored evidence object and where it lies. */
export interface StoredEvidence {
  readonly path: string;
  readonly object: EvidenceObject;
}
