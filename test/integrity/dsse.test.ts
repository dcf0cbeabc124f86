import { createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { decodeBase64 } from "../../shared/integrity/base64.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import {
  type Envelope,
  encodeEnvelope,
  parseEnvelope,
  preAuthenticationEncoding,
} from "../../shared/integrity/dsse.ts";
import { company, manifestOf, sealedBundle, snapshotOf } from "./sample-bundle.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("pre-authentication encoding of the DSSE protocol", () => {
  test.each([
    [
      "http://example.com/HelloWorld",
      "hello world",
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    ],
    ["", "", "DSSEv1 0  0 "],
    ["é", "ü", "DSSEv1 2 é 2 ü"],
  ])("%j and %j", (type, payload, encoded) => {
    expect(text(preAuthenticationEncoding(type, utf8(payload)))).toBe(encoded);
  });
});

/** From the protocol's own test vectors (secure-systems-lab/dsse, testvectors/vectors.json). */
describe("published vectors of the pre-authentication encoding", () => {
  const STATEMENT = '{"_type":"https://in-toto.io/Statement/v1"}';

  test.each([
    [
      "single-signature",
      "application/vnd.in-toto+json",
      utf8(STATEMENT),
      "445353457631203238206170706c69636174696f6e2f766e642e696e2d746f746f2b6a736f6e203433207b225f74797065223a2268747470733a2f2f696e2d746f746f2e696f2f53746174656d656e742f7631227d",
    ],
    [
      "url-safe-base64",
      "application/vnd.in-toto+json",
      Uint8Array.of(0xfb, 0xff, 0xbf, 0x3e, 0x3f),
      "445353457631203238206170706c69636174696f6e2f766e642e696e2d746f746f2b6a736f6e203520fbffbf3e3f",
    ],
    [
      "non-ascii-payload-type",
      "application/vnd.ex\u00e4mple+json",
      utf8(STATEMENT),
      "445353457631203239206170706c69636174696f6e2f766e642e6578c3a46d706c652b6a736f6e203433207b225f74797065223a2268747470733a2f2f696e2d746f746f2e696f2f53746174656d656e742f7631227d",
    ],
    [
      "empty-payload",
      "application/vnd.in-toto+json",
      new Uint8Array(),
      "445353457631203238206170706c69636174696f6e2f766e642e696e2d746f746f2b6a736f6e203020",
    ],
    [
      "empty-payload-type",
      "",
      utf8(STATEMENT),
      "445353457631203020203433207b225f74797065223a2268747470733a2f2f696e2d746f746f2e696f2f53746174656d656e742f7631227d",
    ],
  ])("%s", (_id, type, payload, pae) => {
    expect(Buffer.from(preAuthenticationEncoding(type, payload)).toString("hex")).toBe(pae);
  });
});

describe("an envelope", () => {
  const envelope = {
    payloadType: "application/vnd.in-toto+json",
    payload: utf8("{}"),
    signatures: [{ keyId: "a".repeat(64), der: Uint8Array.of(1, 2, 3) }],
  };
  const raw = (): Record<string, unknown> => JSON.parse(text(encodeEnvelope(envelope)));

  const signature = (digit: string) => ({ keyId: digit.repeat(64), der: Uint8Array.of(1) });

  test.each<[string, Envelope]>([
    ["by one key", envelope],
    ["by two keys", { ...envelope, signatures: [signature("b"), signature("a")] }],
    ["of nothing", { ...envelope, payload: new Uint8Array() }],
    ["of a type of one letter", { ...envelope, payloadType: "a" }],
    ["of a type of 200 letters", { ...envelope, payloadType: "a".repeat(200) }],
  ])("%s survives the round trip", (_what, whole) => {
    expect(parseEnvelope(encodeEnvelope(whole), "e.json")).toEqual(whole);
  });

  test.each<[string, Uint8Array, string]>([
    ["white space", utf8(`${text(encodeEnvelope(envelope))}\n`), "SCHEMA_INVALID"],
    ["an unknown member", canonicalBytes({ ...raw(), extra: 1 }), "SCHEMA_INVALID"],
    ["a list in its place", utf8("[]"), "SCHEMA_INVALID"],
    ["no type", canonicalBytes({ ...raw(), payloadType: "" }), "SCHEMA_INVALID"],
    [
      "a type of 201 letters",
      canonicalBytes({ ...raw(), payloadType: "a".repeat(201) }),
      "SCHEMA_INVALID",
    ],
    [
      "three signatures",
      encodeEnvelope({ ...envelope, signatures: ["a", "b", "c"].map(signature) }),
      "SCHEMA_INVALID",
    ],
    [
      "a key id that is longer than a hash",
      canonicalBytes({ ...raw(), signatures: [{ keyid: "a".repeat(65), sig: "AQID" }] }),
      "SCHEMA_INVALID",
    ],
    [
      "a key id that begins otherwise than a hash",
      canonicalBytes({ ...raw(), signatures: [{ keyid: `x${"a".repeat(64)}`, sig: "AQID" }] }),
      "SCHEMA_INVALID",
    ],
    [
      "a key id of one digit",
      canonicalBytes({ ...raw(), signatures: [{ keyid: "a", sig: "AQID" }] }),
      "SCHEMA_INVALID",
    ],
    [
      "an unknown member in a signature",
      canonicalBytes({ ...raw(), signatures: [{ cert: "x", keyid: "a".repeat(64), sig: "AQID" }] }),
      "SCHEMA_INVALID",
    ],
    ["a payload without padding", canonicalBytes({ ...raw(), payload: "e30" }), "SCHEMA_INVALID"],
    ["no signature", canonicalBytes({ ...raw(), signatures: [] }), "SCHEMA_INVALID"],
    [
      "a signature that is not base64",
      canonicalBytes({ ...raw(), signatures: [{ keyid: "a".repeat(64), sig: "*" }] }),
      "SCHEMA_INVALID",
    ],
    [
      "a key id that is no hash",
      canonicalBytes({ ...raw(), signatures: [{ keyid: "me", sig: "AQID" }] }),
      "SCHEMA_INVALID",
    ],
    [
      "one key twice",
      encodeEnvelope({ ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] }),
      "SCHEMA_INVALID",
    ],
    ["a duplicate key", utf8('{"payload":"","payload":""}'), "JSON_INVALID"],
  ])("with %s is refused", (_what, bytes, code) => {
    expect(() => parseEnvelope(bytes, "e.json")).toThrow(
      expect.objectContaining({ code, fields: expect.objectContaining({ path: "e.json" }) }),
    );
  });
});

test("an ordinary in-toto tool can check what is stored: JSON, base64 and ECDSA are enough", async () => {
  const store = await sealedBundle(["2026-11-22"]);
  const folder = `snapshots/${snapshotOf("2026-11-22")}/`;
  const stored = JSON.parse(
    text(store.objects.get(`${folder}manifest.dsse.json`) ?? new Uint8Array()),
  );
  const payload = decodeBase64(stored.payload) ?? new Uint8Array();
  const message = Buffer.concat([
    Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `),
    payload,
  ]);
  const key = createPublicKey(company.publicKeyPem);
  expect(verify("sha256", message, key, Buffer.from(stored.signatures[0].sig, "base64"))).toBe(
    true,
  );
  const { sequence, chain, account, snapshot, previous } = manifestOf(store, "2026-11-22");
  expect(JSON.parse(text(payload))).toEqual({
    _type: "https://in-toto.io/Statement/v1",
    subject: [
      { name: "manifest.json", digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ],
    predicateType: "urn:soc2-evidence:manifest:1",
    predicate: { account, chain, snapshot, sequence, previous },
  });
  expect(message.length).toBeLessThan(4096);
});
