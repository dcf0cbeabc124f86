import { type ErrorCode, EvidenceError } from "../errors/evidence-error.ts";

/** What was tried when S3 refused. */
interface Tried {
  /** `s3://bucket/prefix` */
  readonly where: string;
  readonly doing: "read" | "write" | "list";
  readonly path: string;
}

/** The HTTP status with which AWS answered; undefined when it did not. */
export function statusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== "object" || thrown === null || !("$metadata" in thrown)) return undefined;
  const metadata = thrown.$metadata;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  return "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : undefined;
}

/** Names by which AWS and its SDK say that the credentials are none. */
const NO_CREDENTIALS = new Set([
  "CredentialsProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidToken",
  "SignatureDoesNotMatch",
  "TokenProviderError",
]);

/** The actions of each kind of request; reading names versions. */
const ACTIONS: Readonly<Record<Tried["doing"], string>> = {
  read: "s3:GetObject, s3:GetObjectVersion and, on the bucket's key, kms:Decrypt",
  write: "s3:PutObject and, on the bucket's key, kms:GenerateDataKey",
  list: "s3:ListBucketVersions",
};

/**
 * What S3 or its SDK threw, as an error with a sentence; errors of this product pass through.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function bucketError(thrown: unknown, tried: Tried): EvidenceError {
  if (thrown instanceof EvidenceError) return thrown;
  const [code, sentence] = sentenceOf(thrown, tried);
  const { path } = tried;
  return new EvidenceError(code, sentence, { path }, { cause: thrown });
}

function sentenceOf(thrown: unknown, tried: Tried): [ErrorCode, string] {
  const { where, doing, path } = tried;
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const what = `${doing} ${path === "" ? "the bucket" : path} in ${where}`;
  const status = statusOf(thrown);
  if (NO_CREDENTIALS.has(name)) {
    return [
      "CREDENTIALS",
      `Could not ${what}: AWS refused the credentials, or none were found (${name}). Sign in (aws sso login) or set AWS_PROFILE.`,
    ];
  }
  if (name === "NoSuchBucket") {
    return [
      "STORE_UNREADABLE",
      `There is no bucket ${where}. Look for its name in the outputs of the stack (VaultBucketName).`,
    ];
  }
  if (name.startsWith("KMS.") || name.startsWith("KMS")) {
    return [
      "STORE_UNREADABLE",
      `Could not ${what}: the key that encrypts the bucket cannot be used (${name}: ${message}). Enable it again.`,
    ];
  }
  if (name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed" || status === 301) {
    return [
      "STORE_UNREADABLE",
      `Could not ${what}: the bucket lies in another region. Set AWS_REGION to the one in which it was deployed.`,
    ];
  }
  if (name === "AccessDenied" || status === 403) {
    return [
      "STORE_UNREADABLE",
      `Could not ${what}: access was denied (${message}). It takes ${ACTIONS[doing]}.`,
    ];
  }
  return ["STORE_UNREADABLE", `Could not ${what}: ${name}: ${message}.`];
}
