import { expect, it } from "vitest";
import { firstDifference } from "../../shared/snapshot/first-difference.ts";

it.each<[string, unknown, unknown, ReturnType<typeof firstDifference>]>([
  ["equal values do not differ", { a: [1, { b: null }] }, { a: [1, { b: null }] }, undefined],
  ["a value", { a: { b: 1 } }, { a: { b: 2 } }, { pointer: "/a/b", one: "1", other: "2" }],
  ["a kind", { a: [] }, { a: {} }, { pointer: "/a", one: "[]", other: "{}" }],
  ["null is no object", { a: null }, { a: {} }, { pointer: "/a", one: "null", other: "{}" }],
  ["a member gone", { a: 1 }, {}, { pointer: "/a", one: "1", other: "nothing" }],
  ["a member added", {}, { a: 1 }, { pointer: "/a", one: "nothing", other: "1" }],
  [
    "lists of two lengths, by their lengths",
    { a: [1, 2, 3] },
    { a: [1] },
    { pointer: "/a", one: "3 entries", other: "1 entry" },
  ],
  ["an entry of a list", [1, 2], [1, 3], { pointer: "/1", one: "2", other: "3" }],
  ["the first of several", { a: 1, b: 1 }, { a: 2, b: 2 }, { pointer: "/a", one: "1", other: "2" }],
  ["keys are escaped", { "a/~": 1 }, { "a/~": 2 }, { pointer: "/a~1~0", one: "1", other: "2" }],
  [
    "a long value is cut",
    "x".repeat(200),
    "y",
    { pointer: "", one: `"${"x".repeat(79)}…`, other: '"y"' },
  ],
])("%s", (_sentence, one, other, difference) => {
  expect(firstDifference(one, other)).toEqual(difference);
});
