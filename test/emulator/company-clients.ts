import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { STSClient } from "@aws-sdk/client-sts";
import { TEST_CREDENTIALS } from "./moto-server.ts";

/** An access key, with a session token where it belongs to an assumed role. */
export interface EmulatorCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** AWS SDK clients for one emulator and one set of credentials. */
export interface EmulatorClients {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly s3Control: S3ControlClient;
  ec2(region: string): EC2Client;
  s3(region: string): S3Client;
  cloudtrail(region: string): CloudTrailClient;
}

/** Region in which global services are asked. */
const GLOBAL_REGION = "us-east-1";

/** Clients that talk to the emulator at `endpoint` as `credentials` (moto's `testing` by default). */
export function emulatorClients(
  endpoint: string,
  credentials: EmulatorCredentials = TEST_CREDENTIALS,
): EmulatorClients {
  const settings = { endpoint, credentials };
  return {
    iam: new IAMClient({ ...settings, region: GLOBAL_REGION }),
    sts: new STSClient({ ...settings, region: GLOBAL_REGION }),
    s3Control: s3ControlAt(endpoint, credentials),
    ec2: perRegion((region) => new EC2Client({ ...settings, region })),
    s3: perRegion((region) => new S3Client({ ...settings, region })),
    cloudtrail: perRegion((region) => new CloudTrailClient({ ...settings, region })),
  };
}

/**
 * S3 Control at a custom endpoint: the SDK puts the account id before the host, and
 * `123456789012.127.0.0.1` is not even a valid URL. It is given a name to build on, and the real
 * host is put back before the request is signed.
 */
function s3ControlAt(endpoint: string, credentials: EmulatorCredentials): S3ControlClient {
  const real = new URL(endpoint);
  const standIn = new URL(endpoint);
  standIn.hostname = "localhost";
  const client = new S3ControlClient({
    region: GLOBAL_REGION,
    endpoint: standIn.href,
    credentials,
  });
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === "object" && request !== null && "hostname" in request) {
        request.hostname = real.hostname;
      }
      return next(args);
    },
    // Before the SDK's own build steps copy the host into the signed header.
    { step: "build", priority: "high", name: "useLoopbackHost" },
  );
  return client;
}

function perRegion<Client>(create: (region: string) => Client): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const client = create(region);
    clients.set(region, client);
    return client;
  };
}
