import type { S3Client } from "@aws-sdk/client-s3";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { BucketAccess, BucketPlace } from "../store/s3-store.ts";
import { type CredentialLife, expirationOf } from "./link-expiry.ts";
import type { Presentation } from "./presentation.ts";

/** One link to be signed. */
export interface LinkRequest {
  readonly path: string;
  readonly versionId: string;
  readonly presentation: Presentation;
}

/** Signs links to objects of one bucket, all with the same credentials at the same moment. */
export interface LinkSigner {
  /** ARN of whoever signs: the links can do what this principal can. */
  readonly principal: string;
  readonly life: CredentialLife;
  /**
   * A link that opens one version of one object, for whoever has it.
   *
   * @param created the moment of signing, in whole seconds
   * @param seconds at most 604,800; links end with their credentials all the same
   */
  sign(link: LinkRequest, created: Date, seconds: number): Promise<string>;
}

/**
 * Finds the credentials of the environment once, so that every link has the same life, and the
 * bucket's own region, which is part of what is signed.
 *
 * @throws EvidenceError CREDENTIALS when there are none or AWS refuses them
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export async function openLinkSigner(
  place: BucketPlace,
  { region, endpoint }: Pick<BucketAccess, "region" | "endpoint">,
): Promise<LinkSigner> {
  const sdk = await import("@aws-sdk/client-s3");
  const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const access = {
    // Emulators have no host per bucket.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    // Browsers send no header that would have to be signed.
    responseChecksumValidation: "WHEN_REQUIRED",
  } as const;
  const finding = new sdk.S3Client({ ...access, region, followRegionRedirects: true });
  const credentials = await finding.config.credentials().catch(refused);
  const bucketRegion = await regionOf(finding, sdk, place.bucket);
  const sts = new STSClient({ region, credentials, ...(endpoint === null ? {} : { endpoint }) });
  const { Arn: principal } = await sts.send(new GetCallerIdentityCommand({})).catch(refused);
  if (principal === undefined) return refused(new Error("AWS does not say whose they are"));
  const client = new sdk.S3Client({ ...access, region: bucketRegion ?? region, credentials });
  return {
    principal,
    life: {
      temporary: credentials.sessionToken !== undefined,
      expiration: expirationOf(credentials),
    },
    sign({ path, versionId, presentation }, created, seconds) {
      const command = new sdk.GetObjectCommand({
        Bucket: place.bucket,
        Key: place.prefix === "" ? path : `${place.prefix}/${path}`,
        VersionId: versionId,
        ResponseContentType: presentation.contentType,
        ResponseContentDisposition: presentation.contentDisposition,
        ResponseCacheControl: "private, no-store",
      });
      return getSignedUrl(client, command, { expiresIn: seconds, signingDate: created });
    },
  };
}

/** @returns undefined where AWS does not say, for instance for want of s3:ListBucket */
async function regionOf(
  client: S3Client,
  { HeadBucketCommand }: typeof import("@aws-sdk/client-s3"),
  bucket: string,
): Promise<string | undefined> {
  const found = await client.send(new HeadBucketCommand({ Bucket: bucket })).catch(() => undefined);
  return found?.BucketRegion;
}

function refused(thrown: unknown): never {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  throw new EvidenceError(
    "CREDENTIALS",
    `There are no AWS credentials to sign links with, or AWS refuses them (${name}: ${message}). Sign in (aws sso login) or set AWS_PROFILE.`,
    {},
    { cause: thrown },
  );
}
