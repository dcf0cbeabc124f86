import { expect, it } from "vitest";
import { recordJson } from "../../shared/capture/record-json.ts";

class LazyText extends String {}
class Stream {}

it.each([
  ["a date", new Date("2026-11-22T06:00:00Z"), "2026-11-22T06:00:00.000Z"],
  ["binary", new Uint8Array([1, 2, 255]), "AQL/"],
  ["a big integer", 2n ** 64n, "18446744073709551616"],
  ["what JSON has no number for", Number.POSITIVE_INFINITY, "Infinity"],
  ["text that the SDK reads lazily", new LazyText("{}"), "{}"],
  ["undefined members", { a: 1, b: undefined }, { a: 1 }],
  ["undefined items", [1, undefined], [1, null]],
  ["the SDK's own metadata", { $metadata: { requestId: "r" }, a: 1 }, { a: 1 }],
  [
    "a map's key that only looks like it",
    { Tags: { $metadata: "x" } },
    { Tags: { $metadata: "x" } },
  ],
  ["nothing", null, null],
])("%s", (_, value, recorded) => {
  expect(recordJson(value)).toEqual(recorded);
});

it("a member named __proto__ stays a member", () => {
  const recorded = recordJson(JSON.parse('{"Tags": {"__proto__": {"admin": "yes"}}}'));
  expect(JSON.stringify(recorded)).toBe('{"Tags":{"__proto__":{"admin":"yes"}}}');
});

it.each([
  ["a function", () => 1],
  ["a stream", { Body: new Stream() }],
])("refuses %s", (_, value) => {
  expect(() => recordJson(value)).toThrow(TypeError);
});
