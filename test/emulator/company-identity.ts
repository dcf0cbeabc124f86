import { AccountClient, PutAlternateContactCommand } from "@aws-sdk/client-account";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type EmulatorClients, emulatorClients } from "./company-clients.ts";
import { type Moto, TEST_CREDENTIALS } from "./moto-server.ts";

/** The consultant who moved the data in 2024; nobody at the company remembers the account's id. */
const CONSULTANT_ACCOUNT = "444455556666";
const MIGRATION_ROLE = "data-migration-2024";
const API_TASK_ROLE_ARN = "arn:aws:iam::123456789012:role/larkspur-api-task";

/** When the roles that are at work were last used, before and after the remediation. */
const USED_AT = { before: "2026-10-16T15:12:00Z", after: "2026-11-13T16:40:00Z" } as const;

/**
 * Who may do more than the job asks: engineers who can pass any role to any service, and the role of
 * a consultant long gone. AWS has nobody to write to about security. Runs last, so that every role
 * there is counts as used.
 */
export async function buildIdentity(moto: Moto, clients: EmulatorClients): Promise<void> {
  const { iam } = clients;
  await moto.setClock("2024-03-04T10:00:00Z");
  await iam.send(
    new CreateRoleCommand({
      RoleName: MIGRATION_ROLE,
      AssumeRolePolicyDocument: document({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${CONSULTANT_ACCOUNT}:root` },
        Action: "sts:AssumeRole",
      }),
      Description: "Moves customers' data to the warehouse",
      Tags: [{ Key: "environment", Value: "production" }],
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: MIGRATION_ROLE,
      PolicyName: "uploads",
      PolicyDocument: document({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }),
    }),
  );
  await passRoles(clients, { Resource: "*" });
  await useRoles(moto, clients, USED_AT.before);
}

/** The consultant's role goes, engineers pass one role to one service, AWS gets a contact. */
export async function mendIdentity(moto: Moto, clients: EmulatorClients): Promise<void> {
  const { iam } = clients;
  await moto.setClock("2026-11-05T10:00:00Z");
  await iam.send(new DeleteRolePolicyCommand({ RoleName: MIGRATION_ROLE, PolicyName: "uploads" }));
  await iam.send(new DeleteRoleCommand({ RoleName: MIGRATION_ROLE }));
  await passRoles(clients, {
    Resource: API_TASK_ROLE_ARN,
    Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  });
  const account = new AccountClient({
    endpoint: moto.endpoint,
    credentials: TEST_CREDENTIALS,
    region: "us-east-1",
  });
  await account.send(
    new PutAlternateContactCommand({
      AlternateContactType: "SECURITY",
      Name: "Tomasz Wieczorek",
      Title: "Platform engineer",
      EmailAddress: "security@larkspur.example",
      PhoneNumber: "+353 1 555 0100",
    }),
  );
  account.destroy();
  await useRoles(moto, clients, USED_AT.after);
}

async function passRoles(
  { iam }: EmulatorClients,
  limits: Readonly<Record<string, unknown>>,
): Promise<void> {
  await iam.send(
    new PutGroupPolicyCommand({
      GroupName: "engineers",
      PolicyName: "deploy-tasks",
      PolicyDocument: document({ Effect: "Allow", Action: "iam:PassRole", ...limits }),
    }),
  );
}

/** Every role but the consultant's is at work, whoever made it. */
async function useRoles(moto: Moto, { iam, sts }: EmulatorClients, usedAt: string): Promise<void> {
  await moto.setClock(usedAt);
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  for (const { Arn, RoleName } of Roles) {
    if (RoleName === MIGRATION_ROLE) continue;
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: Arn, RoleSessionName: "work" }),
    );
    const asRole = emulatorClients(moto.endpoint, {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    });
    await asRole.sts.send(new GetCallerIdentityCommand({}));
  }
}

function document(statement: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
