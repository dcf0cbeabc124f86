import { crc32, deflateRawSync } from "node:zlib";
import { utf8 } from "../../shared/integrity/bytes.ts";

/** One entry of a ZIP under test; what is left out is as an honest tool would have it. */
export interface MadeEntry {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** What lies there instead of the data, deflated or not. */
  readonly raw?: Uint8Array;
  readonly crc32?: number;
  /** What both headers state. */
  readonly size?: number;
  readonly deflatedSize?: number;
  /** What only the local header states. */
  readonly local?: {
    readonly name?: string;
    readonly size?: number;
    readonly deflatedSize?: number;
    readonly crc32?: number;
    readonly method?: number;
    readonly flags?: number;
    readonly extra?: Uint8Array;
  };
  /** What only the directory states. */
  readonly offset?: number;
  readonly extra?: Uint8Array;
  readonly unixMode?: number;
  readonly disk?: number;
  /** What follows the data: sizes of four or eight bytes, with or without a signature, or anything. */
  readonly descriptor?: "signed" | "plain" | "signed64" | "plain64" | Uint8Array;
  /** Whether sizes and offset stand in the ZIP64 field. */
  readonly wide?: true;
}

/** What is unusual about the archive itself. */
export interface MadeArchive {
  readonly before?: Uint8Array;
  /** Whether offsets count what lies before, as those of a program that unpacks itself do. */
  readonly counted?: true;
  readonly between?: Uint8Array;
  readonly after?: Uint8Array;
  readonly comment?: string;
  /** What the end record states of it. */
  readonly commentLength?: number;
  readonly count?: number;
  readonly countHere?: number;
  readonly directoryOffset?: number;
  readonly directorySize?: number;
  readonly disk?: number;
  /** Whether what lies between is counted as part of the directory. */
  readonly stretched?: true;
  readonly wide?: MadeWide;
}

/** What is unusual about the ZIP64 record, its locator, or the small record beside them. */
export interface MadeWide {
  readonly at?: number;
  readonly count?: number;
  readonly disk?: number;
  readonly firstDisk?: number;
  readonly locatorDisk?: number;
  readonly locatorDisks?: number;
  readonly narrowDisk?: number;
  readonly narrowFirstDisk?: number;
  readonly narrowCountHere?: number;
  readonly narrowCount?: number;
  readonly narrowSize?: number;
  readonly narrowOffset?: number;
}

/** Bytes, little-endian, as everything in a ZIP: `[value, bytes]`. */
function fields(...parts: readonly (readonly [number, 2 | 4 | 8])[]): Buffer {
  return Buffer.concat(
    parts.map(([value, length]) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(value));
      return bytes.subarray(0, length);
    }),
  );
}

/** A ZIP as the specification has it, but for what is asked to be otherwise. */
export function makeZip(entries: readonly MadeEntry[], archive: MadeArchive = {}): Uint8Array {
  return new Uint8Array(Buffer.concat([...zipParts(entries, archive)]));
}

/** The same in parts, one after the other, for a ZIP that is too large to be held. */
export function* zipParts(
  entries: Iterable<MadeEntry>,
  archive: MadeArchive = {},
): Generator<Uint8Array> {
  const parts: Uint8Array[] = [archive.before ?? new Uint8Array()];
  const headers: Uint8Array[] = [];
  let offset = archive.counted === true ? (archive.before?.length ?? 0) : 0;
  for (const entry of entries) {
    const made = makeEntry(entry, offset);
    parts.push(made.local);
    headers.push(made.central);
    offset += made.local.length;
  }
  const directory = Buffer.concat(headers);
  parts.push(directory, archive.between ?? new Uint8Array());
  const count = archive.count ?? headers.length;
  const more = archive.stretched === true ? (archive.between?.length ?? 0) : 0;
  const size = archive.directorySize ?? directory.length + more;
  const start = archive.directoryOffset ?? offset;
  if (archive.wide !== undefined) {
    const { wide } = archive;
    parts.push(
      fields([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [wide.disk ?? 0, 4]),
      fields([wide.firstDisk ?? 0, 4], [count, 8], [wide.count ?? count, 8], [size, 8], [start, 8]),
      fields([0x07064b50, 4], [wide.locatorDisk ?? 0, 4]),
      fields([wide.at ?? offset + directory.length, 8], [wide.locatorDisks ?? 1, 4]),
    );
  }
  const narrow = (value: number, most: number): number =>
    archive.wide === undefined ? value : most;
  const { narrowCountHere, narrowCount, narrowSize, narrowOffset } = archive.wide ?? {};
  const comment = utf8(archive.comment ?? "");
  parts.push(
    fields([0x06054b50, 4], [archive.wide?.narrowDisk ?? archive.disk ?? 0, 2]),
    fields([archive.wide?.narrowFirstDisk ?? 0, 2]),
    fields([narrowCountHere ?? narrow(archive.countHere ?? count, 0xffff), 2]),
    fields([narrowCount ?? narrow(count, 0xffff), 2]),
    fields([narrowSize ?? narrow(size, 0xffffffff), 4]),
    fields([narrowOffset ?? narrow(start, 0xffffffff), 4]),
    fields([archive.commentLength ?? comment.length, 2]),
    comment,
    archive.after ?? new Uint8Array(),
  );
  yield* parts;
}

function makeEntry(entry: MadeEntry, offset: number): { local: Uint8Array; central: Uint8Array } {
  const { local = {}, descriptor } = entry;
  const data = entry.data ?? new Uint8Array();
  const method = entry.method ?? 8;
  const raw = entry.raw ?? (method === 8 ? deflateRawSync(data) : data);
  const name = typeof entry.name === "string" ? utf8(entry.name) : entry.name;
  const size = entry.size ?? data.length;
  const deflatedSize = entry.deflatedSize ?? raw.length;
  const sum = entry.crc32 ?? crc32(data);
  const isBehind = typeof descriptor === "string";
  const flags = (entry.flags ?? 1 << 11) | (isBehind ? 1 << 3 : 0);
  const wide = entry.wide === true;
  const narrow = (value: number): number => (wide ? 0xffffffff : value);
  const localName = local.name === undefined ? name : utf8(local.name);
  const localExtra = Buffer.concat([
    wide ? fields([1, 2], [16, 2], [size, 8], [deflatedSize, 8]) : Buffer.alloc(0),
    local.extra ?? Buffer.alloc(0),
  ]);
  const centralExtra = Buffer.concat([
    wide ? fields([1, 2], [24, 2], [size, 8], [deflatedSize, 8], [offset, 8]) : Buffer.alloc(0),
    entry.extra ?? Buffer.alloc(0),
  ]);
  const stated = (value: number | undefined, truth: number): number =>
    value ?? (isBehind ? 0 : narrow(truth));
  return {
    local: Buffer.concat([
      fields([0x04034b50, 4], [45, 2], [local.flags ?? flags, 2], [local.method ?? method, 2]),
      fields([0, 4], [local.crc32 ?? (isBehind ? 0 : sum), 4]),
      fields([stated(local.deflatedSize, deflatedSize), 4], [stated(local.size, size), 4]),
      fields([localName.length, 2], [localExtra.length, 2]),
      localName,
      localExtra,
      raw,
      makeDescriptor(descriptor, [sum, deflatedSize, size]),
    ]),
    central: Buffer.concat([
      fields([0x02014b50, 4], [(entry.unixMode === undefined ? 0 : 3) * 256 + 45, 2], [45, 2]),
      fields([flags, 2], [method, 2], [0, 4], [sum, 4]),
      fields([narrow(deflatedSize), 4], [narrow(size), 4], [name.length, 2]),
      fields([centralExtra.length, 2], [0, 2], [entry.disk ?? 0, 2], [0, 2]),
      fields([(entry.unixMode ?? 0) * 65_536, 4], [narrow(entry.offset ?? offset), 4]),
      name,
      centralExtra,
    ]),
  };
}

/** Info-ZIP's extra field for a name in Unicode: a version and a checksum, then the name. */
export function secondName(name: string): Uint8Array {
  return Buffer.concat([
    fields([0x7075, 2], [5 + utf8(name).length, 2]),
    Uint8Array.of(1),
    utf8("crc!"),
    utf8(name),
  ]);
}

function makeDescriptor(
  kind: MadeEntry["descriptor"],
  [sum, deflatedSize, size]: readonly [number, number, number],
): Uint8Array {
  if (kind === undefined) return new Uint8Array();
  if (typeof kind !== "string") return kind;
  const signature = kind.startsWith("signed") ? fields([0x08074b50, 4]) : Buffer.alloc(0);
  const bytes = kind.endsWith("64") ? 8 : 4;
  return Buffer.concat([signature, fields([sum, 4], [deflatedSize, bytes], [size, bytes])]);
}
