import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from "node:crypto";
import { link, mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { EvidenceError } from "../errors/evidence-error.ts";
import { compareUtf8 } from "../integrity/bytes.ts";
import { SIGNATURE_ALGORITHM } from "../integrity/manifest.ts";
import { isP256Spki, spkiFromPem, spkiToPem } from "../integrity/spki.ts";
import { sha256Hex } from "./node-crypto.ts";
import type { Signer, TrustedKey } from "./signer.ts";

/** The key that signs, in the user's configuration folder. */
export const PRIVATE_KEY_FILE = "signing-key.pem";
const KEY_UNTIL_FILE = /^signing-key-until-\d{4}-\d\d-\d\d-[0-9a-f]{16}\.pem$/;
const TRUSTED_KEYS_FOLDER = "trusted-keys";
/** Read or write by group or others. */
const MODE_BEYOND_OWNER = 0o077;

/**
 * The user's own signing key; undefined when none has been made yet.
 *
 * @param folder from `configurationFolder`
 * @throws EvidenceError KEY_UNSAFE when the file is no P-256 key, or others may read it
 */
export async function loadLocalSigner(folder: string): Promise<Signer | undefined> {
  return loadSignerFile(join(folder, PRIVATE_KEY_FILE));
}

/**
 * A signing key in a file; undefined when there is none.
 *
 * @throws EvidenceError KEY_UNSAFE when the file is no P-256 key, or others may read it
 */
export async function loadSignerFile(path: string): Promise<Signer | undefined> {
  const pem = await readPrivately(path);
  if (pem === undefined) return undefined;
  return signerOf(readPrivateKey(pem, path));
}

/** The name under which a key is kept that signed until a day, such as `2026-11-30`. */
export function keyUntilFile(day: string, spkiSha256: string): string {
  return `signing-key-until-${day}-${spkiSha256.slice(0, 16)}.pem`;
}

/**
 * The keys with which this user signed before, in the order of their days: a chain whose newest
 * manifest one of them signed can go on.
 *
 * @param folder from `configurationFolder`
 * @throws EvidenceError KEY_UNSAFE when a file is no P-256 key, or others may read it
 */
export async function loadPreviousSigners(
  folder: string,
): Promise<{ readonly path: string; readonly signer: Signer }[]> {
  const found: { path: string; signer: Signer }[] = [];
  for (const name of (await namesIn(folder)).filter((file) => KEY_UNTIL_FILE.test(file))) {
    const path = join(folder, name);
    const signer = await loadSignerFile(path);
    if (signer !== undefined) found.push({ path, signer });
  }
  return found;
}

/**
 * The user's own signing key, made now when there is none: ECDSA on P-256, PKCS #8, mode 0600. Two
 * processes that make it at the same moment end with the same key.
 *
 * @param folder from `configurationFolder`; made with mode 0700
 * @throws EvidenceError KEY_UNSAFE when the file is no P-256 key, or others may read it
 */
export async function loadOrCreateLocalSigner(folder: string): Promise<Signer> {
  const standing = await loadLocalSigner(folder);
  if (standing !== undefined) return standing;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, PRIVATE_KEY_FILE);
  const kept = await createSigningKey(path);
  if (kept === undefined) {
    throw unsafe(path, "it was deleted while it was being made. Run the command again");
  }
  return kept;
}

/**
 * A new signing key in a file, or the one that another process put there at this moment; undefined
 * when that one took its key away again.
 *
 * @throws EvidenceError KEY_UNSAFE when it is no P-256 key, or others may read it
 */
export async function createSigningKey(path: string): Promise<Signer | undefined> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await createExclusively(path, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  return loadSignerFile(path);
}

/**
 * The public keys that this user trusts: their own, those before it, and every `trusted-keys/*.pem`.
 * Each key once, in the order of file names, the own key first.
 *
 * @param folder from `configurationFolder`
 * @throws EvidenceError KEY_UNSAFE when a file holds no public key
 */
export async function trustedKeys(folder: string): Promise<TrustedKey[]> {
  const own = await loadLocalSigner(folder);
  const trustedFolder = join(folder, TRUSTED_KEYS_FOLDER);
  const previous = (await loadPreviousSigners(folder)).map(({ signer }) => signer);
  const keys = new Map<string, TrustedKey>();
  for (const { spkiSha256, spki } of [...(own === undefined ? [] : [own]), ...previous]) {
    keys.set(spkiSha256, { spki });
  }
  for (const name of (await namesIn(trustedFolder)).filter((file) => file.endsWith(".pem"))) {
    const key = await readTrustedKey(join(trustedFolder, name));
    keys.set(sha256Hex(key.spki), key);
  }
  return [...keys.values()];
}

/**
 * A public key from a PEM file, for `--key FILE`. Keys of other algorithms are returned too:
 * `verify` says that it does not know them.
 *
 * @throws EvidenceError KEY_MISSING when there is no such file
 * @throws EvidenceError KEY_UNSAFE when it does not hold exactly one public key
 */
export async function readTrustedKey(path: string): Promise<TrustedKey> {
  const pem = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new EvidenceError(
      "KEY_MISSING",
      `The public key ${path} cannot be read. Ask the company for it, and not by way of the bundle.`,
      { path },
      { cause },
    );
  });
  const spki = spkiFromPem(pem);
  if (spki === undefined) {
    const what = `it does not hold exactly one "BEGIN PUBLIC KEY" block. ${adviceOn(pem)}`;
    throw unsafe(path, what);
  }
  return { spki };
}

/** What to do about a file that is no public key in PEM, without a full stop. */
function adviceOn(text: string): string {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    return "It is a private key, which only its owner should have. Its public half is printed by: openssl pkey -in FILE -pubout";
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) {
    return "It is a certificate. Its public key is printed by: openssl x509 -in FILE -pubkey -noout";
  }
  if (text.split("-----BEGIN PUBLIC KEY-----").length > 2) {
    return "Put each key in a file of its own, and give --key for each";
  }
  return "Ask the company for its public key in PEM. One in DER is printed as PEM by: openssl pkey -pubin -inform DER -in FILE";
}

/** Sorted by their UTF-8 bytes; none when there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  });
  return names.toSorted(compareUtf8);
}

/** A signer from a private key in PEM; also for keys that do not lie in the user's folder. */
export function signerFromPem(pem: string, path: string): Signer {
  return signerOf(readPrivateKey(pem, path));
}

function signerOf(privateKey: KeyObject): Signer {
  const spki = new Uint8Array(createPublicKey(privateKey).export({ type: "spki", format: "der" }));
  const spkiSha256 = sha256Hex(spki);
  return {
    keyId: spkiSha256,
    spkiSha256,
    algorithm: SIGNATURE_ALGORITHM,
    publicKeyPem: spkiToPem(spki),
    spki,
    async sign(message) {
      return new Uint8Array(sign("sha256", message, { key: privateKey, dsaEncoding: "der" }));
    },
  };
}

function readPrivateKey(pem: string, path: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The cause is left out on purpose: its message may quote the file.
    throw unsafe(path, "it is not a private key in PEM");
  }
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  if (!isP256Spki(spki)) throw unsafe(path, "it is not an ECDSA key on the curve P-256");
  return key;
}

/** The text of a file that only its owner may read; undefined when there is none. */
async function readPrivately(path: string): Promise<string | undefined> {
  const file = await open(path, "r").catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return undefined;
    throw unsafe(path, "it cannot be opened");
  });
  if (file === undefined) return undefined;
  try {
    const { mode } = await file.stat();
    // Windows has no such bits: there Node answers as if everyone could read.
    if (process.platform !== "win32" && (mode & MODE_BEYOND_OWNER) !== 0) {
      throw unsafe(path, `others may read it. Run: chmod 600 "${path}"`);
    }
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Writes aside, flushes and links, so that the first of several wins and none is read half. */
async function createExclusively(path: string, text: string): Promise<void> {
  const staged = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(staged, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(staged, path);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    await unlink(staged).catch(() => undefined);
  }
}

function unsafe(path: string, what: string): EvidenceError {
  return new EvidenceError("KEY_UNSAFE", `The key ${path} is not used because ${what}.`, { path });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
