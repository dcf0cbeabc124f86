/** The addresses from `first` to `last`, both included, of one version of the Internet Protocol. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Every IPv4 address. */
export const ALL_IPV4: AddressRange = { version: 4, first: 0n, last: 2n ** 32n - 1n };

/** Every IPv6 address. */
export const ALL_IPV6: AddressRange = { version: 6, first: 0n, last: 2n ** 128n - 1n };

/**
 * 2000::/3, the only IPv6 block that is given out for use on the internet.
 *
 * @see https://www.iana.org/assignments/ipv6-address-space/ipv6-address-space.xhtml
 */
const PUBLIC_IPV6: AddressRange = { version: 6, first: 1n << 125n, last: (1n << 126n) - 1n };

/** The range that CIDR notation names (RFC 4632, RFC 4291 §2.3), or null where it is neither. */
export function parseCidr(text: string): AddressRange | null {
  const [address, prefix, more] = text.split("/");
  if (address === undefined || prefix === undefined || more !== undefined) return null;
  if (!/^\d{1,3}$/.test(prefix)) return null;
  const version = address.includes(":") ? 6 : 4;
  const bits = version === 4 ? 32 : 128;
  const value = version === 4 ? parseIpv4(address) : parseIpv6(address);
  if (value === null || Number(prefix) > bits) return null;
  const hostBits = BigInt(bits - Number(prefix));
  const first = (value >> hostBits) << hostBits;
  return { version, first, last: first + (1n << hostBits) - 1n };
}

/**
 * Whether the ranges, alone or together, are the whole internet for practical purposes: at least
 * half of all IPv4 addresses, or at least half of 2000::/3. So 0.0.0.0/0 and ::/0 are the world, as
 * are 0.0.0.0/1 alone, ::/1 alone, and any handful of ranges that was split to look smaller; the
 * address blocks of a provider or a country are not.
 */
export function isWorld(ranges: readonly AddressRange[]): boolean {
  const publicIpv6 = ranges.flatMap((range) => intersect(range, PUBLIC_IPV6));
  return (
    isHalf(
      ranges.filter(({ version }) => version === 4),
      ALL_IPV4,
    ) || isHalf(publicIpv6, PUBLIC_IPV6)
  );
}

/** What both ranges hold; a list of none or one. */
export function intersect(one: AddressRange, other: AddressRange): AddressRange[] {
  if (one.version !== other.version) return [];
  const first = one.first > other.first ? one.first : other.first;
  const last = one.last < other.last ? one.last : other.last;
  return first > last ? [] : [{ version: one.version, first, last }];
}

/** What is left of a range without another; a list of none, one or two. */
export function subtract(from: AddressRange, cut: AddressRange): AddressRange[] {
  const [common] = intersect(from, cut);
  if (common === undefined) return [from];
  const left: AddressRange[] = [];
  if (common.first > from.first) left.push({ ...from, last: common.first - 1n });
  if (common.last < from.last) left.push({ ...from, first: common.last + 1n });
  return left;
}

function isHalf(ranges: readonly AddressRange[], whole: AddressRange): boolean {
  return 2n * countAddresses(ranges) >= whole.last - whole.first + 1n;
}

/** How many addresses the ranges of one version hold together, each counted once. */
function countAddresses(ranges: readonly AddressRange[]): bigint {
  let count = 0n;
  let next = 0n;
  for (const { first, last } of ranges.toSorted(byFirst)) {
    const from = first > next ? first : next;
    if (last < from) continue;
    count += last - from + 1n;
    next = last + 1n;
  }
  return count;
}

function byFirst(a: AddressRange, b: AddressRange): number {
  if (a.first === b.first) return 0;
  return a.first < b.first ? -1 : 1;
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  if (!parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
