import { S3Client } from "@aws-sdk/client-s3";

// What the functions' cold start is held against: nothing but one client of the AWS SDK.
const client = new S3Client({});

/** Does nothing with its client. */
export async function handler(): Promise<string> {
  return client.config.serviceId;
}
