import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalBytes, canonicalJson } from "../../shared/integrity/canonical-json.ts";

describe("RFC 8785", () => {
  test("section 3.2.2: the sample object, without the number that is beyond 2^53-1 here", () => {
    const value = {
      // biome-ignore lint/correctness/noPrecisionLoss: the RFC's sample has more digits on purpose
      numbers: [333333333.33333329, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test("section 3.2.3: members are sorted by UTF-16 units", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const titles = [...canonicalJson(value).matchAll(/:"([^"]*)"/g)].map(([, title]) => title);
    expect(titles).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  test.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("appendix B: the double %s is %s", (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, "hex").readDoubleBE())).toBe(text);
  });
});

/** From the test data of the RFC's author (cyberphone/json-canonicalization, testdata/). */
describe("published test data", () => {
  test.each<[string, string, string]>([
    [
      "arrays",
      '[\n  56,\n  {\n    "d": true,\n    "10": null,\n    "1": [ ]\n  }\n]\n',
      '[56,{"1":[],"10":null,"d":true}]',
    ],
    [
      "french",
      '{"peach": "This sorting order", "p\u00e9ch\u00e9": "is wrong according to French", "p\u00eache": "but canonicalization MUST", "sin": "ignore locale"}',
      '{"peach":"This sorting order","p\u00e9ch\u00e9":"is wrong according to French","p\u00eache":"but canonicalization MUST","sin":"ignore locale"}',
    ],
    [
      "structures",
      '{"1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ { } ], "A": { }}',
      '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}',
    ],
    [
      "unicode: nothing is normalized",
      '{"Unnormalized Unicode":"A\u030a"}',
      '{"Unnormalized Unicode":"A\u030a"}',
    ],
    [
      "weird",
      '{"\\u20ac": "Euro Sign", "1": "One", "\\u0080": "Control\\u007f", "\\ud83d\\ude02": "Smiley", "\\u00f6": "Latin Small Letter O With Diaeresis", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "</script>": "Browser Challenge"}',
      '{"1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\ud83d\ude02":"Smiley","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ],
  ])("%s", (_name, input, output) => {
    expect(canonicalJson(JSON.parse(input))).toBe(output);
  });
});

const cyclic: unknown[] = [];
cyclic.push({ cyclic });

describe("what would not survive the round trip is refused", () => {
  test.each<[string, unknown, string]>([
    ["undefined", { a: undefined }, "/a"],
    ["a hole in an array", new Array(1), "/0"],
    ["a function", { a: () => 1 }, "/a"],
    ["a bigint", { a: 1n }, "/a"],
    ["NaN", { a: [Number.NaN] }, "/a/0"],
    ["infinity", Number.NEGATIVE_INFINITY, ""],
    ["2^53", { a: 2 ** 53 }, "/a"],
    ["-2^53", { a: -(2 ** 53) }, "/a"],
    ["the RFC's own 1E30", { a: 1e30 }, "/a"],
    ["a lone surrogate in a value", { a: "\ud800" }, "/a"],
    ["a lone surrogate in a key", { a: { "\udc00": 1 } }, "/a"],
    ["a date", { a: new Date(0) }, "/a"],
    ["a map", { "a/b~c": new Map() }, "/a~1b~0c"],
    ["undefined after what holds something", { a: [0], b: { c: 0 }, d: undefined }, "/d"],
    ["a cycle", cyclic, "/0/cyclic"],
  ])("%s", (_what, value, pointer) => {
    expect(() => canonicalJson(value)).toThrow(
      expect.objectContaining({ code: "JSON_INVALID", fields: { pointer } }),
    );
  });

  test("2^53-1, shared objects and null prototypes are not", () => {
    const shared = Object.assign(Object.create(null), { n: Number.MAX_SAFE_INTEGER });
    expect(canonicalJson({ b: shared, a: shared })).toBe(
      '{"a":{"n":9007199254740991},"b":{"n":9007199254740991}}',
    );
  });
});

test("any JSON value survives the round trip", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!hasUnsafeInteger(value));
      const text = new TextDecoder().decode(canonicalBytes(value));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

function hasUnsafeInteger(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnsafeInteger);
}
