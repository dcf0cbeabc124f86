import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { JsonElements } from "../../shared/external/json-elements.ts";

/** Reads a text in chunks of so many bytes. */
function read(text: string | Uint8Array, chunkBytes = 1_024): unknown[] {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const elements = new JsonElements("findings.json");
  const found: unknown[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    // The memory of a chunk is used again by streams.
    const chunk = bytes.slice(at, at + chunkBytes);
    found.push(...elements.push(chunk));
    chunk.fill(0);
  }
  elements.end();
  return found;
}

describe("a list of objects", () => {
  it.each([
    ["empty", "[]", []],
    ["of one", '[{"a":1}]', [{ a: 1 }]],
    [
      "with white space everywhere",
      ' \r\n[\t{ "a" : 1 } ,\n{"b":[{}]}\n]\n ',
      [{ a: 1 }, { b: [{}] }],
    ],
    ["with brackets in texts", '[{"a":"]}{[\\"]"},{"b":"\\\\"}]', [{ a: ']}{["]' }, { b: "\\" }]],
    ["behind a byte order mark", '\ufeff[{"a":1}]', [{ a: 1 }]],
    ["one after the other, a line each", '{"a":1}\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ["one after the other without a line end", '{"a":1}{"b":2}', [{ a: 1 }, { b: 2 }]],
    ["as an answer of the AWS CLI", '{"Findings":[{"a":1},{"b":2}]}', [{ a: 1 }, { b: 2 }]],
    [
      "as an answer with more behind the list",
      '{ "Findings" : [ {"a":1} ], "NextToken": "x" }\n',
      [{ a: 1 }],
    ],
    ["as an empty answer", '{"Findings": []}', []],
    [
      "in which an object has a list itself",
      '[{"Findings":[{"a":1}]}]',
      [{ Findings: [{ a: 1 }] }],
    ],
    [
      "of lines whose first has a list of another name",
      '{"x":[1]}\n{"y":2}',
      [{ x: [1] }, { y: 2 }],
    ],
  ])("%s, is read whatever the chunks", (_what, text, expected) => {
    for (const chunkBytes of [1, 2, 3, 7, 1_024]) {
      expect(read(text, chunkBytes)).toEqual(expected);
    }
  });

  it("gives what JSON.parse gives, whatever its objects, spaces and chunks are", () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
    fc.assert(
      fc.property(
        objects,
        fc.integer({ min: 1, max: 40 }),
        fc.nat({ max: 3 }),
        (list, size, space) => {
          const text = JSON.stringify(list, null, space);
          expect(read(text, size)).toEqual(JSON.parse(text));
          expect(read(`{"Findings":${text}}`, size)).toEqual(JSON.parse(text));
        },
      ),
    );
  });
});

describe("what is no list of objects (CASES 36)", () => {
  it.each([
    ["an empty file", ""],
    ["white space alone", " \n"],
    ["a text", '"findings"'],
    ["a number", "42"],
    ["a page", "<html></html>"],
    ["a list that is cut short in an element", '[{"a":1},{"b":'],
    ["a list that is cut short in a text", '[{"a":"x'],
    ["a list that is cut short after an element", '[{"a":1}'],
    ["a list that is cut short after a comma", '[{"a":1},'],
    ["an answer that is cut short in its list", '{"Findings":[{"a":1}'],
    ["an answer that is cut short behind its list", '{"Findings":[{"a":1}]'],
    ["an answer that ends as something else", '{"Findings":[{"a":1}]]'],
    ["lines of which the last is cut short", '{"a":1}\n{"b":'],
    ["a list of texts", '["a"]'],
    ["a list of lists", "[[]]"],
    ["a list with a comma at its end", '[{"a":1},]'],
    ["a list without a comma between", '[{"a":1}{"b":2}]'],
    ["something behind a list", '[{"a":1}] x'],
    ["two lists", "[{}][{}]"],
    ["lines with a comma between", '{"a":1},\n{"b":2}'],
    ["an object that is no JSON", "[{a:1}]"],
    ["brackets that do not match", '[{"a":[1}]}]'],
  ])("%s is refused", (_what, text) => {
    for (const chunkBytes of [1, 5, 1_024]) {
      expect(codeOf(() => read(text, chunkBytes))).toBe("IMPORT_INVALID");
    }
  });

  it.each([
    ["Latin-1", Uint8Array.of(0x5b, 0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d, 0x5d)],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x5b, 0x00)],
  ])("%s is refused", (_what, bytes) => {
    expect(codeOf(() => read(bytes))).toBe("IMPORT_INVALID");
  });

  it("an element that does not end is refused before it fills the memory", () => {
    const elements = new JsonElements("findings.json");
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    expect(codeOf(() => [...elements.push(new TextEncoder().encode('[{"a":"'))])).toBe("none");
    let pushed = 0;
    const push = () => {
      for (; pushed < 64; pushed += 1) [...elements.push(chunk)];
    };
    expect(codeOf(push)).toBe("IMPORT_INVALID");
    expect(pushed).toBe(15);
  });
});

function codeOf(run: () => unknown): string {
  try {
    run();
    return "none";
  } catch (thrown) {
    return thrown instanceof EvidenceError ? thrown.code : String(thrown);
  }
}
