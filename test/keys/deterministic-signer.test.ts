import { createPrivateKey, createPublicKey } from "node:crypto";
import { expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { COMPANY_KEY, company } from "../integrity/sample-bundle.ts";
import { privateKeyPem, signRfc6979 } from "./deterministic-signer.ts";

test.each([
  [
    "sample",
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
  ],
  [
    "test",
    "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
    "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
  ],
])("RFC 6979 appendix A.2.5, SHA-256, message %j", (message, r, s) => {
  expect(signRfc6979(COMPANY_KEY, utf8(message))).toEqual({
    r: BigInt(`0x${r}`),
    s: BigInt(`0x${s}`),
  });
});

test("Node derives the same public key, and verifies what was signed", async () => {
  const key = createPublicKey(createPrivateKey(privateKeyPem(COMPANY_KEY)));
  expect(key.export({ type: "spki", format: "pem" })).toBe(company.publicKeyPem);
  const message = utf8("a message");
  const signature = await company.sign(message);
  expect(await nodeCrypto.verifyEcdsaP256Sha256(company.spki, message, signature)).toBe(true);
});
