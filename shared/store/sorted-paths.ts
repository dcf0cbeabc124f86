import { compareUtf8 } from "../integrity/bytes.ts";

/**
 * Those whose path begins with `prefix`, found by halves: a verifier asks for each folder of each snapshot.
 *
 * @param sorted by the UTF-8 bytes of their paths
 */
export function* below<Item extends { readonly path: string }>(
  prefix: string,
  sorted: readonly Item[],
): Generator<Item> {
  for (let at = firstFrom(sorted, prefix); at < sorted.length; at++) {
    const item = sorted[at];
    if (item === undefined || !item.path.startsWith(prefix)) return;
    yield item;
  }
}

/** Index of the first path that is not below the prefix. */
function firstFrom(sorted: readonly { readonly path: string }[], prefix: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(sorted[middle]?.path ?? "", prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
