import { describe, expect, it } from "vitest";
import { Turns } from "../../shared/capture/turns.ts";

/** Work that ends when it is told to, and notes when it began. */
function works(count: number) {
  const begun: number[] = [];
  const all = Array.from({ length: count }, (_, index) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const work = () => {
      begun.push(index);
      return promise;
    };
    return { work, end: () => resolve(index), fail: () => reject(new Error(`${index}`)) };
  });
  return { begun, all };
}
const settled = () => new Promise((done) => setImmediate(done));

describe("turns", () => {
  it("let so many go on at once, and each of the others when one has ended", async () => {
    const turns = new Turns(2);
    const { begun, all } = works(4);
    const results = all.map(({ work }) => turns.take("host", work));
    await settled();
    expect(begun).toEqual([0, 1]);
    all[1]?.end();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    for (const { end } of all) end();
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
  });

  it("pass on when work fails", async () => {
    const turns = new Turns(1);
    const { begun, all } = works(2);
    const [first, second] = all.map(({ work }) => turns.take("host", work));
    all[0]?.fail();
    await expect(first).rejects.toThrow("0");
    all[1]?.end();
    expect(await second).toBe(1);
    expect(begun).toEqual([0, 1]);
  });

  it("are kept apart by key, and come back when all have ended", async () => {
    const turns = new Turns(1);
    const { begun, all } = works(3);
    const one = turns.take("a", async () => all[0]?.work());
    const other = turns.take("b", async () => all[1]?.work());
    await settled();
    expect(begun).toEqual([0, 1]);
    for (const { end } of all) end();
    await Promise.all([one, other]);
    await turns.take("a", async () => all[2]?.work());
    expect(begun).toEqual([0, 1, 2]);
  });
});
