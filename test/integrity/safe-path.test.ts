import { describe, expect, test } from "vitest";
import { assertSafePath, unsafePathReason } from "../../shared/integrity/safe-path.ts";

describe("a path that could be taken for something else is refused", () => {
  test.each([
    ["", "it is empty"],
    ["../etc/passwd", 'it has the segment ".."'],
    ["a/../../b", 'it has the segment ".."'],
    ["a/..", 'it has the segment ".."'],
    ["./a", 'it has the segment "."'],
    ["/etc/passwd", "it is absolute"],
    ["a//b", "it has an empty segment"],
    ["a/", "it has an empty segment"],
    ["C:/Windows", "it holds a colon"],
    ["a.json:stream", "it holds a colon"],
    ["a\\b", "it holds a backslash"],
    ["\\\\server\\share", "it holds a backslash"],
    ["a\0.json", "it holds a control character"],
    ["a\nb", "it holds a control character"],
    ["a\u007f", "it holds a control character"],
    ["a\u0085b", "it holds a control character"],
    ["a\u202egnp.exe", "it holds a control character"],
    ["a\u2028b", "it holds a control character"],
    ["a\ufffd", "it holds a control character"],
    ["a\ud800", "it holds a lone surrogate"],
    ["a./b", "a segment ends with a dot or a space"],
    ["a /b", "a segment ends with a dot or a space"],
    ["...", "a segment ends with a dot or a space"],
    ["a".repeat(256), "a segment is longer than 255 bytes"],
    ["é".repeat(128), "a segment is longer than 255 bytes"],
    [`${"a/".repeat(512)}b`, "it is longer than 1024 bytes"],
  ])("%j", (path, reason) => {
    expect(unsafePathReason(path)).toBe(reason);
    expect(() => assertSafePath(path)).toThrow(
      expect.objectContaining({ code: "PATH_UNSAFE", fields: { path } }),
    );
  });
});

describe("an evidence path is accepted", () => {
  test.each([
    "CC6.1-access-controls/2026-11-22T06-00-00Z/iam.account-summary.json",
    "CC1.4-competence/manual/Schulungsnachweis Müller 2026.pdf",
    "a..b/..c",
    "é".repeat(127),
    `${"a/".repeat(511)}bc`,
  ])("%j", (path) => {
    expect(unsafePathReason(path)).toBeUndefined();
    expect(() => assertSafePath(path)).not.toThrow();
  });
});
