import { concatBytes } from "../../../shared/integrity/bytes.ts";
import type { RandomAccess } from "../../../shared/store/zip-bytes.ts";

const PAGE_BYTES = 1024 * 1024;
/** Files are verified some at a time, and their neighbours next. */
const KEPT_PAGES = 16;

/**
 * The same bytes, small reads among them served from a few pages that are kept: a browser asks another
 * process for each read of a file, and a ZIP takes three for each entry.
 */
export function pagedAccess(bytes: RandomAccess): RandomAccess {
  const pages = new Map<number, Promise<Uint8Array>>();
  const pageAt = (index: number): Promise<Uint8Array> => {
    const kept = pages.get(index);
    if (kept !== undefined) return kept;
    const start = index * PAGE_BYTES;
    const page = bytes.read(start, Math.min(PAGE_BYTES, bytes.size - start));
    pages.set(index, page);
    const [oldest] = pages.keys();
    if (pages.size > KEPT_PAGES && oldest !== undefined) pages.delete(oldest);
    return page;
  };
  return {
    size: bytes.size,
    async read(offset, length) {
      if (length === 0 || length >= PAGE_BYTES) return bytes.read(offset, length);
      const first = Math.floor(offset / PAGE_BYTES);
      const last = Math.floor((offset + length - 1) / PAGE_BYTES);
      const page = await pageAt(first);
      const start = offset - first * PAGE_BYTES;
      if (first === last) return page.subarray(start, start + length);
      const next = await pageAt(last);
      return concatBytes(page.subarray(start), next.subarray(0, length - (page.length - start)));
    },
  };
}
