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
  #part = 1;
  /** The part that is being filled; null before its first line. */
  #open: Part | null = null;

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
    const bytes = Buffer.byteLength(json) + 1;
    const isFull =
      this.#open !== null && this.#open.lines > 0 && this.#open.lineBytes + bytes > this.#maxBytes;
    const flushed = isFull ? this.#flush(undefined) : undefined;
    this.#open ??= this.#begin(bytes);
    append(this.#open, json);
    this.#open.lines += 1;
    this.#open.lineBytes += bytes;
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

  #begin(lineBytes: number): Part {
    // Encoded as they come: lines that wait as texts outlive the garbage collector's young days.
    const room = Math.max(this.#maxBytes, lineBytes) + FRAME_BYTES;
    const part: Part = { bytes: Buffer.allocUnsafeSlow(room), used: 0, lines: 0, lineBytes: 0 };
    const header = this.#frame.header(this.#part);
    if (header !== null) append(part, JSON.stringify(header));
    return part;
  }

  /** Takes the part out at once, so that what is added while it is written begins the next. */
  #flush(end: End | undefined): Promise<void> {
    const part = this.#open ?? this.#begin(0);
    const last = this.#frame.end(part.lines, end);
    if (last !== null) append(part, JSON.stringify(last));
    const isOnly = this.#part === 1 && end !== undefined;
    if (this.#part > MAX_PARTS) {
      throw new RangeError(`${this.#stem} has more than ${MAX_PARTS} parts.`);
    }
    const path = partPath(this.#stem, isOnly ? null : this.#part);
    this.#written.push(path);
    this.#part += 1;
    this.#open = null;
    return this.#put(path, part.bytes.subarray(0, part.used));
  }
}

interface Part {
  bytes: Buffer;
  used: number;
  lines: number;
  lineBytes: number;
}

/** Appends a line; there is room for all but a frame that is longer than any should be. */
function append(part: Part, json: string): void {
  const missing = part.used + Buffer.byteLength(json) + 1 - part.bytes.length;
  if (missing > 0) part.bytes = Buffer.concat([part.bytes, Buffer.alloc(missing)]);
  part.used += part.bytes.write(json, part.used);
  part.used = part.bytes.writeUInt8(LINE_FEED, part.used);
}

const LINE_FEED = 0x0a;
