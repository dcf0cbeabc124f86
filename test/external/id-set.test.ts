import { hash } from "node:crypto";
import { expect, it } from "vitest";
import { IdSet } from "../../shared/external/id-set.ts";

const idOf = (number: number) => hash("sha256", String(number), "hex").slice(0, 16);

it("takes each id once, however many there are", () => {
  const set = new IdSet();
  const numbers = Array.from({ length: 20_000 }, (_, at) => at % 15_000);
  expect(numbers.filter((number) => set.add(idOf(number)))).toHaveLength(15_000);
});

it.each([
  ["that differ in their first half", "00000001aaaaaaaa", "00000002aaaaaaaa"],
  ["that differ in their second half", "aaaaaaaa00000001", "aaaaaaaa00000002"],
  ["that would fall into the same place", "0000000000000400", "0000000000000800"],
  ["that are all zeros, or almost", "0000000000000000", "0000000000000001"],
])("tells ids apart %s", (_what, one, other) => {
  const set = new IdSet();
  expect([set.add(one), set.add(other), set.add(one)]).toEqual([true, true, false]);
});
