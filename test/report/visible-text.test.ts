import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeInJson, isPlainlyVisible, visibleText } from "../../shared/report/visible-text.ts";

/** Any characters, those that do something far more often than chance would have them. */
const hostileText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      "\u001b",
      "\u009b",
      "\u202e",
      "\u2066",
      "\u200b",
      "\u2028",
      "\u{e0041}",
      "\ud800",
      "\n",
    ),
  ),
});

describe("visibleText", () => {
  it.each([
    ["leaves plain text alone", "sg-0a1 (web) café 日本", "sg-0a1 (web) café 日本"],
    ["shows an escape", "\u001b[31mred", "␛[31mred"],
    ["shows line breaks, tabs and NUL", "a\r\n\tb\0", "a␍␊␉b␀"],
    ["shows DEL and the 8-bit escape", "\u007f\u009b2J", "␡[U+009B]2J"],
    ["shows a right-to-left override", "a\u202efdp.exe", "a[U+202E]fdp.exe"],
    ["shows isolates and marks", "\u2066a\u2069\u200f\u061c", "[U+2066]a[U+2069][U+200F][U+061C]"],
    ["shows what has no width", "a\u200bb\ufeff\u00ad", "a[U+200B]b[U+FEFF][U+00AD]"],
    ["shows separators of lines", "a\u2028b\u2029", "a[U+2028]b[U+2029]"],
    ["shows tag characters", "a\u{e0041}", "a[U+E0041]"],
    ["shows what fonts draw as nothing", "\u3164\u115f", "[U+3164][U+115F]"],
    ["shows format characters that are drawn", "\u0600\ufff9a\ufffb", "[U+0600][U+FFF9]a[U+FFFB]"],
    ["shows half of a pair", "a\ud800b", "a[U+D800]b"],
  ])("%s", (_sentence, text, expected) => {
    expect(visibleText(text)).toBe(expected);
    expect(isPlainlyVisible(text)).toBe(text === expected);
  });

  it("leaves nothing behind that does something", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(isPlainlyVisible(visibleText(text))).toBe(true);
      }),
    );
  });
});

describe("escapeInJson", () => {
  it("gives JSON that parses to the same value and can be printed", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = escapeInJson(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json.split("\n").every(isPlainlyVisible)).toBe(true);
      }),
    );
  });
});
