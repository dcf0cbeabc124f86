import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, encodeBase64 } from "../../shared/integrity/base64.ts";
import {
  compareUtf8,
  concatBytes,
  decodeUtf8,
  equalBytes,
  hexToBytes,
  utf8,
} from "../../shared/integrity/bytes.ts";

test("strings are ordered as their UTF-8 bytes are", () => {
  // The first and the last character of each length in bytes, and the borders of the surrogates.
  const edges = ["\0", "\x7f", "\x80", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff"];
  const unit = fc.constantFrom(...edges, "\u{10000}", "\u{103ff}", "\u{10400}", "\u{10ffff}");
  const text = fc.string({ unit });
  fc.assert(
    fc.property(text, text, text, (prefix, left, right) => {
      const bytes = Buffer.compare(utf8(prefix + left), utf8(prefix + right));
      expect(Math.sign(compareUtf8(prefix + left, prefix + right))).toBe(bytes);
    }),
    { numRuns: 500 },
  );
});

test("a character above U+FFFF comes after U+FFFF, other than in JavaScript's own order", () => {
  expect("\u{1f600}" < "\uffff").toBe(true);
  expect(compareUtf8("\u{1f600}", "\uffff")).toBeGreaterThan(0);
});

test.each([
  ["", ""],
  ["a", "a"],
  ["a", "b"],
  ["a", "ab"],
  ["\ud7ff", "\u{10000}"],
  ["\ue000", "\u{10000}"],
  ["\ud7ff", "\ue000"],
  ["\uffff", "\u{10ffff}"],
  ["\u{10000}", "\u{103ff}"],
  ["\u{103ff}", "\u{10400}"],
])("%j and %j are ordered as their bytes are, either way round", (left, right) => {
  const bytes = Buffer.compare(utf8(left), utf8(right));
  expect(Math.sign(compareUtf8(left, right))).toBe(bytes);
  expect(Math.sign(compareUtf8(right, left))).toBe(bytes === 0 ? 0 : -bytes);
});

test.each<[string, number[], number[], boolean]>([
  ["nothing and nothing", [], [], true],
  ["the same", [1, 2], [1, 2], true],
  ["another last byte", [1, 2], [1, 3], false],
  ["another first byte", [1, 2], [3, 2], false],
  ["a beginning", [1], [1, 2], false],
  ["a continuation", [1, 2], [1], false],
  ["nothing and something", [], [1], false],
])("%s: bytes are compared whole", (_what, left, right, equal) => {
  expect(equalBytes(Uint8Array.from(left), Uint8Array.from(right))).toBe(equal);
});

test("parts are put one after the other, and hexadecimal digits are bytes", () => {
  const parts = [[1, 2], [], [3]].map((part) => Uint8Array.from(part));
  expect(concatBytes(...parts)).toEqual(Uint8Array.of(1, 2, 3));
  expect(concatBytes()).toEqual(new Uint8Array());
  expect(hexToBytes("00ff10")).toEqual(Uint8Array.of(0, 255, 16));
  const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  expect(Buffer.from(hexToBytes(hash)).toString("hex")).toBe(hash);
});

test("bytes that are not UTF-8 are no text", () => {
  expect(decodeUtf8(Uint8Array.of(0xff))).toBeUndefined();
  expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf))).toBe("\ufeff");
});

test("base64 survives the round trip and agrees with Node's", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  );
});

test.each([
  ["no padding", "YQ"],
  ["stray bits", "YR=="],
  ["white space", "YQ==\n"],
  ["the alphabet for URLs", "-_-_"],
  ["padding inside", "YQ==YQ=="],
  ["a foreign character", "YQ=é"],
  ["a foreign character before it", "éYQ=="],
  ["a foreign character after it", "YQ==é"],
  ["white space before it", " YQ=="],
  ["one digit", "Y"],
  ["padding alone", "===="],
])("base64 with %s is refused", (_what, text) => {
  expect(decodeBase64(text)).toBeUndefined();
});
