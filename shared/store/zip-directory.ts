import { EvidenceError } from "../errors/evidence-error.ts";
import { decodeUtf8, equalBytes } from "../integrity/bytes.ts";
import type { RandomAccess } from "./zip-bytes.ts";

/**
 * The central directory of a ZIP, read so that only one reading is possible. Section numbers are those of
 * the ZIP specification, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
 */

/** One file or folder that the directory lists. */
export interface ZipEntry {
  /** As `decodeName` has it: it may be unsafe. */
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "special";
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  /** General purpose bits, section 4.4.4. */
  readonly flags: number;
  readonly crc32: number;
  readonly deflatedSize: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
  /** Where the next one, or the directory, begins. */
  end: number;
}

/** More names than a year of evidence has; a limit so that a hostile ZIP cannot fill memory. */
const MAX_ENTRIES = 4_000_000;
/** DEFLATE's best is 1032 to 1 (https://zlib.net/zlib_tech.html); what claims more is no DEFLATE. */
const BEST_RATIO = 1032;
/** No encoder makes data larger than by an eighth and a few bytes: zlib's deflateBound at its worst. */
const WORST_RATIO = 1.125;
const RATIO_SLACK_BYTES = 64;

const WINDOW_BYTES = 1024 * 1024;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END64_BYTES = 56;
const HEADER_BYTES = 46;
const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;

const ENCRYPTED = 1 << 0;
const PATCHED = 1 << 5;
const STRONGLY_ENCRYPTED = 1 << 6;
const MASKED = 1 << 13;

/** Upper half of the external attributes, where Unix or macOS wrote the entry. */
const FILE_TYPE = 0xf000;
const UNIX_TYPES: Readonly<Record<number, ZipEntry["kind"]>> = {
  0: "file",
  16384: "folder",
  32768: "file",
  40960: "link",
};
const UNIX_MAKERS = new Set([3, 19]);

/**
 * Reads every entry of the directory, in the order in which their data lies.
 *
 * @throws EvidenceError ARCHIVE_INVALID where the ZIP says two things, or holds what it does not list
 * @throws EvidenceError STORE_UNREADABLE where it is no ZIP, cut off, encrypted or in parts
 */
export async function readDirectory(bytes: RandomAccess, where: string): Promise<ZipEntry[]> {
  const { offset, size, count } = await findDirectory(bytes, where);
  const window = new ByteWindow(bytes, offset, offset + size);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    entries.push(await readEntry(window, where));
  }
  if (window.left > 0) throw invalid(where, "its directory goes on after the last entry");
  refuseTwice(entries, where);
  return laidOut(entries, offset, where);
}

interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

/** What an end record states of the directory: section 4.3.16, and 4.3.14 for ZIP64. */
interface EndRecord extends DirectoryPlace {
  /** The part that it lies in, and the one in which the directory begins. */
  readonly disks: readonly [number, number];
  /** How many entries lie in this part. */
  readonly countHere: number;
}

/** Sections 4.3.14 to 4.3.16: the end record, and before it that of ZIP64. */
async function findDirectory(bytes: RandomAccess, where: string): Promise<DirectoryPlace> {
  if (bytes.size < END_BYTES) throw unreadable(where, "it is too short for a ZIP");
  const endOffset = bytes.size - END_BYTES;
  const end = viewOf(await bytes.read(endOffset, END_BYTES));
  if (end.getUint32(0, true) !== 0x06054b50) {
    const tail = Math.min(bytes.size, END_BYTES + MAX_16);
    if (holdsEnd(await bytes.read(bytes.size - tail, tail))) {
      throw invalid(where, "something follows the end of its directory");
    }
    const isBegun = viewOf(await bytes.read(0, 4)).getUint32(0, true) === 0x04034b50;
    throw unreadable(where, isBegun ? "its end is missing" : "it is no ZIP");
  }
  if (end.getUint16(20, true) !== 0) {
    throw invalid(where, "it states a comment, and nothing follows its end");
  }
  const narrow: EndRecord = {
    disks: [end.getUint16(4, true), end.getUint16(6, true)],
    countHere: end.getUint16(8, true),
    count: end.getUint16(10, true),
    size: end.getUint32(12, true),
    offset: end.getUint32(16, true),
  };
  const locator = await readLocator(bytes, endOffset);
  if (locator === undefined) return checkPlace(narrow, endOffset, where);
  const end64Offset = endOffset - LOCATOR_BYTES - END64_BYTES;
  if (end64Offset < 0 || locator.getBigUint64(8, true) !== BigInt(end64Offset)) {
    throw invalid(where, "its ZIP64 record is not where it says");
  }
  const wide = readEnd64(viewOf(await bytes.read(end64Offset, END64_BYTES)), where);
  const place = checkPlace(wide, end64Offset, where);
  if (!agreesWith(narrow, wide)) throw invalid(where, "its two end records disagree");
  if (locator.getUint32(4, true) !== 0 || locator.getUint32(16, true) !== 1) {
    throw invalid(where, "it says in one place that it has parts, and in another that it has none");
  }
  return place;
}

/** Section 4.3.14, version 1. */
function readEnd64(end64: DataView, where: string): EndRecord {
  if (end64.getUint32(0, true) !== 0x06064b50 || end64.getBigUint64(4, true) !== 44n) {
    throw invalid(where, "its ZIP64 record is not one that this release knows");
  }
  return {
    disks: [end64.getUint32(16, true), end64.getUint32(20, true)],
    countHere: safeNumber(end64.getBigUint64(24, true), where),
    count: safeNumber(end64.getBigUint64(32, true), where),
    size: safeNumber(end64.getBigUint64(40, true), where),
    offset: safeNumber(end64.getBigUint64(48, true), where),
  };
}

/** Whether an end record stands anywhere in the bytes. */
function holdsEnd(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  for (let at = 0; at + END_BYTES <= bytes.length; at++) {
    if (view.getUint32(at, true) === 0x06054b50) return true;
  }
  return false;
}

/** Section 4.3.15. */
async function readLocator(bytes: RandomAccess, endOffset: number): Promise<DataView | undefined> {
  if (endOffset < LOCATOR_BYTES) return undefined;
  const locator = viewOf(await bytes.read(endOffset - LOCATOR_BYTES, LOCATOR_BYTES));
  return locator.getUint32(0, true) === 0x07064b50 ? locator : undefined;
}

function checkPlace(record: EndRecord, end: number, where: string): DirectoryPlace {
  const { disks, countHere, count, size, offset } = record;
  if (disks.some((disk) => disk !== 0)) throw unreadable(where, "it is one of several parts");
  if (count !== countHere) throw invalid(where, "it counts its entries in two ways");
  if (offset + size !== end) {
    throw invalid(where, "something lies between its directory and the end, or before the start");
  }
  if (count > MAX_ENTRIES) {
    throw unreadable(where, `it lists ${count} entries; ${MAX_ENTRIES} are read at most`);
  }
  return { offset, size, count };
}

/** Section 4.3.12. */
async function readEntry(window: ByteWindow, where: string): Promise<ZipEntry> {
  const fixed = await window.take(HEADER_BYTES, where);
  const header = viewOf(fixed);
  if (header.getUint32(0, true) !== 0x02014b50) {
    throw invalid(where, "its directory holds something that is no entry");
  }
  const nameBytes = await window.take(header.getUint16(28, true), where);
  const extra = await window.take(header.getUint16(30, true), where);
  await window.take(header.getUint16(32, true), where);
  const name = decodeName(nameBytes);
  const flags = header.getUint16(8, true);
  const method = header.getUint16(10, true);
  if ((flags & (ENCRYPTED | STRONGLY_ENCRYPTED | MASKED)) !== 0) {
    throw unreadable(where, `${quoted(name)} in it is encrypted. Unpack it and verify the folder`);
  }
  if ((method !== 0 && method !== 8) || (flags & PATCHED) !== 0) {
    throw unreadable(
      where,
      `${quoted(name)} is compressed in a way (${method}) that this release does not read. Unpack it and verify the folder`,
    );
  }
  const refuse = (what: string): Error => invalid(where, `${quoted(name)} ${what}`);
  const fields = extraFields(extra, refuse);
  if (secondName(fields, nameBytes)) throw refuse("has a second name");
  const [size, deflatedSize, offset, disk] = widen(
    fields.get(0x0001),
    [
      [header.getUint32(24, true), 8],
      [header.getUint32(20, true), 8],
      [header.getUint32(42, true), 8],
      [header.getUint16(34, true), 4],
    ],
    name,
    where,
  );
  if (disk !== 0) throw unreadable(where, "it is one of several parts");
  const entry: ZipEntry = {
    name,
    kind: kindOf(name, header.getUint16(4, true) >> 8, header.getUint32(38, true)),
    method,
    flags,
    crc32: header.getUint32(16, true),
    deflatedSize,
    size,
    offset,
    end: 0,
  };
  refuseImpossibleSize(entry, where);
  return entry;
}

/** A name as text; where it is no UTF-8, with U+FFFD in it, which no path of a bundle has. */
export function decodeName(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Whether Info-ZIP's field for a name in Unicode (section 4.6.9) has another one than the header. */
export function secondName(fields: ReadonlyMap<number, Uint8Array>, name: Uint8Array): boolean {
  const unicode = fields.get(0x7075);
  // Before the name come a version and the checksum of the other name.
  return unicode !== undefined && !equalBytes(unicode.subarray(5), name);
}

/** Section 4.5: id, length, data, one after the other. */
export function extraFields(
  extra: Uint8Array,
  refuse: (what: string) => Error,
): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  const view = viewOf(extra);
  for (let at = 0; at < extra.length; ) {
    const end = at + 4 <= extra.length ? at + 4 + view.getUint16(at + 2, true) : Infinity;
    if (end > extra.length) throw refuse("has an extra field that is broken");
    const id = view.getUint16(at, true);
    if (fields.has(id)) throw refuse("has an extra field twice");
    fields.set(id, extra.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** Section 4.5.3: what does not fit its field stands in the ZIP64 field, in this order. */
function widen(
  field: Uint8Array | undefined,
  values: readonly [[number, 8], [number, 8], [number, 8], [number, 4]],
  name: string,
  where: string,
): [number, number, number, number] {
  const view = viewOf(field ?? new Uint8Array());
  let at = 0;
  const wide = ([value, bytes]: readonly [number, 4 | 8]): number => {
    if (value !== (bytes === 8 ? MAX_32 : MAX_16)) return value;
    if (at + bytes > view.byteLength) {
      throw invalid(where, `${quoted(name)} lacks a size that it refers to`);
    }
    at += bytes;
    return bytes === 8
      ? safeNumber(view.getBigUint64(at - 8, true), where)
      : view.getUint32(at - 4, true);
  };
  return [wide(values[0]), wide(values[1]), wide(values[2]), wide(values[3])];
}

function kindOf(name: string, maker: number, attributes: number): ZipEntry["kind"] {
  const byName = name.endsWith("/") ? "folder" : "file";
  if (!UNIX_MAKERS.has(maker)) return byName;
  const type = (attributes >>> 16) & FILE_TYPE;
  if (type === 0) return byName;
  const byType = UNIX_TYPES[type] ?? "special";
  return byType === byName || byType === "link" ? byType : "special";
}

/** What unpacks to far more, or far less, than it lists is told by its sizes before it is read. */
function refuseImpossibleSize({ name, method, size, deflatedSize }: ZipEntry, where: string): void {
  const most = method === 0 ? deflatedSize : deflatedSize * BEST_RATIO;
  const least = method === 0 ? size : size * WORST_RATIO + RATIO_SLACK_BYTES;
  if (size > most || deflatedSize > least || (name.endsWith("/") && size > 0)) {
    throw invalid(
      where,
      `${quoted(name)} states ${size} bytes and takes ${deflatedSize}, which cannot be`,
    );
  }
}

/** Of two entries with one name, programs that unpack keep this one or that one. */
function refuseTwice(entries: readonly ZipEntry[], where: string): void {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw invalid(where, `it holds ${quoted(name)} twice`, name);
    names.add(name);
  }
}

/** Sorts entries by where they lie, and refuses two on one spot and anything before the first. */
function laidOut(entries: ZipEntry[], directory: number, where: string): ZipEntry[] {
  const sorted = entries.toSorted((left, right) => left.offset - right.offset);
  if ((sorted[0]?.offset ?? directory) !== 0) {
    throw invalid(where, "something lies before its first entry");
  }
  for (const [index, entry] of sorted.entries()) {
    entry.end = sorted[index + 1]?.offset ?? directory;
    // A local header takes 30 bytes and the name; the rest is looked at when it is compared.
    if (entry.offset + 30 + entry.deflatedSize > entry.end) {
      throw invalid(where, `${quoted(entry.name)} overlaps what comes after it`);
    }
  }
  return sorted;
}

/** Takes bytes one after the other out of a stretch, and asks for them a mebibyte at a time. */
class ByteWindow {
  readonly #bytes: RandomAccess;
  readonly #end: number;
  #next: number;
  #held: Uint8Array = new Uint8Array();

  constructor(bytes: RandomAccess, start: number, end: number) {
    this.#bytes = bytes;
    this.#next = start;
    this.#end = end;
  }

  get left(): number {
    return this.#held.length + this.#end - this.#next;
  }

  async take(length: number, where: string): Promise<Uint8Array> {
    if (length > this.left) throw invalid(where, "its directory ends within an entry");
    if (length > this.#held.length) {
      const more = Math.min(WINDOW_BYTES, this.#end - this.#next);
      const read = await this.#bytes.read(this.#next, more);
      const joined = new Uint8Array(this.#held.length + more);
      joined.set(this.#held);
      joined.set(read, this.#held.length);
      this.#held = joined;
      this.#next += more;
    }
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }
}

/** Whether each number of the small record is that of ZIP64's, or refers to it. */
function agreesWith(narrow: EndRecord, wide: EndRecord): boolean {
  const agrees = (stated: number, truth: number, most: number): boolean =>
    stated === truth || stated === most;
  return (
    agrees(narrow.disks[0], wide.disks[0], MAX_16) &&
    agrees(narrow.disks[1], wide.disks[1], MAX_16) &&
    agrees(narrow.countHere, wide.countHere, MAX_16) &&
    agrees(narrow.count, wide.count, MAX_16) &&
    agrees(narrow.size, wide.size, MAX_32) &&
    agrees(narrow.offset, wide.offset, MAX_32)
  );
}

function safeNumber(value: bigint, where: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw invalid(where, "it states an absurd size");
  return Number(value);
}

/** A view of the bytes, little-endian as everything in a ZIP. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A name in a sentence, whatever it is. */
export function quoted(name: string): string {
  return JSON.stringify(name);
}

/** A ZIP that says two things, or hides something: somebody made it so. */
export function invalid(where: string, what: string, path?: string): EvidenceError {
  const fields = path === undefined ? {} : { path };
  return new EvidenceError(
    "ARCHIVE_INVALID",
    `${where} is refused: ${what}. Get it from its source again; nothing was read.`,
    fields,
  );
}

function unreadable(where: string, what: string): EvidenceError {
  return new EvidenceError("STORE_UNREADABLE", `${where} cannot be read as a ZIP: ${what}.`);
}
