import { expect, it } from "vitest";
import { listInWords } from "../../../shared/checks/ec2/list-in-words.ts";

it.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c", "d"], "a, b, c and d"],
  [["a", "b", "c", "d", "e"], "a, b, c, d and 1 more"],
])("%j", (items, expected) => {
  expect(listInWords(items)).toBe(expected);
});
