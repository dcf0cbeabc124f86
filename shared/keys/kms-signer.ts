import type { KMSClient } from "@aws-sdk/client-kms";
import { EvidenceError } from "../errors/evidence-error.ts";
import { SIGNATURE_ALGORITHM } from "../integrity/manifest.ts";
import { isP256Spki, spkiToPem } from "../integrity/spki.ts";
import { sha256Hex } from "./node-crypto.ts";
import type { Signer } from "./signer.ts";

/** How KMS is reached. */
export interface KmsAccess {
  readonly region: string;
  /** `AWS_ENDPOINT_URL`; null for AWS. */
  readonly endpoint: string | null;
}

/** Attempts of one request, the first included. */
const MAX_ATTEMPTS = 6;

/** What KMS takes whole: longer messages would have to be hashed by the caller. */
const MAX_MESSAGE_BYTES = 4_096;

/**
 * A signing key in AWS KMS, with the credentials of the environment: `ECC_NIST_P256`,
 * `SIGN_VERIFY`. Whole messages are signed (`RAW`), so that KMS itself does the hashing.
 *
 * @param keyArn the key's ARN, id or alias
 * @throws EvidenceError KEY_UNSAFE when it is no key of that kind
 * @throws EvidenceError KEY_UNAVAILABLE when KMS does not give its public half, and from `sign` when
 *   it does not sign: disabled, denied, deleted, or KMS is down
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export async function openKmsSigner(keyArn: string, access: KmsAccess): Promise<Signer> {
  const sdk = await import("@aws-sdk/client-kms");
  const client: KMSClient = new sdk.KMSClient({
    region: access.region,
    maxAttempts: MAX_ATTEMPTS,
    ...(access.endpoint === null ? {} : { endpoint: access.endpoint }),
  });
  const ask = async <Answer>(what: string, request: Promise<Answer>): Promise<Answer> => {
    try {
      return await request;
    } catch (cause) {
      throw unavailable(keyArn, what, cause);
    }
  };
  const { PublicKey, KeySpec, KeyUsage } = await ask(
    "give its public half",
    client.send(new sdk.GetPublicKeyCommand({ KeyId: keyArn })),
  );
  const spki = PublicKey === undefined ? new Uint8Array() : new Uint8Array(PublicKey);
  // The public key itself says its curve.
  if (KeyUsage !== "SIGN_VERIFY" || !isP256Spki(spki)) {
    throw new EvidenceError(
      "KEY_UNSAFE",
      `The key ${keyArn} is ${KeySpec ?? "of another kind"} for ${KeyUsage ?? "nothing"}; manifests are signed with ECC_NIST_P256 for SIGN_VERIFY.`,
      { key: keyArn },
    );
  }
  const spkiSha256 = sha256Hex(spki);
  return {
    keyId: spkiSha256,
    spkiSha256,
    algorithm: SIGNATURE_ALGORITHM,
    publicKeyPem: spkiToPem(spki),
    spki,
    async sign(message) {
      if (message.length > MAX_MESSAGE_BYTES) {
        throw new EvidenceError(
          "KEY_UNSAFE",
          `A message of ${message.length} bytes was to be signed; KMS takes ${MAX_MESSAGE_BYTES} whole.`,
          { bytes: message.length },
        );
      }
      const { Signature } = await ask(
        "sign",
        client.send(
          new sdk.SignCommand({
            KeyId: keyArn,
            Message: message,
            MessageType: "RAW",
            SigningAlgorithm: SIGNATURE_ALGORITHM,
          }),
        ),
      );
      if (Signature === undefined) throw unavailable(keyArn, "sign", new Error("it gave nothing"));
      return new Uint8Array(Signature);
    },
  };
}

function unavailable(keyArn: string, what: string, cause: unknown): EvidenceError {
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new EvidenceError(
    "KEY_UNAVAILABLE",
    `The signing key ${keyArn} did not ${what} (${why}). Enable it, or give this role kms:Sign and kms:GetPublicKey on it; the next run signs what waits.`,
    { key: keyArn },
    { cause },
  );
}
