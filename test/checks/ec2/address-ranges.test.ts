import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AddressRange,
  ALL_IPV4,
  intersect,
  isWorld,
  parseCidr,
  subtract,
} from "../../../shared/checks/ec2/address-ranges.ts";

const range = (text: string): AddressRange => {
  const parsed = parseCidr(text);
  if (parsed === null) throw new Error(`${text} is no range`);
  return parsed;
};

/** 0.0.0.0/2, 64.0.0.0/3, … : one range for each prefix length, which leave out the last address. */
const allButOneOfTheLowerHalf = Array.from({ length: 31 }, (_none, index) => {
  const prefix = index + 2;
  const address = 2 ** 31 - 2 ** (33 - prefix);
  const bytes = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
  return `${bytes.join(".")}/${prefix}`;
});

describe("parseCidr", () => {
  it.each([
    ["0.0.0.0/0", { version: 4, first: 0n, last: 0xffff_ffffn }],
    ["10.1.2.3/8", { version: 4, first: 0x0a00_0000n, last: 0x0aff_ffffn }],
    ["203.0.113.7/32", { version: 4, first: 0xcb00_7107n, last: 0xcb00_7107n }],
    ["::/0", { version: 6, first: 0n, last: 2n ** 128n - 1n }],
    ["2001:DB8::/32", { version: 6, first: 0x2001_0db8n << 96n, last: (0x2001_0db9n << 96n) - 1n }],
    ["1:2:3:4:5:6:7:8/128", range("1:2:3:4:5:6:7:8/128")],
    ["::1/128", { version: 6, first: 1n, last: 1n }],
    ["fe80::/16", { version: 6, first: 0xfe80n << 112n, last: (0xfe81n << 112n) - 1n }],
  ])("reads %s", (text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });

  it.each([
    "",
    "0.0.0.0",
    "0.0.0.0/",
    "0.0.0.0/33",
    "0.0.0.0/-1",
    "0.0.0.0/0/0",
    "256.0.0.0/8",
    "1.2.3/8",
    "0x1.0.0.0/8",
    "::/129",
    ":::/0",
    "1::2::3/64",
    "1:2:3:4:5:6:7/64",
    "1:2:3:4:5:6:7:8::/64",
    "12345::/16",
    "::g/128",
    "pl-12345678",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeNull();
  });
});

describe("isWorld", () => {
  it.each([
    ["all of IPv4", ["0.0.0.0/0"], true],
    ["all of IPv6", ["::/0"], true],
    ["the lower half of IPv4", ["0.0.0.0/1"], true],
    ["the upper half of IPv4", ["128.0.0.0/1"], true],
    ["both halves of IPv4", ["0.0.0.0/1", "128.0.0.0/1"], true],
    ["two quarters of IPv4", ["0.0.0.0/2", "192.0.0.0/2"], true],
    ["one quarter of IPv4", ["64.0.0.0/2"], false],
    ["one quarter of IPv4 twice", ["64.0.0.0/2", "64.0.0.0/2"], false],
    ["quarters that overlap", ["64.0.0.0/2", "64.0.0.0/3", "96.0.0.0/3"], false],
    ["half of IPv4 but for one address", allButOneOfTheLowerHalf, false],
    ["half of IPv4 to the address", [...allButOneOfTheLowerHalf, "127.255.255.255/32"], true],
    [
      "half of IPv4 and one address more",
      [...allButOneOfTheLowerHalf, "127.255.255.255/32", "128.0.0.0/32"],
      true,
    ],
    ["all private networks", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], false],
    ["all that IPv6 gives out", ["2000::/3"], true],
    ["the half of IPv6 that is given out", ["::/1"], true],
    ["the half of IPv6 that nobody has", ["8000::/1"], false],
    ["both halves of IPv6", ["::/1", "8000::/1"], true],
    ["half of what IPv6 gives out", ["2000::/4"], true],
    ["a quarter of what IPv6 gives out", ["2000::/5"], false],
    ["all unique local addresses", ["fc00::/7"], false],
    ["a quarter of each version", ["0.0.0.0/2", "2000::/5"], false],
    ["no range", [], false],
  ])("%s", (_sentence, ranges, expected) => {
    expect(isWorld(ranges.map(range))).toBe(expected);
  });
});

describe("subtract and intersect", () => {
  const small = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })).map(
    ([a, b]): AddressRange => ({
      version: 4,
      first: BigInt(Math.min(a, b)),
      last: BigInt(Math.max(a, b)),
    }),
  );
  const members = (ranges: readonly AddressRange[]) =>
    Array.from({ length: 31 }, (_none, index) => BigInt(index)).filter((address) =>
      ranges.some(({ first, last }) => first <= address && address <= last),
    );

  it("together hold each address of the first range once", () => {
    fc.assert(
      fc.property(small, small, (one, other) => {
        const inside = members([other]);
        expect(members(intersect(one, other))).toEqual(
          members([one]).filter((address) => inside.includes(address)),
        );
        expect(members(subtract(one, other))).toEqual(
          members([one]).filter((address) => !inside.includes(address)),
        );
      }),
    );
  });

  it("leave ranges of the other version alone", () => {
    expect(intersect(ALL_IPV4, range("::/0"))).toEqual([]);
    expect(subtract(ALL_IPV4, range("::/0"))).toEqual([ALL_IPV4]);
  });
});
