import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { company, stranger } from "../integrity/sample-bundle.ts";
import {
  ENVELOPES,
  type EnvelopeJson,
  envelopeJson,
  withOneBitTurned,
} from "./sealed-envelopes.ts";

beforeAll(() => {
  const { status, error } = spawnSync("openssl", ["version"]);
  if (status !== 0) {
    throw new Error(
      `These tests need the program openssl: apt-get install openssl (${error?.message})`,
    );
  }
});

/** What docs/formats/manifest.md says is signed, put together without any code of ours. */
function preAuthenticationEncoding(payloadType: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** As an auditor would: key, signature and message in files, and the program's own verdict. */
function opensslSays(
  { payload, payloadType, signatures }: EnvelopeJson,
  publicKeyPem: string,
): string {
  const folder = mkdtempSync(join(tmpdir(), "openssl-"));
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const { stdout } = spawnSync(
    "openssl",
    [
      "dgst",
      "-sha256",
      ...["-verify", file("key.pem", publicKeyPem)],
      ...["-signature", file("signature.der", Buffer.from(signatures[0]?.sig ?? "", "base64"))],
      file("message", preAuthenticationEncoding(payloadType, Buffer.from(payload, "base64"))),
    ],
    { encoding: "utf8" },
  );
  return stdout.trim();
}

describe.each(ENVELOPES)("OpenSSL and %s envelope", (_what, bytes) => {
  const envelope = envelopeJson(bytes);
  const [signature = { keyid: "", sig: "" }] = envelope.signatures;

  it.each([
    ["takes it as it was signed", envelope, company.publicKeyPem, "Verified OK"],
    [
      "refuses another payload",
      { ...envelope, payload: withOneBitTurned(envelope.payload) },
      company.publicKeyPem,
      "Verification failure",
    ],
    [
      "refuses another type",
      { ...envelope, payloadType: "application/json" },
      company.publicKeyPem,
      "Verification failure",
    ],
    [
      "refuses another signature",
      { ...envelope, signatures: [{ ...signature, sig: withOneBitTurned(signature.sig) }] },
      company.publicKeyPem,
      "Verification failure",
    ],
    ["refuses another key", envelope, stranger.publicKeyPem, "Verification failure"],
  ] as const)("%s", (_verdict, given, key, expected) => {
    expect(opensslSays(given, key)).toBe(expected);
  });
});
