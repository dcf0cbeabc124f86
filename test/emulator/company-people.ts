import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  EnableMFADeviceCommand,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UpdateAccountPasswordPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type EmulatorClients, emulatorClients } from "./company-clients.ts";
import type { Moto, SignIns } from "./moto-server.ts";

interface AccessKeyPlan {
  readonly createdAt: string;
  readonly lastUsedAt?: string;
}

interface UserPlan {
  readonly name: string;
  readonly createdAt: string;
  readonly group?: string;
  /** A person signs in to the console; a service has keys only. */
  readonly passwordLastUsedAt?: string;
  readonly hasPassword: boolean;
  readonly mfaEnabledAt?: string;
  readonly accessKeys: readonly AccessKeyPlan[];
  readonly tags: Readonly<Record<string, string>>;
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  administrators: ["arn:aws:iam::aws:policy/AdministratorAccess"],
  engineers: ["arn:aws:iam::aws:policy/PowerUserAccess"],
  support: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
};

/** Everyone and everything with an IAM user before the remediation. */
const USERS: readonly UserPlan[] = [
  {
    name: "maeve.brennan",
    createdAt: "2023-02-14T09:12:00Z",
    group: "administrators",
    hasPassword: true,
    passwordLastUsedAt: "2026-10-16T08:41:07Z",
    mfaEnabledAt: "2023-02-14T09:30:00Z",
    accessKeys: [],
    tags: { role: "CTO" },
  },
  {
    name: "tomasz.wieczorek",
    createdAt: "2023-05-02T10:05:00Z",
    group: "administrators",
    hasPassword: true,
    passwordLastUsedAt: "2026-10-18T17:22:51Z",
    mfaEnabledAt: "2023-05-02T10:20:00Z",
    accessKeys: [{ createdAt: "2026-09-01T08:00:00Z", lastUsedAt: "2026-10-18T16:02:00Z" }],
    tags: { role: "platform engineer" },
  },
  {
    name: "priya.raghunathan",
    createdAt: "2024-01-15T11:00:00Z",
    group: "engineers",
    hasPassword: true,
    passwordLastUsedAt: "2026-10-15T09:10:44Z",
    accessKeys: [],
    tags: { role: "backend engineer" },
  },
  {
    name: "jonas.lindqvist",
    createdAt: "2024-09-03T08:45:00Z",
    group: "engineers",
    hasPassword: true,
    passwordLastUsedAt: "2026-10-12T13:37:20Z",
    accessKeys: [{ createdAt: "2026-08-20T07:30:00Z", lastUsedAt: "2026-10-17T11:45:00Z" }],
    tags: { role: "data engineer" },
  },
  {
    name: "elif.demir",
    createdAt: "2025-03-10T09:00:00Z",
    group: "engineers",
    hasPassword: true,
    passwordLastUsedAt: "2026-10-14T15:01:12Z",
    mfaEnabledAt: "2025-03-10T09:25:00Z",
    accessKeys: [],
    tags: { role: "frontend engineer" },
  },
  {
    name: "sam.okafor",
    createdAt: "2025-06-23T08:30:00Z",
    group: "support",
    hasPassword: true,
    passwordLastUsedAt: "2026-10-17T10:18:33Z",
    mfaEnabledAt: "2025-06-23T09:00:00Z",
    accessKeys: [],
    tags: { role: "customer support" },
  },
  {
    name: "gareth.pryce",
    createdAt: "2024-04-08T12:00:00Z",
    hasPassword: true,
    passwordLastUsedAt: "2026-01-29T16:55:09Z",
    accessKeys: [{ createdAt: "2024-04-08T12:10:00Z", lastUsedAt: "2026-01-30T18:20:00Z" }],
    tags: { role: "contractor" },
  },
  {
    name: "ci-deploy",
    createdAt: "2025-02-03T14:00:00Z",
    hasPassword: false,
    accessKeys: [{ createdAt: "2025-02-03T14:05:00Z", lastUsedAt: "2026-10-18T20:11:00Z" }],
    tags: { service: "mobile build runner" },
  },
  {
    name: "backup-export",
    createdAt: "2025-11-20T10:00:00Z",
    hasPassword: false,
    accessKeys: [{ createdAt: "2025-11-20T10:05:00Z", lastUsedAt: "2026-10-19T02:00:00Z" }],
    tags: { service: "nightly export to the customer's SFTP" },
  },
  {
    name: "metrics-exporter",
    createdAt: "2026-06-01T09:00:00Z",
    hasPassword: false,
    accessKeys: [
      { createdAt: "2026-08-25T09:00:00Z", lastUsedAt: "2026-10-19T05:30:00Z" },
      { createdAt: "2026-06-01T09:05:00Z" },
    ],
    tags: { service: "Grafana" },
  },
];

const ROOT_CREATED_AT = "2023-02-13T18:00:00Z";

/** Root and passwords before: root was used a week ago, has a key and no MFA. */
const SIGN_INS_BEFORE: SignIns = {
  root: {
    createdAt: ROOT_CREATED_AT,
    passwordLastUsedAt: "2026-10-12T19:04:55Z",
    mfa: "none",
    mfaEnabledAt: null,
    accessKeys: [{ createdAt: "2023-02-13T18:20:00Z", lastUsedAt: "2023-03-01T10:00:00Z" }],
  },
  passwordLastUsedAt: Object.fromEntries(
    USERS.flatMap(({ name, passwordLastUsedAt }) =>
      passwordLastUsedAt === undefined ? [] : [[name, passwordLastUsedAt]],
    ),
  ),
};

/** Root and passwords after: root got a phone as MFA on its last use and lost its key. */
const SIGN_INS_AFTER: SignIns = {
  root: {
    createdAt: ROOT_CREATED_AT,
    passwordLastUsedAt: "2026-10-20T08:02:10Z",
    mfa: "virtual",
    mfaEnabledAt: "2026-10-20T08:05:00Z",
    accessKeys: [],
  },
  passwordLastUsedAt: {
    "maeve.brennan": "2026-11-13T09:15:00Z",
    "tomasz.wieczorek": "2026-11-15T18:40:12Z",
    "priya.raghunathan": "2026-11-12T08:33:41Z",
    "jonas.lindqvist": "2026-11-11T14:20:05Z",
    "elif.demir": "2026-11-13T15:47:29Z",
    "sam.okafor": "2026-11-14T10:01:58Z",
  },
};

/** Creates groups and users, each at its own time. */
export async function hirePeople(moto: Moto, clients: EmulatorClients): Promise<void> {
  const { iam } = clients;
  await moto.setClock("2023-02-14T09:00:00Z");
  for (const [group, policies] of Object.entries(GROUPS)) {
    await iam.send(new CreateGroupCommand({ GroupName: group }));
    for (const policy of policies) {
      await iam.send(new AttachGroupPolicyCommand({ GroupName: group, PolicyArn: policy }));
    }
  }
  for (const user of USERS) await createUser(moto, clients, user);
  await iam.send(
    new AttachUserPolicyCommand({
      UserName: "gareth.pryce",
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  );
  for (const [user, actions] of [
    ["ci-deploy", ["s3:PutObject", "s3:DeleteObject"]],
    ["backup-export", ["s3:GetObject"]],
    ["metrics-exporter", ["cloudwatch:GetMetricData"]],
  ] as const) {
    await iam.send(
      new PutUserPolicyCommand({
        UserName: user,
        PolicyName: "service-access",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
        }),
      }),
    );
  }
  await moto.setSignIns(SIGN_INS_BEFORE);
}

/** Four weeks of work on people and keys. The CI user's old key is left: its build farm needs it. */
export async function secureSignIn(moto: Moto, clients: EmulatorClients): Promise<void> {
  const { iam } = clients;
  await moto.setClock("2026-10-20T08:05:00Z");
  await iam.send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: 14,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      PasswordReusePrevention: 24,
    }),
  );
  await assignMfa(moto, clients, "priya.raghunathan", "2026-10-21T09:00:00Z");
  await assignMfa(moto, clients, "jonas.lindqvist", "2026-10-21T13:30:00Z");
  await dismissContractor(moto, clients);
  await rotateKey(moto, clients, "backup-export", "2026-10-27T10:00:00Z", "2026-11-16T02:00:00Z");
  await rotateKey(moto, clients, "jonas.lindqvist", "2026-11-02T09:00:00Z", "2026-11-14T11:45:00Z");
  await rotateKey(
    moto,
    clients,
    "tomasz.wieczorek",
    "2026-11-02T09:30:00Z",
    "2026-11-15T16:02:00Z",
  );
  await rotateKey(
    moto,
    clients,
    "metrics-exporter",
    "2026-11-03T09:00:00Z",
    "2026-11-16T05:30:00Z",
  );
  await moto.setSignIns(SIGN_INS_AFTER);
}

async function createUser(moto: Moto, clients: EmulatorClients, user: UserPlan): Promise<void> {
  const { iam } = clients;
  await moto.setClock(user.createdAt);
  await iam.send(new CreateUserCommand({ UserName: user.name }));
  await iam.send(
    new TagUserCommand({
      UserName: user.name,
      Tags: Object.entries(user.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  if (user.group !== undefined) {
    await iam.send(new AddUserToGroupCommand({ UserName: user.name, GroupName: user.group }));
  }
  if (user.hasPassword) {
    await iam.send(
      // Not a secret: the account exists only in the emulator.
      new CreateLoginProfileCommand({ UserName: user.name, Password: "Emulated-Only-4711" }),
    );
  }
  if (user.mfaEnabledAt !== undefined) {
    await assignMfa(moto, clients, user.name, user.mfaEnabledAt);
  }
  for (const key of user.accessKeys) await createKey(moto, clients, user.name, key);
}

async function assignMfa(
  moto: Moto,
  { iam }: EmulatorClients,
  userName: string,
  enabledAt: string,
): Promise<void> {
  await moto.setClock(enabledAt);
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: userName }),
  );
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: userName,
      SerialNumber: VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: "123456",
      AuthenticationCode2: "654321",
    }),
  );
}

async function createKey(
  moto: Moto,
  { iam }: EmulatorClients,
  userName: string,
  key: AccessKeyPlan,
): Promise<void> {
  await moto.setClock(key.createdAt);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  if (key.lastUsedAt === undefined) return;
  if (AccessKey?.AccessKeyId === undefined || AccessKey.SecretAccessKey === undefined) {
    throw new Error(`moto made no access key for ${userName}`);
  }
  await moto.setClock(key.lastUsedAt);
  const asUser = emulatorClients(moto.endpoint, {
    accessKeyId: AccessKey.AccessKeyId,
    secretAccessKey: AccessKey.SecretAccessKey,
  });
  await asUser.sts.send(new GetCallerIdentityCommand({}));
}

/** Puts one new key in the place of all the keys that the user has. */
async function rotateKey(
  moto: Moto,
  clients: EmulatorClients,
  userName: string,
  createdAt: string,
  lastUsedAt: string,
): Promise<void> {
  await moto.setClock(createdAt);
  await deleteKeys(clients, userName);
  await createKey(moto, clients, userName, { createdAt, lastUsedAt });
}

async function deleteKeys({ iam }: EmulatorClients, userName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await iam.send(
    new ListAccessKeysCommand({ UserName: userName }),
  );
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId }));
  }
}

async function dismissContractor(moto: Moto, clients: EmulatorClients): Promise<void> {
  const { iam } = clients;
  const UserName = "gareth.pryce";
  await moto.setClock("2026-10-20T16:00:00Z");
  await deleteKeys(clients, UserName);
  await iam.send(new DeleteLoginProfileCommand({ UserName }));
  await iam.send(
    new DetachUserPolicyCommand({
      UserName,
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  );
  await iam.send(new DeleteUserCommand({ UserName }));
}
