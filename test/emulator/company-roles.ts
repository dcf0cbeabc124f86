import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { EmulatorClients } from "./company-clients.ts";
import type { Moto } from "./moto-server.ts";

/** The monitoring vendor's account, which is not the company's. */
const VENDOR_ACCOUNT = "210987654321";
const GITHUB_HOST = "token.actions.githubusercontent.com";
const GITHUB_PROVIDER_ARN = `arn:aws:iam::123456789012:oidc-provider/${GITHUB_HOST}`;

/** Creates what machines and partners sign in with: roles, GitHub's OIDC provider, policies. */
export async function createRoles(moto: Moto, { iam }: EmulatorClients): Promise<void> {
  await moto.setClock("2023-06-12T09:00:00Z");
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: `https://${GITHUB_HOST}`,
      ClientIDList: ["sts.amazonaws.com"],
      ThumbprintList: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
    }),
  );
  await createRole(iam, "github-deploy", githubTrust("repo:larkspur-analytics/*:*"), "CDK deploys");
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: "github-deploy",
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  );
  await createRole(iam, "larkspur-api-task", serviceTrust("ecs-tasks.amazonaws.com"), "The API");
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "larkspur-api-task",
      PolicyName: "uploads",
      PolicyDocument: policyDocument(
        ["s3:GetObject", "s3:PutObject"],
        "arn:aws:s3:::larkspur-uploads/*",
      ),
    }),
  );
  await createRole(
    iam,
    "larkspur-warehouse-loader",
    serviceTrust("glue.amazonaws.com"),
    "Loads the data lake",
  );
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: "datalake-readwrite",
      PolicyDocument: policyDocument(
        ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
        "arn:aws:s3:::larkspur-datalake*",
      ),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: "larkspur-warehouse-loader",
      PolicyArn: Policy?.Arn,
    }),
  );
  await createRole(
    iam,
    "northwatch-monitoring",
    vendorTrust(undefined),
    "Northwatch reads metrics",
  );
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: "northwatch-monitoring",
      PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    }),
  );
}

/** Narrows who may take on the deploy role and the vendor's role. */
export async function narrowTrust(moto: Moto, { iam }: EmulatorClients): Promise<void> {
  await moto.setClock("2026-11-04T10:00:00Z");
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: "github-deploy",
      PolicyDocument: githubTrust("repo:larkspur-analytics/platform:ref:refs/heads/main"),
    }),
  );
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: "northwatch-monitoring",
      PolicyDocument: vendorTrust("larkspur-7f3a"),
    }),
  );
}

async function createRole(
  iam: EmulatorClients["iam"],
  name: string,
  trust: string,
  description: string,
): Promise<void> {
  await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: trust,
      Description: description,
      Tags: [{ Key: "environment", Value: "production" }],
    }),
  );
}

function serviceTrust(service: string): string {
  return trustDocument({ Service: service }, "sts:AssumeRole", undefined);
}

function githubTrust(subject: string): string {
  return trustDocument({ Federated: GITHUB_PROVIDER_ARN }, "sts:AssumeRoleWithWebIdentity", {
    StringEquals: { [`${GITHUB_HOST}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB_HOST}:sub`]: subject },
  });
}

function vendorTrust(externalId: string | undefined): string {
  return trustDocument(
    { AWS: `arn:aws:iam::${VENDOR_ACCOUNT}:root` },
    "sts:AssumeRole",
    externalId === undefined ? undefined : { StringEquals: { "sts:ExternalId": externalId } },
  );
}

function trustDocument(
  principal: Record<string, string>,
  action: string,
  condition: Record<string, Record<string, string>> | undefined,
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: action, Condition: condition }],
  });
}

function policyDocument(actions: readonly string[], resource: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: resource }],
  });
}
