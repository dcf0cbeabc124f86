import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emulatorClients } from "./company-clients.ts";
import { type Moto, startMoto } from "./moto-server.ts";

// Roles and bucket policies as IAM decides them, where plain moto decides otherwise.
const Bucket = "vault";
const arn = `arn:aws:s3:::${Bucket}`;
const ROLE_POLICY = [
  { Effect: "Allow", Action: "s3:*Object*", Resource: `${arn}/*` },
  {
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: arn,
    Condition: { StringLike: { "s3:prefix": ["own/*"] } },
  },
  { Effect: "Deny", Action: "s3:GetObject", NotResource: `${arn}/own/*` },
];
const BUCKET_POLICY = [
  {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "s3:PutObject",
    Resource: `${arn}/*`,
    Condition: {
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    },
  },
  {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  { Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:DeleteObject", Resource: `${arn}/kept/*` },
];

let moto: Moto;
let s3: S3Client;

beforeAll(async () => {
  moto = await startMoto({ withDeployment: true });
  const root = emulatorClients(moto.endpoint);
  const rootS3 = root.s3("us-east-1");
  await rootS3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ["own/a", "other/a", "kept/a"]) {
    await rootS3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  }
  await rootS3.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(BUCKET_POLICY) }));
  const trust = [
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  ];
  const { Role } = await root.iam.send(
    new CreateRoleCommand({ RoleName: "collector", AssumeRolePolicyDocument: policy(trust) }),
  );
  await root.iam.send(
    new PutRolePolicyCommand({
      RoleName: "collector",
      PolicyName: "work",
      PolicyDocument: policy(ROLE_POLICY),
    }),
  );
  const { Credentials } = await root.sts.send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "test" }),
  );
  s3 = emulatorClients(moto.endpoint, {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  }).s3("us-east-1");
  await moto.enforceIam(true);
});
afterAll(() => moto.stop());

function policy(Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

async function statusOf(sent: Promise<unknown>): Promise<number> {
  return sent.then(
    () => 200,
    (thrown) => thrown.$metadata?.httpStatusCode,
  );
}

const put = (Key: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ...more }));
const list = (Prefix?: string) =>
  s3.send(new ListObjectsV2Command(Prefix === undefined ? { Bucket } : { Bucket, Prefix }));
const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket, Key }));
const remove = (Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key }));

describe("under enforcement", () => {
  it.each<[string, number, () => Promise<unknown>]>([
    [
      "a conditional denial passes a request that its condition does not meet",
      200,
      () => put("own/b", { IfNoneMatch: "*" }),
    ],
    ["a conditional denial holds for one that does", 403, () => put("own/c")],
    [
      "a denial that names no key of the request holds for its resources",
      403,
      () => remove("kept/a"),
    ],
    ["a denial does not hold for other resources", 200, () => remove("other/a")],
    [
      "a conditional permission lets its own prefix be listed, slash and all",
      200,
      () => list("own/"),
    ],
    ["a conditional permission lets no other prefix be listed", 403, () => list("other/")],
    ["a conditional permission lets nobody list all", 403, () => list()],
    ["a denial of all but one folder leaves that folder", 200, () => get("own/a")],
    ["a denial of all but one folder holds for every other", 403, () => get("kept/a")],
  ])("%s", async (_says, status, send) => {
    expect(await statusOf(send())).toBe(status);
  });
});
