import { createPrivateKey, generateKeyPairSync, verify } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import {
  loadLocalSigner,
  loadOrCreateLocalSigner,
  readTrustedKey,
  trustedKeys,
} from "../../shared/keys/local-key.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { company, next } from "../integrity/sample-bundle.ts";

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "local-key-"));
  folder = join(parent, "soc2-evidence");
});
afterEach(() => rm(parent, { recursive: true }));

const keyFile = (): string => join(folder, "signing-key.pem");

describe("the local signing key", () => {
  test("is made once, for its owner only, and found again", async () => {
    expect(await loadLocalSigner(folder)).toBeUndefined();
    const made = await loadOrCreateLocalSigner(folder);
    const found = await loadOrCreateLocalSigner(folder);
    expect(found.spki).toEqual(made.spki);
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual(["signing-key.pem"]);
    expect(await readFile(keyFile(), "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  test("is one key when several runs make it at the same moment", async () => {
    const signers = await Promise.all(
      Array.from({ length: 8 }, () => loadOrCreateLocalSigner(folder)),
    );
    expect(new Set(signers.map(({ keyId }) => keyId)).size).toBe(1);
    expect(await readdir(folder)).toEqual(["signing-key.pem"]);
  });

  test("is named by the SHA-256 of its public key and signs ECDSA over SHA-256 in DER", async () => {
    const signer = await loadOrCreateLocalSigner(folder);
    expect(signer).toMatchObject({
      keyId: sha256Hex(signer.spki),
      spkiSha256: sha256Hex(signer.spki),
      algorithm: "ECDSA_SHA_256",
    });
    const message = utf8("a message");
    const signature = await signer.sign(message);
    expect(verify("sha256", message, signer.publicKeyPem, signature)).toBe(true);
    expect(await nodeCrypto.verifyEcdsaP256Sha256(signer.spki, message, signature)).toBe(true);
    const other = utf8("another message");
    expect(await nodeCrypto.verifyEcdsaP256Sha256(signer.spki, other, signature)).toBe(false);
  });

  test.each([0o640, 0o604, 0o660, 0o644])(
    "is refused when its mode is %o, with the command that mends it",
    async (mode) => {
      await loadOrCreateLocalSigner(folder);
      await chmod(keyFile(), mode);
      await expect(loadLocalSigner(folder)).rejects.toThrow(
        expect.objectContaining({
          code: "KEY_UNSAFE",
          message: expect.stringContaining(`chmod 600 "${keyFile()}"`),
        }),
      );
    },
  );

  test.each<[string, () => string]>([
    ["no key", () => "hello"],
    [
      "a key on another curve",
      () =>
        generateKeyPairSync("ec", { namedCurve: "P-384" })
          .privateKey.export({ type: "pkcs8", format: "pem" })
          .toString(),
    ],
    [
      "an Ed25519 key",
      () =>
        generateKeyPairSync("ed25519")
          .privateKey.export({ type: "pkcs8", format: "pem" })
          .toString(),
    ],
  ])("is refused when the file holds %s", async (_what, pem) => {
    await mkdir(folder);
    await writeFile(keyFile(), pem(), { mode: 0o600 });
    await expect(loadOrCreateLocalSigner(folder)).rejects.toThrow(
      expect.objectContaining({ code: "KEY_UNSAFE" }),
    );
  });

  test("never shows in an error", async () => {
    await loadOrCreateLocalSigner(folder);
    const pem = await readFile(keyFile(), "utf8");
    await writeFile(keyFile(), pem.replace("PRIVATE", "SECRET"));
    const error = await loadLocalSigner(folder).catch((thrown: unknown) => thrown);
    const secret = createPrivateKey(pem).export({ format: "jwk" }).d ?? "";
    const body = pem.split("\n")[1] ?? "";
    for (const hidden of [secret, body])
      expect(JSON.stringify([String(error), error])).not.toContain(hidden);
    expect(error).not.toHaveProperty("cause");
  });
});

describe("the keys that this user trusts", () => {
  const trust = async (name: string, pem: string): Promise<void> => {
    await mkdir(join(folder, "trusted-keys"), { recursive: true });
    await writeFile(join(folder, "trusted-keys", name), pem);
  };

  test("are none where nothing was set up", async () => {
    expect(await trustedKeys(folder)).toEqual([]);
  });

  test("are the own one first, then every PEM file by name, each key once", async () => {
    const own = await loadOrCreateLocalSigner(folder);
    await trust("b.pem", next.publicKeyPem);
    await trust("a.pem", company.publicKeyPem);
    await trust("c-again.pem", company.publicKeyPem);
    await trust("notes.txt", "not a key");
    expect((await trustedKeys(folder)).map(({ spki }) => sha256Hex(spki))).toEqual([
      own.keyId,
      company.keyId,
      next.keyId,
    ]);
  });

  test("are refused with the file's name when one is no public key", async () => {
    await trust("broken.pem", "hello");
    await expect(trustedKeys(folder)).rejects.toThrow(/trusted-keys\/broken\.pem is not used/);
  });

  test("may be given by file; one that is not there is said to be missing", async () => {
    await mkdir(folder);
    await writeFile(join(folder, "company.pem"), company.publicKeyPem);
    expect(await readTrustedKey(join(folder, "company.pem"))).toEqual({ spki: company.spki });
    await expect(readTrustedKey(join(folder, "none.pem"))).rejects.toThrow(
      expect.objectContaining({ code: "KEY_MISSING" }),
    );
  });

  test.each<[string, string, string]>([
    [
      "a private key",
      generateKeyPairSync("ec", { namedCurve: "P-256" })
        .privateKey.export({ type: "pkcs8", format: "pem" })
        .toString(),
      "openssl pkey -in FILE -pubout",
    ],
    [
      "a certificate",
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
      "openssl x509 -in FILE -pubkey -noout",
    ],
    ["two keys", `${company.publicKeyPem}${next.publicKeyPem}`, "give --key for each."],
    ["something else", "notes", "Ask the company for its public key in PEM."],
  ])("says what to do where the file holds %s", async (_what, text, advice) => {
    const file = join(folder, "key.pem");
    await mkdir(folder, { recursive: true });
    await writeFile(file, text);
    await expect(readTrustedKey(file)).rejects.toThrow(
      expect.objectContaining({ code: "KEY_UNSAFE", message: expect.stringContaining(advice) }),
    );
  });
});
