import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeEnvelope, preAuthenticationEncoding } from "../../shared/integrity/dsse.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import {
  encodeStatement,
  predicateOf,
  STATEMENT_PAYLOAD_TYPE,
} from "../../shared/integrity/statement.ts";
import { verifyEnvelope } from "../../shared/integrity/verify-envelope.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";
import { company, manifestOf, next, stranger } from "./sample-bundle.ts";
import { noted } from "./sample-links.ts";
import { RICH, SECOND } from "./verifying.ts";

const STATEMENT = {
  subjectSha256: "a".repeat(64),
  predicate: predicateOf(manifestOf(RICH, SECOND)),
};
const PAYLOAD = encodeStatement("manifest", STATEMENT);
/** A trusted key of an algorithm that this release does not know. */
const FOREIGN = new Uint8Array(
  generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({
    type: "spki",
    format: "der",
  }),
);

interface Signed {
  readonly payload?: Uint8Array;
  readonly payloadType?: string;
  readonly signers: readonly Pick<Signer, "keyId" | "sign">[];
}

async function envelopeOf({ payload = PAYLOAD, signers, ...more }: Signed): Promise<Uint8Array> {
  const payloadType = more.payloadType ?? STATEMENT_PAYLOAD_TYPE;
  const message = preAuthenticationEncoding(payloadType, payload);
  const signatures = await Promise.all(
    signers.map(async ({ keyId, sign }) => ({ keyId, der: await sign(message) })),
  );
  return encodeEnvelope({ payloadType, payload, signatures });
}

/** Company trusted, the next key in the bundle, the stranger nowhere. */
async function check(bytes: Uint8Array) {
  const keys = new KeyRing(nodeCrypto);
  await keys.trust(company.spki);
  await keys.trust(FOREIGN);
  await keys.keep(next.spki);
  const log = new FaultLog();
  const checked = await verifyEnvelope("manifest", bytes, "e.json", keys, log);
  return { checked, faults: noted(log) };
}

/** Signs by its own key and says that another did. */
const as = (claimed: { keyId: string }): Pick<Signer, "keyId" | "sign"> => ({
  keyId: claimed.keyId,
  sign: (message) => stranger.sign(message),
});

describe("an envelope", () => {
  const good = {
    keyIds: [company.keyId],
    validKeyIds: [company.keyId],
    trusted: true,
    invalid: false,
    statement: STATEMENT,
    algorithmUnknown: false,
  };

  test.each<[string, Signed, Partial<typeof good>]>([
    ["by a trusted key", { signers: [company] }, {}],
    [
      "by a key of the bundle",
      { signers: [next] },
      { keyIds: [next.keyId], validKeyIds: [next.keyId], trusted: false },
    ],
    [
      "by both",
      { signers: [next, company] },
      { keyIds: [next.keyId, company.keyId], validKeyIds: [next.keyId, company.keyId] },
    ],
    [
      "by a trusted key and one that is nowhere",
      { signers: [company, stranger] },
      { keyIds: [company.keyId, stranger.keyId] },
    ],
    [
      "by one that is nowhere",
      { signers: [stranger] },
      { keyIds: [stranger.keyId], validKeyIds: [], trusted: false },
    ],
  ])("%s is read", async (_what, signed, change) => {
    expect(await check(await envelopeOf(signed))).toEqual({
      checked: { ...good, ...change },
      faults: [],
    });
  });

  test.each<[string, Signed, string, object]>([
    [
      "whose signature does not match",
      { signers: [as(company)] },
      "SIGNATURE_INVALID",
      { validKeyIds: [], trusted: false, invalid: true, statement: undefined },
    ],
    [
      "of which one signature does not match",
      { signers: [company, as(next)] },
      "SIGNATURE_INVALID",
      { keyIds: [company.keyId, next.keyId], invalid: true, statement: undefined },
    ],
    [
      "by a trusted key of another algorithm",
      { signers: [as({ keyId: sha256Hex(FOREIGN) })] },
      "ALGORITHM_UNKNOWN",
      {
        keyIds: [sha256Hex(FOREIGN)],
        validKeyIds: [],
        trusted: false,
        algorithmUnknown: true,
      },
    ],
    [
      "of another payload type",
      { signers: [company], payloadType: "text/plain" },
      "SCHEMA_UNKNOWN",
      { statement: undefined },
    ],
    [
      "of a statement about reports",
      { signers: [company], payload: encodeStatement("reports", STATEMENT) },
      "ENVELOPE_INVALID",
      { statement: undefined },
    ],
    [
      "of no JSON",
      { signers: [company], payload: utf8("{") },
      "ENVELOPE_INVALID",
      { statement: undefined },
    ],
  ])("%s is a fault", async (_what, signed, code, change) => {
    expect(await check(await envelopeOf(signed))).toEqual({
      checked: { ...good, ...change },
      faults: [[code, "e.json", undefined]],
    });
  });

  test("that is none is a fault and nothing else", async () => {
    expect(await check(utf8("{}"))).toEqual({
      checked: undefined,
      faults: [["ENVELOPE_INVALID", "e.json", undefined]],
    });
  });
});
