import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, encodeBase64 } from "../../shared/integrity/base64.ts";
import { compareUtf8, decodeUtf8, utf8 } from "../../shared/integrity/bytes.ts";

test("strings are ordered as their UTF-8 bytes are", () => {
  const text = fc.string({ unit: "binary" });
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
])("base64 with %s is refused", (_what, text) => {
  expect(decodeBase64(text)).toBeUndefined();
});
