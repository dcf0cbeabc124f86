import { createHash, createHmac, createPrivateKey, createPublicKey } from "node:crypto";
import { SIGNATURE_ALGORITHM } from "../../shared/integrity/manifest.ts";
import { p256SpkiOfPoint, spkiToPem } from "../../shared/integrity/spki.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { Signer } from "../../shared/keys/signer.ts";

/** Domain parameters of P-256 (NIST SP 800-186, section 3.2.1.3). */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const BASE: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

interface Point {
  x: bigint;
  y: bigint;
}

/**
 * A signer for tests whose signatures are the same every time: ECDSA on P-256 with SHA-256 and the
 * nonce of RFC 6979, so that vectors can be generated again to the byte. Slow, and not hardened
 * against anything.
 */
export function deterministicSigner(privateKey: bigint): Signer {
  const { x, y } = multiply(BASE, privateKey);
  const spki = p256SpkiOfPoint(Uint8Array.from(Buffer.concat([octets(x), octets(y)])));
  const spkiSha256 = sha256Hex(spki);
  return {
    keyId: spkiSha256,
    spkiSha256,
    algorithm: SIGNATURE_ALGORITHM,
    publicKeyPem: spkiToPem(spki),
    spki,
    sign: async (message) => {
      const { r, s } = signRfc6979(privateKey, message);
      return derOf(r, s);
    },
  };
}

/** The same key as PKCS #8 PEM, to be kept beside the vectors. */
export function privateKeyPem(privateKey: bigint): string {
  const { x, y } = multiply(BASE, privateKey);
  const [d64, x64, y64] = [privateKey, x, y].map((value) => octets(value).toString("base64url"));
  const jwk = { kty: "EC", crv: "P-256", d: d64 ?? "", x: x64 ?? "", y: y64 ?? "" };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  // Reading it back proves that d and the point belong together.
  createPublicKey(key);
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

/** RFC 6979 section 3.2 for P-256 and SHA-256. */
export function signRfc6979(privateKey: bigint, message: Uint8Array): { r: bigint; s: bigint } {
  const hash = createHash("sha256").update(message).digest();
  const e = integer(hash);
  for (const k of nonces(privateKey, hash)) {
    const r = multiply(BASE, k).x % N;
    const s = (invert(k, N) * (e + r * privateKey)) % N;
    if (r !== 0n && s !== 0n) return { r, s };
  }
  throw new Error("unreachable: nonces never end");
}

/** The malleable twin of a signature, (r, n - s), which verifies as well. */
export function twinOf(der: Uint8Array): Uint8Array {
  const rLength = der[3] ?? 0;
  const r = integer(Buffer.from(der.subarray(4, 4 + rLength)));
  const s = integer(Buffer.from(der.subarray(6 + rLength)));
  return derOf(r, N - s);
}

function* nonces(privateKey: bigint, hash: Buffer): Generator<bigint> {
  const seed = Buffer.concat([octets(privateKey), octets(integer(hash) % N)]);
  let v = Buffer.alloc(32, 0x01);
  let key = Buffer.alloc(32, 0x00);
  const step = (separator: number, data: Buffer): void => {
    key = hmac(key, Buffer.concat([v, Buffer.of(separator), data]));
    v = hmac(key, v);
  };
  step(0x00, seed);
  step(0x01, seed);
  for (;;) {
    v = hmac(key, v);
    const k = integer(v);
    if (k > 0n && k < N) yield k;
    step(0x00, Buffer.alloc(0));
  }
}

function hmac(key: Buffer, data: Buffer): Buffer<ArrayBuffer> {
  return Buffer.from(createHmac("sha256", key).update(data).digest());
}

function multiply(point: Point, scalar: bigint): Point {
  let sum: Point | undefined;
  let power = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = sum === undefined ? power : add(sum, power);
    power = add(power, power);
  }
  if (sum === undefined) throw new RangeError("A scalar of zero has no point.");
  return sum;
}

function add(left: Point, right: Point): Point {
  const slope =
    left.x === right.x
      ? (3n * left.x * left.x - 3n) * invert(2n * left.y, P)
      : (right.y - left.y) * invert(right.x - left.x, P);
  const x = modulo(slope * slope - left.x - right.x, P);
  return { x, y: modulo(slope * (left.x - x) - left.y, P) };
}

function invert(value: bigint, modulus: bigint): bigint {
  let [a, b] = [modulo(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return modulo(x, modulus);
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function octets(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex");
}

function integer(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

function derOf(r: bigint, s: bigint): Uint8Array {
  const body = Buffer.concat([derInteger(r), derInteger(s)]);
  return Uint8Array.from(Buffer.concat([Buffer.of(0x30, body.length), body]));
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(0x02, padded.length), padded]);
}
