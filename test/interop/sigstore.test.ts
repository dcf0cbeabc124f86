import { createPublicKey } from "node:crypto";
import { bundleFromJSON } from "@sigstore/bundle";
import { type TrustMaterial, toSignedEntity, VerificationError, Verifier } from "@sigstore/verify";
import { describe, expect, it } from "vitest";
import { company, stranger } from "../integrity/sample-bundle.ts";
import { ENVELOPES, envelopeJson, withOneBitTurned } from "./sealed-envelopes.ts";

/** What sigstore's own verifier says of an envelope, put into a sigstore bundle as it is. */
function sigstoreSays(envelope: object, trusted: typeof company): string {
  const bundle = bundleFromJSON({
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: { publicKey: { hint: company.keyId }, tlogEntries: [] },
    dsseEnvelope: envelope,
  });
  // No log and no authority of sigstore's takes part: the company's key alone is trusted.
  const trust: TrustMaterial = {
    certificateAuthorities: [],
    timestampAuthorities: [],
    tlogs: [],
    ctlogs: [],
    publicKey: () => ({ publicKey: createPublicKey(trusted.publicKeyPem), validFor: () => true }),
  };
  const verifier = new Verifier(trust, {
    tlogThreshold: 0,
    ctlogThreshold: 0,
    timestampThreshold: 0,
  });
  try {
    verifier.verify(toSignedEntity(bundle));
    return "verified";
  } catch (error) {
    if (error instanceof VerificationError) return error.code;
    throw error;
  }
}

describe.each(ENVELOPES)("sigstore's verifier and %s envelope", (_what, bytes) => {
  const envelope = envelopeJson(bytes);
  const [signature = { keyid: "", sig: "" }] = envelope.signatures;

  it.each([
    ["takes it as it was signed", envelope, company, "verified"],
    [
      "refuses another payload",
      { ...envelope, payload: withOneBitTurned(envelope.payload) },
      company,
      "SIGNATURE_ERROR",
    ],
    [
      "refuses another type",
      { ...envelope, payloadType: "application/json" },
      company,
      "SIGNATURE_ERROR",
    ],
    [
      "refuses another signature",
      { ...envelope, signatures: [{ ...signature, sig: withOneBitTurned(signature.sig) }] },
      company,
      "SIGNATURE_ERROR",
    ],
    ["refuses another key", envelope, stranger, "SIGNATURE_ERROR"],
  ] as const)("%s", (_verdict, given, trusted, expected) => {
    expect(sigstoreSays(given, trusted)).toBe(expected);
  });
});
