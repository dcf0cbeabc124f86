import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import { type Claim, encodeClaim, parseClaim } from "../../shared/integrity/chain.ts";

const CLAIM: Claim = {
  schema: "claim/1",
  chain: "00112233445566778899aabbccddeeff",
  sequence: 7,
  snapshot: "2026-11-22T06-00-00Z",
  manifestSha256: "a".repeat(64),
  signer: "0".repeat(64),
};

describe("a claim", () => {
  test.each<[string, Claim]>([
    ["by a signer", CLAIM],
    ["without one", { ...CLAIM, signer: null }],
    ["on the first place", { ...CLAIM, sequence: 1 }],
  ])("%s survives the round trip", (_what, claim) => {
    expect(parseClaim(encodeClaim(claim), claim.sequence)).toEqual(claim);
  });

  test.each<[string, object, string]>([
    ["of a later schema", { schema: "claim/2" }, "SCHEMA_UNKNOWN"],
    ["of a later schema with other fields", { schema: "claim/2", next: 1 }, "SCHEMA_UNKNOWN"],
    ["without a schema", { schema: undefined }, "SCHEMA_INVALID"],
    ["whose schema is no text", { schema: 1 }, "SCHEMA_INVALID"],
    ["with an unknown field", { note: "x" }, "SCHEMA_INVALID"],
    ["on another number than its name", { sequence: 8 }, "SCHEMA_INVALID"],
    ["on a fraction", { sequence: 7.5 }, "SCHEMA_INVALID"],
    ["of a chain with a longer id", { chain: `${CLAIM.chain}0` }, "SCHEMA_INVALID"],
    ["of a chain with a shorter id", { chain: CLAIM.chain.slice(1) }, "SCHEMA_INVALID"],
    ["of a chain whose id begins otherwise", { chain: `x${CLAIM.chain}` }, "SCHEMA_INVALID"],
    ["of a chain in capitals", { chain: CLAIM.chain.toUpperCase() }, "SCHEMA_INVALID"],
    ["for no snapshot", { snapshot: "today" }, "SCHEMA_INVALID"],
    ["for a longer hash", { manifestSha256: "a".repeat(65) }, "SCHEMA_INVALID"],
    [
      "for a hash that begins otherwise",
      { manifestSha256: `x${"a".repeat(64)}` },
      "SCHEMA_INVALID",
    ],
    ["for a hash of one digit", { manifestSha256: "a" }, "SCHEMA_INVALID"],
    ["by a signer that is no hash", { signer: "me" }, "SCHEMA_INVALID"],
  ])("%s is refused", (_what, change, code) => {
    // Through JSON, which drops what is undefined.
    const bytes = canonicalBytes(JSON.parse(JSON.stringify({ ...CLAIM, ...change })));
    expect(() => parseClaim(bytes, 7)).toThrow(
      expect.objectContaining({ code, fields: { path: "chain/7.json" } }),
    );
  });

  test("on number 0 is refused", () => {
    const bytes = canonicalBytes({ ...CLAIM, sequence: 0 });
    expect(() => parseClaim(bytes, 0)).toThrow(
      expect.objectContaining({ code: "SCHEMA_INVALID", fields: { path: "chain/0.json" } }),
    );
  });

  test.each<[string, string, string]>([
    ["that is no JSON", "{", "JSON_INVALID"],
    ["that is no object", "[]", "SCHEMA_INVALID"],
    ["in other bytes than the canonical ones", JSON.stringify(CLAIM, null, 2), "SCHEMA_INVALID"],
  ])("%s is refused", (_what, text, code) => {
    expect(() => parseClaim(utf8(text), 7)).toThrow(expect.objectContaining({ code }));
  });
});
