import type { KMSClient } from "@aws-sdk/client-kms";
import { EvidenceError } from "../errors/evidence-error.ts";
import { utf8 } from "../integrity/bytes.ts";
import { witnessContext } from "../integrity/witness.ts";
import type { KmsAccess } from "./kms-signer.ts";
import type { ManifestWitness } from "./manifest-witness.ts";

/** Attempts of one request, the first included. */
const MAX_ATTEMPTS = 4;

/** What is encrypted: nothing that anyone could want to know. What counts is the context. */
const PLAINTEXT = utf8("witness");

/**
 * AWS CloudTrail as a witness: one `kms:Encrypt` whose encryption context names a manifest, which
 * CloudTrail records in plain text, under AWS's own clock and in a log that is not this product's.
 * What comes back is thrown away.
 *
 * @param keyArn a symmetric key, the vault's: a key that signs cannot encrypt
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export async function openKmsWitness(keyArn: string, access: KmsAccess): Promise<ManifestWitness> {
  const sdk = await import("@aws-sdk/client-kms");
  const client: KMSClient = new sdk.KMSClient({
    region: access.region,
    maxAttempts: MAX_ATTEMPTS,
    ...(access.endpoint === null ? {} : { endpoint: access.endpoint }),
  });
  return {
    async attest(manifest) {
      try {
        await client.send(
          new sdk.EncryptCommand({
            KeyId: keyArn,
            Plaintext: PLAINTEXT,
            EncryptionContext: witnessContext(manifest),
          }),
        );
      } catch (cause) {
        const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
        throw new EvidenceError(
          "KEY_UNAVAILABLE",
          `The vault's key ${keyArn} did not witness sequence ${manifest.sequence} (${why}). Enable it, or give this role kms:Encrypt on it with the encryption context of a witness.`,
          { key: keyArn, sequence: manifest.sequence },
          { cause },
        );
      }
    },
  };
}
