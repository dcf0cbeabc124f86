import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { isStrictDerSignature } from "../../shared/integrity/ecdsa-der.ts";
import { openKmsSigner } from "../../shared/keys/kms-signer.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { type Moto, startMoto } from "./moto-server.ts";

let moto: Moto;
let client: KMSClient;

beforeAll(async () => {
  moto = await startMoto();
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  client = new KMSClient({});
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});

const P256 = { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" } as const;

async function keyOf(input: CreateKeyCommandInput): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(input));
  return KeyMetadata?.Arn ?? "";
}
const open = (key: string) => openKmsSigner(key, { region: "us-east-1", endpoint: moto.endpoint });

it("signs what verifies under its public key, in strict DER", async () => {
  const signer = await open(await keyOf(P256));
  const message = utf8("DSSEv1 ".padEnd(4_096, "x"));
  const signature = await signer.sign(message);
  expect(isStrictDerSignature(signature)).toBe(true);
  expect(await nodeCrypto.verifyEcdsaP256Sha256(signer.spki, message, signature)).toBe(true);
  expect(await nodeCrypto.verifyEcdsaP256Sha256(signer.spki, utf8("x"), signature)).toBe(false);
  expect(signer).toMatchObject({
    keyId: sha256Hex(signer.spki),
    spkiSha256: sha256Hex(signer.spki),
    algorithm: "ECDSA_SHA_256",
    publicKeyPem: expect.stringContaining("BEGIN PUBLIC KEY"),
  });
});

it("refuses a message that KMS would not take whole", async () => {
  const signer = await open(await keyOf(P256));
  await expect(signer.sign(new Uint8Array(4_097))).rejects.toMatchObject({ code: "KEY_UNSAFE" });
});

it.each<[string, CreateKeyCommandInput]>([
  ["another curve", { KeySpec: "ECC_NIST_P384", KeyUsage: "SIGN_VERIFY" }],
  ["Bitcoin's curve", { KeySpec: "ECC_SECG_P256K1", KeyUsage: "SIGN_VERIFY" }],
  ["RSA", { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" }],
])("refuses a key of %s", async (_says, input) => {
  await expect(open(await keyOf(input))).rejects.toMatchObject({ code: "KEY_UNSAFE" });
});

it("says that a key is not there", async () => {
  const arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000";
  await expect(open(arn)).rejects.toMatchObject({
    code: "KEY_UNAVAILABLE",
    message: expect.stringContaining("NotFoundException"),
  });
});
