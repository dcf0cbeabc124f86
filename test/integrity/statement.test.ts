import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeStatement, parseStatement } from "../../shared/integrity/statement.ts";

const PAYLOAD_TYPE = "application/vnd.in-toto+json";
const statement = {
  subjectSha256: "a".repeat(64),
  predicate: {
    account: "123456789012",
    chain: "0".repeat(32),
    snapshot: "2026-11-22T06-00-00Z",
    sequence: Number.MAX_SAFE_INTEGER,
    previous: { sequence: Number.MAX_SAFE_INTEGER - 1, sha256: "b".repeat(64) },
  },
};
const text = new TextDecoder().decode(encodeStatement("manifest", statement));

test("a statement survives the round trip, at its largest as well", () => {
  expect(parseStatement("manifest", PAYLOAD_TYPE, utf8(text), "e")).toEqual(statement);
});

test("one that KMS could not sign whole is refused", () => {
  const predicate = { ...statement.predicate, account: "1".repeat(4096) };
  expect(() => encodeStatement("manifest", { ...statement, predicate })).toThrow(
    expect.objectContaining({ code: "SCHEMA_INVALID" }),
  );
});

describe("a statement", () => {
  test.each<[string, string, string, string]>([
    ["of another payload type", "text/plain", text, "SCHEMA_UNKNOWN"],
    [
      "of another statement version",
      PAYLOAD_TYPE,
      text.replace("Statement/v1", "Statement/v2"),
      "SCHEMA_UNKNOWN",
    ],
    [
      "of a later predicate",
      PAYLOAD_TYPE,
      text.replace("manifest:1", "manifest:2"),
      "SCHEMA_UNKNOWN",
    ],
    ["about reports", PAYLOAD_TYPE, text.replace("manifest:1", "reports:1"), "SCHEMA_INVALID"],
    [
      "about another file",
      PAYLOAD_TYPE,
      text.replace("manifest.json", "other.json"),
      "SCHEMA_INVALID",
    ],
    [
      "with another hash too",
      PAYLOAD_TYPE,
      text.replace('"sha256":"a', '"sha1":"b","sha256":"a'),
      "SCHEMA_INVALID",
    ],
    ["with an unknown field", PAYLOAD_TYPE, text.replace("{", '{"x":1,'), "SCHEMA_INVALID"],
    ["with a final newline", PAYLOAD_TYPE, `${text}\n`, "SCHEMA_INVALID"],
    [
      "with its members in another order",
      PAYLOAD_TYPE,
      text.replace(/^\{("_type":"[^"]*"),(.*)\}$/, "{$2,$1}"),
      "SCHEMA_INVALID",
    ],
    ["with a field twice", PAYLOAD_TYPE, text.replace("{", '{"_type":"x",'), "JSON_INVALID"],
  ])("%s is refused", (_what, type, payload, code) => {
    expect(() => parseStatement("manifest", type, utf8(payload), "e")).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
