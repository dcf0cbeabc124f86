import type { RandomAccess, ZipSource } from "./zip-bytes.ts";
import {
  decodeName,
  extraFields,
  invalid,
  quoted,
  secondName,
  viewOf,
  type ZipEntry,
} from "./zip-directory.ts";

const LOCAL_BYTES = 30;
const CHUNK_BYTES = 1024 * 1024;
const MAX_32 = 0xffffffff;

/** The sizes stand behind the data. */
const HAS_DESCRIPTOR = 1 << 3;
/** The encoder's level and whether the name is UTF-8: they may differ between the two headers. */
const IMMATERIAL = (1 << 1) | (1 << 2) | (1 << 11);

/** An entry whose local header says what the directory says, with nothing between it and the next. */
export interface LocatedEntry extends ZipEntry {
  /** Where its data begins. */
  readonly start: number;
}

/**
 * Compares every entry with its local header, those that nobody will read among them: programs that
 * unpack by local headers must come to the same files as those that go by the directory.
 *
 * @throws EvidenceError ARCHIVE_INVALID where the two differ, or something lies between entries
 */
export async function locate(
  bytes: RandomAccess,
  entries: readonly ZipEntry[],
  where: string,
): Promise<LocatedEntry[]> {
  const located: LocatedEntry[] = [];
  for (const entry of entries) {
    located.push({ ...entry, start: await findData(bytes, entry, where) });
  }
  return located;
}

/**
 * The data of an entry, unpacked.
 *
 * @throws Error of the platform where the data is no DEFLATE
 */
export function dataOf(
  { bytes, inflate }: ZipSource,
  { method, start, deflatedSize, size }: LocatedEntry,
): AsyncIterable<Uint8Array> {
  const chunks = stretch(bytes, start, deflatedSize);
  return method === 0 ? chunks : inflate({ chunks, deflatedSize, size });
}

async function* stretch(
  bytes: RandomAccess,
  start: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; done += CHUNK_BYTES) {
    yield await bytes.read(start + done, Math.min(CHUNK_BYTES, length - done));
  }
}

/** Section 4.3.7. */
async function findData(bytes: RandomAccess, entry: ZipEntry, where: string): Promise<number> {
  const { name, offset, end, deflatedSize } = entry;
  const refuse = (what: string): Error => invalid(where, `${quoted(name)} ${what}`, name);
  // Header, name and extra fields in one read: most have no more.
  const ahead = await bytes.read(offset, Math.min(LOCAL_BYTES + 1024, end - offset));
  const header = viewOf(ahead);
  if (header.getUint32(0, true) !== 0x04034b50) throw refuse("is not where the directory says");
  const nameLength = header.getUint16(26, true);
  const start = offset + LOCAL_BYTES + nameLength + header.getUint16(28, true);
  if (start + deflatedSize > end) throw refuse("overlaps what comes after it");
  const whole = start - offset <= ahead.length ? ahead : await bytes.read(offset, start - offset);
  const nameBytes = whole.subarray(LOCAL_BYTES, LOCAL_BYTES + nameLength);
  if (decodeName(nameBytes) !== name) throw refuse("has another name where its data lies");
  const isSameFlags = ((header.getUint16(6, true) ^ entry.flags) & ~IMMATERIAL) === 0;
  if (!isSameFlags || header.getUint16(8, true) !== entry.method) {
    throw refuse("is compressed in another way where its data lies");
  }
  const extra = whole.subarray(LOCAL_BYTES + nameLength, start - offset);
  const fields = extraFields(extra, refuse);
  if (secondName(fields, nameBytes)) throw refuse("has a second name where its data lies");
  if (!localSizesAgree(header, fields.get(0x0001), entry)) {
    throw refuse("has another size where its data lies");
  }
  const rest = await bytes.read(start + deflatedSize, Math.min(end - start - deflatedSize, 25));
  const isEndRight =
    (entry.flags & HAS_DESCRIPTOR) === 0 ? rest.length === 0 : isDescriptorOf(rest, entry);
  if (!isEndRight) throw refuse("is followed by something that the directory does not list");
  return start;
}

function localSizesAgree(
  header: DataView,
  wide: Uint8Array | undefined,
  { flags, crc32, size, deflatedSize }: ZipEntry,
): boolean {
  const isBehind = (flags & HAS_DESCRIPTOR) !== 0;
  const fits = (stated: number, truth: number): boolean =>
    stated === truth || (isBehind && stated === 0);
  // Section 4.5.3: in a local header the ZIP64 field has both sizes, whichever of them refers to it.
  const wideSizes = viewOf(wide !== undefined && wide.length >= 16 ? wide : new Uint8Array());
  const fitsWide = (stated: number, truth: number, at: 0 | 8): boolean => {
    if (stated !== MAX_32) return fits(stated, truth);
    return wideSizes.byteLength > 0 && fits(Number(wideSizes.getBigUint64(at, true)), truth);
  };
  return (
    fits(header.getUint32(14, true), crc32) &&
    fitsWide(header.getUint32(22, true), size, 0) &&
    fitsWide(header.getUint32(18, true), deflatedSize, 8)
  );
}

/** Section 4.3.9: with or without its signature, with sizes of four or eight bytes. */
function isDescriptorOf(rest: Uint8Array, { crc32, size, deflatedSize }: ZipEntry): boolean {
  const view = viewOf(rest);
  const signature = rest.length === 16 || rest.length === 24 ? 4 : 0;
  if (![12, 16, 20, 24].includes(rest.length)) return false;
  if (signature === 4 && view.getUint32(0, true) !== 0x08074b50) return false;
  if (view.getUint32(signature, true) !== crc32) return false;
  if (rest.length - signature === 12) {
    const sizes = [view.getUint32(signature + 4, true), view.getUint32(signature + 8, true)];
    return sizes[0] === deflatedSize && sizes[1] === size;
  }
  return (
    view.getBigUint64(signature + 4, true) === BigInt(deflatedSize) &&
    view.getBigUint64(signature + 12, true) === BigInt(size)
  );
}
