import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pagedAccess } from "../../../release/verify-page/browser/paged-access.ts";
import type { RandomAccess } from "../../../shared/store/zip-bytes.ts";

const MIB = 1024 * 1024;
const SIZE = 2 * MIB + 1000;
const BYTES = Uint8Array.from({ length: SIZE }, (_, index) => (index * 31 + (index >> 8)) & 255);

function counting(): RandomAccess & { reads: number; most: number } {
  return {
    size: SIZE,
    reads: 0,
    most: 0,
    async read(offset, length) {
      this.reads += 1;
      this.most = Math.max(this.most, offset + length);
      return BYTES.subarray(offset, offset + length);
    },
  };
}

describe("pagedAccess", () => {
  it("gives the bytes that are there, wherever one reads", async () => {
    const under = counting();
    const paged = pagedAccess(under);
    const stretch = fc.record({ offset: fc.nat(SIZE), length: fc.nat(MIB + 10) });
    await fc.assert(
      fc.asyncProperty(stretch, async ({ offset, length }) => {
        const within = Math.min(length, SIZE - offset);
        const given = await paged.read(offset, within);
        expect(Buffer.compare(given, BYTES.subarray(offset, offset + within))).toBe(0);
      }),
      { examples: [[{ offset: MIB - 1, length: 2 }], [{ offset: 0, length: MIB }]] },
    );
    // Never beyond the end, where a browser would give fewer bytes.
    expect(under.most).toBe(SIZE);
  });

  it("asks once for what lies close together, and again once it has let go of it", async () => {
    const under = { ...counting(), size: 40 * MIB, read: async () => new Uint8Array(MIB) };
    const asked: number[] = [];
    const paged = pagedAccess({
      size: under.size,
      read: (offset) => {
        asked.push(offset / MIB);
        return under.read();
      },
    });
    for (let index = 0; index < 100; index++) await paged.read(index * 1000, 1000);
    expect(asked).toEqual([0]);
    for (let page = 1; page <= 16; page++) await paged.read(page * MIB, 10);
    await paged.read(0, 10);
    expect(asked).toEqual([...Array(17).keys(), 0]);
  });
});
