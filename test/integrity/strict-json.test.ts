import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { parseStrictJson } from "../../shared/integrity/strict-json.ts";

const parse = (text: string): unknown => parseStrictJson(utf8(text), "a.json");

describe("what two readers could read differently is refused", () => {
  test.each([
    ["nothing", ""],
    ["white space only", " \n"],
    ["a duplicate key", '{"a":1,"a":1}'],
    ["a duplicate key that is spelled differently", String.raw`{"a":1,"\u0061":2}`],
    ["a duplicate key deep inside", '[{"b":{"c":1,"c":2}}]'],
    ["a duplicate __proto__", '{"__proto__":1,"__proto__":2}'],
    ["2^53", "9007199254740992"],
    ["-2^53", "-9007199254740992"],
    ["2^53 in scientific notation", "9007199254740.992e3"],
    ["a number beyond every double", "1e999"],
    ["a lone high surrogate", String.raw`"\ud800"`],
    ["a lone low surrogate", String.raw`"\udc00x"`],
    ["a lone surrogate in a key", String.raw`{"\ud800":1}`],
    ["data after the end", "{} {}"],
    ["a byte order mark", "\ufeff{}"],
    ["a trailing comma in an object", '{"a":1,}'],
    ["a trailing comma in an array", "[1,]"],
    ["a key without its first quote", '{xa":1}'],
    ["a word that begins as true", "txue"],
    ["a word that begins as false", "fals"],
    ["a word that begins as null", "nope"],
    ["a comment", "{/**/}"],
    ["single quotes", "'a'"],
    ["an unquoted key", "{a:1}"],
    ["a leading zero", "01"],
    ["a leading plus", "+1"],
    ["a bare minus", "-"],
    ["NaN", "NaN"],
    ["a raw line break in a string", '"a\nb"'],
    ["an unknown escape", String.raw`"\x41"`],
    ["a string that does not end", '"a'],
    ["a string that ends in a backslash", '"a\\'],
    ["an array that does not end", "[1"],
    ["an object that does not end", '{"a":1'],
    ["a key without a value", '{"a"}'],
    ["a vertical tab between tokens", "[1,\u000b2]"],
    ["nesting beyond 128 levels", `${"[".repeat(129)}${"]".repeat(129)}`],
    ["objects nested beyond 128 levels", `${'{"a":'.repeat(128)}{}${"}".repeat(128)}`],
  ])("%s", (_what, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "JSON_INVALID" }));
  });

  test("bytes that are not UTF-8", () => {
    const bytes = Uint8Array.of(0x22, 0xc3, 0x28, 0x22);
    expect(() => parseStrictJson(bytes, "a.json")).toThrow(
      expect.objectContaining({ code: "JSON_INVALID", fields: { path: "a.json", offset: 0 } }),
    );
  });

  test("the error names file and place", () => {
    expect(() => parse('{"a":1,"a":2}')).toThrow(
      'a.json is not strict JSON: the key "a" twice at character 10.',
    );
  });
});

describe("what JSON allows is read", () => {
  test.each<[string, unknown]>([
    [' { "a" : [ 1 , -0.5e-3 , true , false , null ] } ', { a: [1, -0.0005, true, false, null] }],
    [String.raw`"\u00e9\n\/\"\\ \ud83d\ude00"`, 'é\n/"\\ 😀'],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
    ["{}", {}],
    ["[]", []],
    ["{  }", {}],
    ["[  ]", []],
    ['{"a":1,  "b":2}', { a: 1, b: 2 }],
    ["[1.25,1e10,1E+10,12.5e-13]", [1.25, 1e10, 1e10, 12.5e-13]],
    [String.raw`["\n","\u0041\\"]`, ["\n", "A\\"]],
    [`${"[".repeat(128)}1${"]".repeat(128)}`, JSON.parse(`${"[".repeat(128)}1${"]".repeat(128)}`)],
    [`${"[".repeat(128)}${"]".repeat(128)}`, JSON.parse(`${"[".repeat(128)}${"]".repeat(128)}`)],
  ])("%s", (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  test("__proto__ is a member like any other", () => {
    const value = parse('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptors(value)).toEqual(
      Object.getOwnPropertyDescriptors(JSON.parse('{"__proto__":{"polluted":true}}')),
    );
  });

  test("a string of a million characters with escapes", () => {
    const long = 'a"'.repeat(500_000);
    expect(parse(JSON.stringify(long))).toBe(long);
  });

  test("it agrees with JSON.parse about everything that it accepts", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:\\0e-.nt '), (json, at, sign) => {
        const place = at % (json.length + 1);
        for (const text of [json, json.slice(0, place) + sign + json.slice(place)]) {
          let value: unknown;
          try {
            value = parse(text);
          } catch {
            continue;
          }
          expect(value).toStrictEqual(JSON.parse(text));
        }
      }),
      { numRuns: 500 },
    );
  });
});
