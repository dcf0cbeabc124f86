import { expect, it } from "vitest";
import { isSamePerson } from "../../shared/decisions/register-rules.ts";

it.each([
  ["Ada Lovelace", "ada  LOVELACE", true],
  ["Ada Lovelace", "A. Lovelace", true],
  ["Ada Lovelace", "A Lovelace", true],
  ["Ada Lovelace", "Lovelace, Ada", true],
  ["Ada Lovelace <ada@example.com>", "Ada Lovelace", true],
  ["Ada Lovelace <ada@example.com>", "Lovelace, A.", true],
  ["Ada Lovelace", "Grace Lovelace", false],
  ["Ada Lovelace", "G. Lovelace", false],
  ["Ada Lovelace", "Ada King", false],
  ["A. King Lovelace", "A. Lovelace", false],
  ["Ada", "A", false],
])("%s and %s are one person: %s", (one, other, expected) => {
  expect(isSamePerson(one, other)).toBe(expected);
  expect(isSamePerson(other, one)).toBe(expected);
});
