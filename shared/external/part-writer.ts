import { partPath } from "./external-path.ts";

/** Above this a file of lines is split at a line's end; a line that is longer alone is its own part. */
export const MAX_PART_BYTES = 8 * 1024 * 1024;

/** Room for the first and the last line, whose reason may be a long sentence. */
const FRAME_BYTES = 16_384;

/** Parts have four digits, so that they sort as they count. */
const MAX_PARTS = 9_999;

/** What stands around the lines of each part; null where nothing does. */
export interface PartFrame<End> {
  readonly header: (part: number) => object | null;
  /** The last line of a part; `last` is undefined where more follows. Null for none. */
  readonly end: (lines: number, last: End | undefined) => object | null;
}

/**
 * Writes lines of JSON into parts of at most 8 MiB, and holds one part in memory. What has one part
 * lies under its stem alone, what has more under `.part-0001`, `.part-0002` and so on.
 */
export class PartWriter<End> {
  readonly #stem: string;
  readonly #frame: PartFrame<End>;
  readonly #put: (path: string, bytes: Uint8Array) => Promise<void>;
  readonly #maxBytes: number;
  readonly #written: string[] = [];
  #lines: Uint8Array[] = [];
  #bytes = 0;
  #part = 1;

  /** @param put writes one part, create-only */
  constructor(
    stem: string,
    frame: PartFrame<End>,
    put: (path: string, bytes: Uint8Array) => Promise<void>,
    maxBytes: number = MAX_PART_BYTES,
  ) {
    this.#stem = stem;
    this.#frame = frame;
    this.#put = put;
    this.#maxBytes = maxBytes - FRAME_BYTES;
  }

  /** Adds one value as a line, and writes the part before it where it does not fit any more. */
  add(value: object): Promise<void> | undefined {
    return this.addText(JSON.stringify(value));
  }

  /** The same for JSON text without a line break; resolves when there is room for the next. */
  addText(json: string): Promise<void> | undefined {
    const line = lineOf(json);
    const isFull = this.#lines.length > 0 && this.#bytes + line.length > this.#maxBytes;
    const flushed = isFull ? this.#flush(undefined) : undefined;
    this.#lines.push(line);
    this.#bytes += line.length;
    return flushed;
  }

  /**
   * Writes the last part.
   *
   * @returns the paths of all parts, in order
   */
  async close(end: End): Promise<readonly string[]> {
    await this.#flush(end);
    return this.#written;
  }

  /** Takes the lines out at once, so that what is added while they are written begins the next part. */
  #flush(end: End | undefined): Promise<void> {
    const part = this.#part;
    const bytes = joined([
      ...framed(this.#frame.header(part)),
      ...this.#lines,
      ...framed(this.#frame.end(this.#lines.length, end)),
    ]);
    const isOnly = part === 1 && end !== undefined;
    const path = partPath(this.#stem, isOnly ? null : part);
    if (part > MAX_PARTS) throw new RangeError(`${this.#stem} has more than ${MAX_PARTS} parts.`);
    this.#written.push(path);
    this.#part += 1;
    this.#lines = [];
    this.#bytes = 0;
    return this.#put(path, bytes);
  }
}

const utf8 = new TextEncoder();

function framed(value: object | null): Uint8Array[] {
  return value === null ? [] : [lineOf(JSON.stringify(value))];
}

function lineOf(json: string): Uint8Array {
  return utf8.encode(`${json}\n`);
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lines.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length;
  }
  return bytes;
}
