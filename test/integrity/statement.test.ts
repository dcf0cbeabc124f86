import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalJson } from "../../shared/integrity/canonical-json.ts";
import {
  encodeStatement,
  parseStatement,
  predicateOf,
  signedMessage,
} from "../../shared/integrity/statement.ts";
import { manifestOf } from "./sample-bundle.ts";
import { RICH, SECOND } from "./verifying.ts";

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
const SUBJECT = { digest: { sha256: statement.subjectSha256 }, name: "manifest.json" };
const text = new TextDecoder().decode(encodeStatement("manifest", statement));

test("a statement survives the round trip, at its largest as well", () => {
  expect(parseStatement("manifest", PAYLOAD_TYPE, utf8(text), "e")).toEqual(statement);
  const first = {
    ...statement,
    predicate: { ...statement.predicate, sequence: 1, previous: null },
  };
  const bytes = encodeStatement("manifest", first);
  expect(parseStatement("manifest", PAYLOAD_TYPE, bytes, "e")).toEqual(first);
});

test("the predicate is a manifest's place in the chain, and nothing else of it", () => {
  const manifest = manifestOf(RICH, SECOND);
  const { account, chain, snapshot, sequence, previous } = manifest;
  expect(predicateOf(manifest)).toEqual({ account, chain, snapshot, sequence, previous });
});

test("its signed message is its encoding by DSSE", () => {
  expect(new TextDecoder().decode(signedMessage(utf8("{}")))).toBe(
    "DSSEv1 28 application/vnd.in-toto+json 2 {}",
  );
});

test.each([
  ["manifest", "manifest.json"],
  ["reports", "reports/index.json"],
] as const)("one about the %s is about %s, and for nothing else", (kind, name) => {
  const bytes = encodeStatement(kind, statement);
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name, digest: { sha256: statement.subjectSha256 } }],
    predicateType: `urn:soc2-evidence:${kind}:1`,
    predicate: statement.predicate,
  });
  expect(parseStatement(kind, PAYLOAD_TYPE, bytes, "e")).toEqual(statement);
  const other = kind === "manifest" ? "reports" : "manifest";
  expect(() => parseStatement(other, PAYLOAD_TYPE, bytes, "e")).toThrow(
    expect.objectContaining({ code: "SCHEMA_INVALID" }),
  );
});

test("KMS signs 4095 bytes whole, and refuses what would need 4096", () => {
  const padded = (account: string): Uint8Array =>
    encodeStatement("manifest", { ...statement, predicate: { ...statement.predicate, account } });
  const room = 4095 - signedMessage(padded("")).length;
  // The length of the payload has three digits while it is empty, and four when it is full.
  const largest = "1".repeat(room - 1);
  expect(signedMessage(padded(largest)).length).toBe(4095);
  expect(() => padded(`${largest}1`)).toThrow(
    expect.objectContaining({ code: "SCHEMA_INVALID", fields: { signedBytes: 4096 } }),
  );
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
      withField("subject", [{ ...SUBJECT, digest: { ...SUBJECT.digest, sha1: "b" } }]),
      "SCHEMA_INVALID",
    ],
    ["that is a list", PAYLOAD_TYPE, "[]", "SCHEMA_INVALID"],
    ["about nothing", PAYLOAD_TYPE, withField("subject", []), "SCHEMA_INVALID"],
    ["about two files", PAYLOAD_TYPE, withField("subject", [SUBJECT, SUBJECT]), "SCHEMA_INVALID"],
    [
      "with an unknown field of the file",
      PAYLOAD_TYPE,
      withField("subject", [{ ...SUBJECT, uri: "x" }]),
      "SCHEMA_INVALID",
    ],
    ["with a longer hash", PAYLOAD_TYPE, withHash("a".repeat(65)), "SCHEMA_INVALID"],
    [
      "with a hash that begins otherwise",
      PAYLOAD_TYPE,
      withHash(`x${"a".repeat(64)}`),
      "SCHEMA_INVALID",
    ],
    ["with a hash of one digit", PAYLOAD_TYPE, withHash("a"), "SCHEMA_INVALID"],
    ["with a hash in capitals", PAYLOAD_TYPE, withHash("A".repeat(64)), "SCHEMA_INVALID"],
    ["without a predicate", PAYLOAD_TYPE, withField("predicate", null), "SCHEMA_INVALID"],
    ["of sequence 0", PAYLOAD_TYPE, withPredicate({ sequence: 0 }), "SCHEMA_INVALID"],
    [
      "with an unknown field in the predicate",
      PAYLOAD_TYPE,
      withPredicate({ note: "x" }),
      "SCHEMA_INVALID",
    ],
    ["with an unknown field", PAYLOAD_TYPE, withField("x", 1), "SCHEMA_INVALID"],
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
      expect.objectContaining({ code, fields: expect.objectContaining({ path: "e" }) }),
    );
  });
});

function withField(name: string, value: unknown): string {
  return canonicalJson({ ...JSON.parse(text), [name]: value });
}

function withHash(sha256: string): string {
  return withField("subject", [{ ...SUBJECT, digest: { sha256 } }]);
}

function withPredicate(change: object): string {
  return withField("predicate", { ...statement.predicate, ...change });
}
