import { describe, expect, it } from "vitest";
import { parseFingerprint, parseKnownHead } from "../../shared/integrity/known-from-outside.ts";

const SHA256 = "0123456789abcdef".repeat(4);

describe("a known head", () => {
  it.each([
    ["the first", `1:${SHA256}`, { sequence: 1, sha256: SHA256 }],
    ["of two digits", `10:${SHA256}`, { sequence: 10, sha256: SHA256 }],
    ["in capital letters", `1:${SHA256.toUpperCase()}`, { sequence: 1, sha256: SHA256 }],
    [
      "the last that a double holds",
      `9007199254740991:${SHA256}`,
      { sequence: Number.MAX_SAFE_INTEGER, sha256: SHA256 },
    ],
  ])("is a number and a hash: %s", (_says, text, head) => {
    expect(parseKnownHead(text)).toEqual(head);
  });

  it.each([
    ["nothing", ""],
    ["a number alone", "7"],
    ["a hash alone", SHA256],
    ["no number", `:${SHA256}`],
    ["nought", `0:${SHA256}`],
    ["a number with a leading zero", `02:${SHA256}`],
    ["a number that a double cannot hold", `9007199254740992:${SHA256}`],
    ["a number of 17 digits", `${"1".repeat(17)}:${SHA256}`],
    ["a number that is none", `x:${SHA256}`],
    ["a letter that is no digit", `1:g${SHA256.slice(1)}`],
    ["a hash too short", `1:${SHA256.slice(1)}`],
    ["a hash too long", `1:${SHA256}0`],
    ["something before it", ` 1:${SHA256}`],
    ["something after it", `1:${SHA256} `],
  ])("is not %s", (_says, text) => {
    expect(() => parseKnownHead(text)).toThrow(
      expect.objectContaining({
        code: "USAGE",
        message: `--known-head ${text} is not SEQUENCE:SHA256, such as verify prints it beside "Known head": a number from 1, a colon and 64 hexadecimal digits.`,
      }),
    );
  });
});

describe("a fingerprint", () => {
  it.each([
    ["as it is printed", SHA256],
    ["in capital letters", SHA256.toUpperCase()],
    ["with colons", SHA256.replace(/(..)(?=.)/g, "$1:")],
    ["in groups, over two lines", SHA256.replace(/(.{8})(?=.)/g, "$1 ").replace(" ", "\n")],
  ])("is 64 digits, %s", (_says, text) => {
    expect(parseFingerprint(text)).toBe(SHA256);
  });

  it.each([
    ["nothing", ""],
    ["63 digits", SHA256.slice(1)],
    ["65 digits", `${SHA256}0`],
    ["other letters", SHA256.replace("a", "g")],
    ["base64", "hhzhTgBM8bjLxZKCBBfxRkXZlc4LJ8vMfpRhSp9aOaM="],
  ])("is not %s", (_says, text) => {
    expect(() => parseFingerprint(text)).toThrow(
      expect.objectContaining({
        code: "USAGE",
        message: `--fingerprint ${text} is not the SHA-256 of a public key: 64 hexadecimal digits, as the company gives it.`,
      }),
    );
  });
});
