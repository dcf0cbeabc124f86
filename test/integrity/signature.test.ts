import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { concatBytes, utf8 } from "../../shared/integrity/bytes.ts";
import { isStrictDerSignature } from "../../shared/integrity/ecdsa-der.ts";
import {
  isP256Spki,
  p256SpkiOfPoint,
  spkiFromPem,
  spkiToPem,
} from "../../shared/integrity/spki.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { twinOf } from "../keys/deterministic-signer.ts";
import { company } from "./sample-bundle.ts";

const integer = (...bytes: number[]): number[] => [0x02, bytes.length, ...bytes];
const sequence = (...bytes: number[]): Uint8Array => Uint8Array.of(0x30, bytes.length, ...bytes);
const LARGE = Array.from({ length: 32 }, () => 0x7f);

describe("strict DER (X.690 section 10) of a signature", () => {
  test.each<[string, Uint8Array, boolean]>([
    ["two small numbers", sequence(...integer(1), ...integer(1)), true],
    ["numbers of 32 bytes", sequence(...integer(...LARGE), ...integer(...LARGE)), true],
    ["a zero that keeps a number positive", sequence(...integer(0, 0x80), ...integer(1)), true],
    [
      "a number of 32 bytes behind a zero",
      sequence(...integer(0, ...LARGE.with(0, 0x80)), ...integer(1)),
      true,
    ],
    ["zero", sequence(...integer(0), ...integer(1)), true],
    ["zero in the end", sequence(...integer(1), ...integer(0)), true],
    ["0x7f", sequence(...integer(0x7f), ...integer(1)), true],
    ["a needless zero before 0x7f", sequence(...integer(0, 0x7f), ...integer(1)), false],
    ["a zero cut short", Uint8Array.of(0x30, 6, ...integer(1), 2, 2, 0), false],
    ["a number that says one byte more", Uint8Array.of(0x30, 6, ...integer(1), 2, 2, 1), false],
    [
      "a tag that is not of a sequence",
      Uint8Array.of(0x31, 6, ...integer(1), ...integer(1)),
      false,
    ],
    ["a tag that is not of a number", Uint8Array.of(0x30, 6, 3, 1, 1, ...integer(1)), false],
    ["a second tag that is not of a number", Uint8Array.of(0x30, 6, ...integer(1), 3, 1, 1), false],
    ["a length of one more", Uint8Array.of(0x30, 7, ...integer(1), ...integer(1)), false],
    ["a tag alone in the end", sequence(...integer(1), 2), false],
    ["an empty number in the end", sequence(...integer(1), ...integer()), false],
    ["a negative number in the end", sequence(...integer(1), ...integer(0x80)), false],
    [
      "a number of 33 bytes behind a zero",
      sequence(...integer(0, 0x80, ...LARGE), ...integer(1)),
      false,
    ],
    ["a needless zero", sequence(...integer(0, 1), ...integer(1)), false],
    ["a negative number", sequence(...integer(0x80), ...integer(1)), false],
    ["a number of 33 bytes", sequence(...integer(1, ...LARGE), ...integer(1)), false],
    ["an empty number", sequence(...integer(), ...integer(1)), false],
    [
      "bytes after the end",
      concatBytes(sequence(...integer(1), ...integer(1)), Uint8Array.of(0)),
      false,
    ],
    ["a third number", sequence(...integer(1), ...integer(1), ...integer(1)), false],
    ["a long form of length", Uint8Array.of(0x30, 0x81, 6, ...integer(1), ...integer(1)), false],
    ["one number", sequence(...integer(1)), false],
    ["a number cut short", Uint8Array.of(0x30, 4, 2, 1, 1, 2), false],
    ["nothing", new Uint8Array(), false],
  ])("%s", (_what, der, strict) => {
    expect(isStrictDerSignature(der)).toBe(strict);
  });

  test("what Node signs is strict", async () => {
    for (let round = 0; round < 20; round++) {
      expect(isStrictDerSignature(await company.sign(utf8(`message ${round}`)))).toBe(true);
    }
  });
});

test("ECDSA is malleable: the twin (r, n-s) verifies too, so links are never signatures", async () => {
  const message = utf8("a message");
  const twin = twinOf(await company.sign(message));
  expect(twin).not.toEqual(await company.sign(message));
  expect(await nodeCrypto.verifyEcdsaP256Sha256(company.spki, message, twin)).toBe(true);
});

describe("a public key", () => {
  const spkiOf = (curve: string): Uint8Array =>
    generateKeyPairSync("ec", { namedCurve: curve }).publicKey.export({
      type: "spki",
      format: "der",
    });

  test("on P-256 is known, on P-384 it is not", () => {
    expect([isP256Spki(spkiOf("P-256")), isP256Spki(spkiOf("P-384"))]).toEqual([true, false]);
  });

  test.each<[string, Uint8Array]>([
    ["a byte longer", concatBytes(company.spki, Uint8Array.of(0))],
    ["a byte shorter", company.spki.slice(0, -1)],
    ["of another curve of the same length", company.spki.with(22, 0x08)],
    ["of a compressed point", company.spki.with(26, 0x02)],
    ["that begins otherwise", company.spki.with(0, 0x31)],
    ["of nothing", new Uint8Array()],
  ])("%s is not known", (_what, spki) => {
    expect([isP256Spki(company.spki), isP256Spki(spki)]).toEqual([true, false]);
  });

  test("is made of the coordinates of its point", () => {
    expect(p256SpkiOfPoint(company.spki.slice(-64))).toEqual(company.spki);
  });

  test("survives the round trip through PEM as Node writes it", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const spki = spkiFromPem(pem) ?? new Uint8Array();
    expect(Buffer.from(spki)).toEqual(publicKey.export({ type: "spki", format: "der" }));
    expect(spkiToPem(spki)).toBe(pem);
    expect(spkiFromPem(`Our key:\r\n${pem.replaceAll("\n", "\r\n")}`)).toEqual(spki);
  });

  test("of no bytes is an empty block, which is read as none", () => {
    const pem = spkiToPem(new Uint8Array());
    expect(pem).toBe("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n");
    expect(spkiFromPem(pem)).toBeUndefined();
  });

  test.each([
    ["two keys", company.publicKeyPem.repeat(2)],
    ["no key", "hello"],
    ["a foreign sign in it", company.publicKeyPem.replace("M", "*")],
    ["a private key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
    ["stray bits", "-----BEGIN PUBLIC KEY-----\nYR==\n-----END PUBLIC KEY-----\n"],
  ])("text with %s is none", (_what, pem) => {
    expect(spkiFromPem(pem)).toBeUndefined();
  });

  test("off the curve verifies nothing and throws nothing", async () => {
    const spki = Uint8Array.from(company.spki);
    spki[90] = (spki[90] ?? 0) ^ 1;
    const message = utf8("a message");
    const signature = await company.sign(message);
    expect(await nodeCrypto.verifyEcdsaP256Sha256(spki, message, signature)).toBe(false);
    expect(await nodeCrypto.verifyEcdsaP256Sha256(new Uint8Array(91), message, signature)).toBe(
      false,
    );
  });
});
