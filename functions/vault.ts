import { openBucket, type S3Store } from "../shared/store/s3-store.ts";

/** The vault, as the environment names it. */
export function openVault(env: {
  readonly VAULT_BUCKET: string;
  readonly AWS_REGION: string;
  readonly AWS_ENDPOINT_URL?: string | undefined;
}): Promise<S3Store> {
  return openBucket(
    { bucket: env.VAULT_BUCKET, prefix: "" },
    { region: env.AWS_REGION, endpoint: env.AWS_ENDPOINT_URL ?? null },
  );
}
