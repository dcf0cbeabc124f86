import { createHash } from "node:crypto";
import { GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";

/** What CloudFormation sends; `KeyId` is the template's. */
export interface PublicKeyRequest {
  readonly RequestType: "Create" | "Update" | "Delete";
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: { readonly KeyId: string };
}

/**
 * Answers CloudFormation with a KMS key's public half: `Spki`, DER in base64, and `SpkiSha256`, the
 * lowercase hex by which manifests and `verify --key` name the key. It always answers, because
 * CloudFormation would otherwise wait for an hour.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export async function handler(request: PublicKeyRequest): Promise<void> {
  const { RequestType, ResponseURL, StackId, RequestId, LogicalResourceId } = request;
  const { KeyId } = request.ResourceProperties;
  let outcome: object;
  try {
    const data = RequestType === "Delete" ? {} : await readPublicKey(KeyId);
    outcome = { Status: "SUCCESS", Data: data };
  } catch (error) {
    outcome = { Status: "FAILED", Reason: `The public key of ${KeyId} was not read: ${error}` };
  }
  const body = JSON.stringify({
    StackId,
    RequestId,
    LogicalResourceId,
    PhysicalResourceId: request.PhysicalResourceId ?? KeyId,
    ...outcome,
  });
  // The URL is presigned without a content type.
  const answered = await fetch(ResponseURL, {
    method: "PUT",
    body,
    headers: { "content-type": "" },
  });
  if (!answered.ok) throw new Error(`CloudFormation answered ${answered.status}.`);
}

async function readPublicKey(KeyId: string): Promise<{ Spki: string; SpkiSha256: string }> {
  const { PublicKey } = await new KMSClient().send(new GetPublicKeyCommand({ KeyId }));
  if (PublicKey === undefined) throw new Error("KMS gave no key.");
  return {
    Spki: Buffer.from(PublicKey).toString("base64"),
    SpkiSha256: createHash("sha256").update(PublicKey).digest("hex"),
  };
}
