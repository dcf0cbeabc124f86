import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateSAMLProviderCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  PutUserPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Capture, createCapture, type Gathered } from "../../shared/capture/capture.ts";
import { createLimiter } from "../../shared/capture/limits.ts";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { accessKeysInUse } from "../../shared/checks/iam/access-keys-in-use.ts";
import { accessKeysRotated } from "../../shared/checks/iam/access-keys-rotated.ts";
import { consolePasswordsInUse } from "../../shared/checks/iam/console-passwords-in-use.ts";
import { consoleUsersHaveMfa } from "../../shared/checks/iam/console-users-have-mfa.ts";
import { passwordPolicyChecks } from "../../shared/checks/iam/password-policy.ts";
import { readPolicyDocument } from "../../shared/checks/iam/policy-document.ts";
import { rootMfaEnabled } from "../../shared/checks/iam/root-mfa-enabled.ts";
import { rootMfaHardware } from "../../shared/checks/iam/root-mfa-hardware.ts";
import { rootNoAccessKeys } from "../../shared/checks/iam/root-no-access-keys.ts";
import { rootUseExplained } from "../../shared/checks/iam/root-use-explained.ts";
import { signInRoutesHaveMfaEvidence } from "../../shared/checks/iam/sign-in-routes-have-mfa-evidence.ts";
import type { EffectiveConfig } from "../../shared/config/effective-config.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { EvidenceView } from "../../shared/evidence/evidence-view.ts";
import { accountSummary } from "../../shared/sources/iam/account-summary.ts";
import { authorizationDetails } from "../../shared/sources/iam/authorization-details.ts";
import { credentialReport } from "../../shared/sources/iam/credential-report.ts";
import { oidcProviders } from "../../shared/sources/iam/oidc-providers.ts";
import { passwordPolicy } from "../../shared/sources/iam/password-policy.ts";
import { samlProviders } from "../../shared/sources/iam/saml-providers.ts";
import { virtualMfaDevices } from "../../shared/sources/iam/virtual-mfa-devices.ts";
import type { Source } from "../../shared/sources/source.ts";
import { ACCOUNT, judged, recorded } from "../checks/judging.ts";
import { type EmulatorClients, emulatorClients } from "./company-clients.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

const SOURCES: readonly Source[] = [
  accountSummary,
  authorizationDetails,
  credentialReport,
  passwordPolicy,
  virtualMfaDevices,
  samlProviders,
  oidcProviders,
];

const POLICY: EffectiveConfig["policy"] = {
  accessKeyMaxAgeDays: { value: 90, document: "Access Control Policy §4.2" },
  unusedCredentialMaxDays: { value: 45, document: "Access Control Policy §4.3" },
  passwordMinLength: { value: 14, document: "Password Policy §2.1" },
  passwordCharacterClasses: { value: ["lowercase"], document: "Password Policy §2.1" },
  passwordReuseCount: { value: 24, document: "Password Policy §2.3" },
  passwordMaxAgeDays: { value: null, document: "Password Policy §2.2" },
  rootUseMaxDays: { value: 90, document: "Access Control Policy §3.1" },
  hardwareMfaForRoot: { value: true, document: "Access Control Policy §3.2" },
};

/** What the company's own policy in IAM says; the percent sign shows that its encoding is undone. */
const BACKUP_POLICY = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "Backup", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::b/100%/*" },
  ],
};

let moto: Moto;
let capture: Capture;
let evidence: StoredEvidence[] = [];
const gathered = new Map<string, Gathered>();

beforeAll(async () => {
  moto = await startMoto({ clock: "2026-01-01T00:00:00Z", withRootUser: true });
  await plant(emulatorClients(moto.endpoint));
  capture = createCapture({
    credentials: async () => TEST_CREDENTIALS,
    endpoint: moto.endpoint,
    limiter: createLimiter(1),
    redact: (call) => ({ call, redactions: [] }),
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 30_000,
  });
  for (const source of SOURCES) {
    const found = await capture.gather(source, {
      region: "us-east-1",
      account: ACCOUNT,
      partition: "aws",
    });
    gathered.set(source.name, found);
    const { path, object } = recorded(source, []);
    const { complete, calls } = found;
    evidence.push({ path, object: { ...object, complete, calls: [...calls] } });
  }
});

afterAll(async () => {
  evidence = [];
  capture?.close();
  await moto?.stop();
});

/** The snapshot of the checks' tests is of 2026-11-22T06:00:00Z. */
async function plant(clients: EmulatorClients): Promise<void> {
  const { iam } = clients;
  for (const UserName of ["alice", "bob", "ci", "spare"]) {
    await iam.send(new CreateUserCommand({ UserName }));
  }
  for (const UserName of ["alice", "bob"]) {
    await iam.send(new CreateLoginProfileCommand({ UserName, Password: "Emulated-Only-4711" }));
  }
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: "alice" }),
  );
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: "alice",
      SerialNumber: VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: "123456",
      AuthenticationCode2: "654321",
    }),
  );
  await iam.send(
    new PutUserPolicyCommand({
      UserName: "ci",
      PolicyName: "backup",
      PolicyDocument: JSON.stringify(BACKUP_POLICY),
    }),
  );
  await iam.send(
    new CreatePolicyCommand({ PolicyName: "own", PolicyDocument: JSON.stringify(BACKUP_POLICY) }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ci" }));
  await moto.setClock("2026-09-15T00:00:00Z");
  await iam.send(new CreateAccessKeyCommand({ UserName: "spare" }));
  await moto.setClock("2026-11-20T00:00:00Z");
  const asCi = emulatorClients(moto.endpoint, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await asCi.sts.send(new GetCallerIdentityCommand({}));
  await iam.send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: 8,
      RequireLowercaseCharacters: true,
      PasswordReusePrevention: 24,
    }),
  );
  await iam.send(
    new CreateSAMLProviderCommand({
      Name: "AWSSSO_0123456789abcdef_DO_NOT_DELETE",
      SAMLMetadataDocument: "metadata ".repeat(150),
    }),
  );
  for (const Url of ["https://token.actions.githubusercontent.com", "https://login.acme.example"]) {
    await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["sts.amazonaws.com"] }),
    );
  }
  await moto.setSignIns({
    root: {
      createdAt: "2025-01-01T00:00:00Z",
      passwordLastUsedAt: "2026-11-15T08:00:00Z",
      mfa: "virtual",
      mfaEnabledAt: "2025-01-02T00:00:00Z",
      accessKeys: [{ createdAt: "2025-01-03T00:00:00Z", lastUsedAt: null }],
    },
    passwordLastUsedAt: { alice: "2026-11-21T08:00:00Z" },
  });
  await moto.setClock("2026-11-22T05:50:00Z");
}

/** A check's findings in short: `fail bob`. */
function statusesOf(check: AnyCheck): string[] {
  return judged(check, evidence, { policy: POLICY }).findings.map(
    ({ status, resource, needsDocument }) =>
      needsDocument === undefined
        ? `${status} ${resource.id}`
        : `${status} ${resource.id} needs ${needsDocument}`,
  );
}

describe("the sources of IAM against the emulator", () => {
  it.each([
    ["iam.account-summary", ["GetAccountSummary"]],
    ["iam.authorization-details", ["GetAccountAuthorizationDetails"]],
    [
      "iam.credential-report",
      ["GenerateCredentialReport", "GenerateCredentialReport", "GetCredentialReport"],
    ],
    ["iam.password-policy", ["GetAccountPasswordPolicy"]],
    ["iam.virtual-mfa-devices", ["ListVirtualMFADevices"]],
    ["iam.saml-providers", ["ListSAMLProviders"]],
    [
      "iam.oidc-providers",
      ["ListOpenIDConnectProviders", "GetOpenIDConnectProvider", "GetOpenIDConnectProvider"],
    ],
  ])("%s is gathered whole by the calls that it declares", (name, operations) => {
    const found = gathered.get(name);
    expect(found).toMatchObject({ complete: true, writable: true });
    expect(found?.calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(
      operations.map((operation) => `${operation} ok`),
    );
  });

  it.each<[AnyCheck, string[]]>([
    [rootMfaEnabled, ["pass root"]],
    [rootMfaHardware, ["fail root"]],
    [rootNoAccessKeys, ["fail root"]],
    [rootUseExplained, ["not-applicable root needs root-use-explanation"]],
    [consoleUsersHaveMfa, ["pass alice", "fail bob"]],
    [consolePasswordsInUse, ["pass alice", "fail bob"]],
    [
      accessKeysRotated,
      ["fail <root_account>/access-key-1", "fail ci/access-key-1", "pass spare/access-key-1"],
    ],
    [
      accessKeysInUse,
      ["fail <root_account>/access-key-1", "pass ci/access-key-1", "fail spare/access-key-1"],
    ],
    [
      signInRoutesHaveMfaEvidence,
      [
        "not-applicable login.acme.example needs identity-provider-mfa",
        "not-applicable token.actions.githubusercontent.com",
        "not-applicable AWSSSO_0123456789abcdef_DO_NOT_DELETE needs identity-provider-mfa",
      ],
    ],
  ])("$id finds what was planted", (check, expected) => {
    expect(statusesOf(check)).toEqual(expected);
  });

  it("the password policy is held against each of the company's numbers", () => {
    expect(passwordPolicyChecks.map((check) => `${check.id} ${statusesOf(check).join()}`)).toEqual([
      "iam.password-policy-min-length fail 123456789012",
      "iam.password-policy-character-classes pass 123456789012",
      "iam.password-policy-reuse-prevention pass 123456789012",
      "iam.password-policy-max-age pass 123456789012",
    ]);
  });

  it("policy documents are read as they were written, and AWS's own are left out", () => {
    const view = new EvidenceView(evidence);
    const details = view.answers(authorizationDetails, "GetAccountAuthorizationDetails");
    const written = details.flatMap((page) => [
      ...page
        .at("UserDetailList")
        .each()
        .flatMap((user) => user.at("UserPolicyList").each())
        .map((policy) => readPolicyDocument(policy.at("PolicyDocument"))),
      ...page
        .at("Policies")
        .each()
        .flatMap((policy) => policy.at("PolicyVersionList").each())
        .map((version) => readPolicyDocument(version.at("Document"))),
    ]);
    const [{ Action, Resource, ...statement } = {}] = BACKUP_POLICY.Statement;
    const expected = {
      Version: BACKUP_POLICY.Version,
      Statement: [{ ...statement, Action: [Action], Resource: [Resource] }],
    };
    expect(written.map(({ value }) => value)).toEqual([expected, expected]);
  });
});
