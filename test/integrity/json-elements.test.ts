import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { JsonElements } from "../../shared/integrity/json-elements.ts";

const MAX_BYTES = 64;

function elementsOf(isStrict: boolean, maxBytes = MAX_BYTES): JsonElements {
  return new JsonElements({
    member: "Items",
    isStrict,
    maxBytes,
    refuse: (fault, why) => new EvidenceError("USAGE", `${fault}: ${why}`, {}),
  });
}

/** Reads a text in chunks of so many bytes, in memory that is used again, as streams do. */
function read(isStrict: boolean, text: string | Uint8Array, chunkBytes = 1_024, maxBytes?: number) {
  const bytes = typeof text === "string" ? utf8(text) : text;
  const elements = elementsOf(isStrict, maxBytes);
  const found: unknown[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.slice(at, at + chunkBytes);
    found.push(...elements.push(chunk));
    chunk.fill(0);
  }
  elements.end();
  return found;
}

function refusal(run: () => unknown): string {
  try {
    run();
    return "taken";
  } catch (thrown) {
    return thrown instanceof EvidenceError ? thrown.message : String(thrown);
  }
}

/** So that chunks end at every place of the texts below. */
const CHUNKS = [...Array.from({ length: 48 }, (_, index) => index + 1), 1_024];
const WRAPPED: [string, string, unknown[]][] = [
  ["of none", '{"Items":[]}', []],
  ["of some", '{"Items":[{"a":1},{"b":[{"c":2}]}]}', [{ a: 1 }, { b: [{ c: 2 }] }]],
  ["with white space", ' {\n"Items" :\t[ {"a":1} ,\r\n{"b":2} ] } \n', [{ a: 1 }, { b: 2 }]],
  ["with brackets in texts", '{"Items":[{"a":"}]\\"}{["}]}', [{ a: '}]"}{[' }]],
  [
    "with backslashes at the end of texts",
    '{"Items":[{"a":"\\\\"},{"b":2}]}',
    [{ a: "\\" }, { b: 2 }],
  ],
  ["with an escape before an end", '{"Items":[{"a\\\\":[]},{"":""}]}', [{ "a\\": [] }, { "": "" }]],
  ["behind a byte order mark", '\ufeff{"Items":[{"a":1}]}', [{ a: 1 }]],
];

describe("a list in an object", () => {
  it.each(WRAPPED)("%s is read, whatever the chunks", (_what, text, expected) => {
    for (const size of CHUNKS) {
      expect(read(true, text, size)).toEqual(expected);
      expect(read(false, text, size)).toEqual(expected);
    }
  });

  it.each([
    ["it is alone", "[{}]", "unlike: it is neither a list"],
    ["its object has another name", '{"items":[{}]}', 'unlike: it does not begin with {"Items":['],
    ["its object's name has a space in it", '{"It ems":[]}', "unlike: it does not begin"],
    ["it is an object", '{"Items":{}}', "unlike: it does not begin"],
    ["more follows it", '{"Items":[],"more":1}', "unlike: more follows its list"],
    ["something follows its object", '{"Items":[]}{', "unlike: something follows its end"],
    ["its object does not end", '{"Items":[{}] ', "cut-short: it ends in the middle, after 1"],
    ["it begins and does not go on", '{"Items"', "cut-short: it ends in the middle, after 0"],
  ])("is refused where only such a list is taken and %s", (_what, text, why) => {
    for (const size of CHUNKS) {
      expect(refusal(() => read(true, text, size))).toContain(why);
    }
  });
});

describe("where other lists are taken, too", () => {
  it.each<[string, string, unknown[]]>([
    ["an empty list", "[]", []],
    ["a list", '[ {"a":1} ,\n{"b":[{}]}\n]\n ', [{ a: 1 }, { b: [{}] }]],
    ["a list behind a byte order mark", '\ufeff[{"a":1}]', [{ a: 1 }]],
    ["objects, one a line", '{"a":1}\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ["objects without a line end", '{"a":1}{"b":2}', [{ a: 1 }, { b: 2 }]],
    ["objects of which the first is empty", '{}{"b":2}', [{}, { b: 2 }]],
    ["objects that begin nearly so", '{"Items": {"a":"]"}}{}', [{ Items: { a: "]" } }, {}]],
    ["objects with a name like it", '{ "Item s" : [1] } {}', [{ "Item s": [1] }, {}]],
    ["objects with such a list behind", '{"x":1,"Items":[{}]}', [{ x: 1, Items: [{}] }]],
    ["objects with such a list within", '[{"Items":[{"a":1}]}]', [{ Items: [{ a: 1 }] }]],
    ["more behind the list", '{"Items":[{"a":1}], "more": "\u00e9"}\n', [{ a: 1 }]],
  ])("%s is read, whatever the chunks", (_what, text, expected) => {
    for (const size of CHUNKS) expect(read(false, text, size)).toEqual(expected);
  });

  it.each([
    ["a text", '"a"', "unlike: it is neither"],
    ["a number", "42", "unlike: it is neither"],
    ["half of a byte order mark", Uint8Array.of(0xef, 0x5b), "cut-short"],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x5b, 0), "unlike: it is UTF-16"],
    ["UTF-16 the other way", Uint8Array.of(0xfe, 0xff, 0, 0x5b), "unlike: it is UTF-16"],
    ["a list of texts", '["a"]', "unlike: element 1 is no object"],
    ["a list of lists", "[[]]", "unlike: element 1 is no object"],
    ["a list with a comma at its end", "[{},]", "unlike: element 2 is no object"],
    ["a list that begins with a comma", "[,{}]", "unlike: element 1 is no object"],
    ["a list without a comma between", "[{}{}]", "unlike: no comma follows element 1"],
    ["something behind a list", "[{}] x", "unlike: something follows its end"],
    ["two lists", "[{}][{}]", "unlike: something follows its end"],
    ["lines with a comma between", "{},\n{}", "unlike: element 2 is no object"],
    ["an object that is no JSON", "[{a:1}]", "no-json: element 1 is no JSON"],
    ["brackets that do not match", '[{"a":[1}]}]', "no-json: element 1 is no JSON"],
    [
      "Latin-1",
      Uint8Array.of(0x5b, 0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d, 0x5d),
      "no-json: element 1 is not UTF-8",
    ],
    ["nothing", "", "cut-short: it is empty"],
    ["white space alone", " \n", "cut-short: it is empty"],
    [
      "a list that ends in an element",
      '[{"a":1},{"b":',
      "cut-short: it ends in the middle, after 1",
    ],
    ["a list that ends in a text", '[{"a":"}]', "cut-short: it ends in the middle, after 0"],
    ["a list that ends after an element", "[{}", "cut-short: it ends in the middle, after 1"],
    ["a list that ends after a comma", "[{},", "cut-short: it ends in the middle, after 1"],
    ["a list that only begins", "[", "cut-short: it ends in the middle, after 0"],
    [
      "lines of which the last ends early",
      '{}\n{"b":',
      "cut-short: it ends in the middle, after 1",
    ],
    [
      "an object whose list ends early",
      '{"Items":[{}',
      "cut-short: it ends in the middle, after 1",
    ],
    ["an object that ends behind its list", '{"Items":[{}]', "cut-short: it does not end as it"],
    ["an object that ends as a list", '{"Items":[{}]]', "cut-short: it does not end as it began"],
    ["an object with the list twice", '{"Items":[{}],"Items":[{}]}', "unlike: it has Items twice"],
    [
      "an object with Latin-1 behind its list",
      Uint8Array.of(...utf8('{"Items":[],"'), 0xe9, ...utf8('":1}')),
      "cut-short: it does not end as it began",
    ],
  ])("%s is refused, whatever the chunks", (_what, text, why) => {
    for (const size of CHUNKS) {
      const shown = refusal(() => read(false, text, size));
      expect(shown).toContain(why);
    }
  });
});

it.each<[string, string, object]>([
  ["nothing where the list is alone", "[{}]", {}],
  ["nothing where there is no list", "{}{}", {}],
  ["nothing where nothing else is", '{"Items":[{}] }', {}],
  ["every other member", '{"Items":[{}], "a": 1, "b": [2] }', { a: 1, b: [2] }],
])("gives of what is around the list %s", (_what, text, others) => {
  const elements = elementsOf(false);
  for (const _element of elements.push(utf8(text)));
  expect(elements.end()).toEqual(others);
});

it("gives what JSON.parse gives, whatever the objects, spaces and chunks are", () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
  fc.assert(
    fc.property(
      objects,
      fc.integer({ min: 1, max: 40 }),
      fc.nat({ max: 3 }),
      (list, size, space) => {
        const text = JSON.stringify(list, null, space);
        const expected = JSON.parse(text);
        expect(read(false, text, size, 100_000)).toEqual(expected);
        for (const isStrict of [true, false]) {
          expect(read(isStrict, `{"Items":${text}}`, size, 100_000)).toEqual(expected);
        }
        const lines = list.map((one) => JSON.stringify(one)).join("\n");
        expect(read(false, lines || "[]", size, 100_000)).toEqual(expected);
      },
    ),
  );
});

describe("what would fill the memory", () => {
  const long = (bytes: number) => `{"a":"${"x".repeat(bytes - 8)}"}`;

  it.each([
    ["in a list", (object: string) => `[{},${object}]`, 2],
    ["one after the other", (object: string) => `{}${object}`, 2],
    ["first", (object: string) => object, 1],
  ])("an element that is too long is refused: %s", (_where, around, number) => {
    for (const size of CHUNKS) {
      expect(refusal(() => read(false, around(long(MAX_BYTES)), size))).toBe("taken");
      expect(refusal(() => read(false, around(long(MAX_BYTES + 1)), size))).toBe(
        `too-long: element ${number} is longer than ${MAX_BYTES} bytes`,
      );
    }
  });

  it("is refused before it ends", () => {
    const elements = elementsOf(true, 1_000);
    const push = (text: string) => [...elements.push(utf8(text))];
    push('{"Items":[{"a":"');
    for (let pushed = 0; pushed < 9; pushed += 1) push("x".repeat(100));
    expect(refusal(() => push("x".repeat(100)))).toContain("too-long: element 1");
  });

  it("is refused behind the list, too", () => {
    const wrapped = (bytes: number) => `{"Items":[],"more":"${"x".repeat(bytes - 11)}"}`;
    for (const size of CHUNKS) {
      expect(refusal(() => read(false, wrapped(MAX_BYTES), size))).toBe("taken");
      expect(refusal(() => read(false, wrapped(MAX_BYTES + 1), size))).toContain(
        "too-long: what follows",
      );
    }
  });
});
