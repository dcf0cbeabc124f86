import { DescribeTrailsCommand, GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import {
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import {
  GenerateCredentialReportCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand } from "@aws-sdk/client-s3-control";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCompany, COMPANY, COMPANY_MOTO, type Company, remediate } from "./company.ts";
import { type EmulatorClients, emulatorClients } from "./company-clients.ts";
import { plantedGaps, resourceIdOf } from "./company-gaps.ts";
import { type Moto, startMoto } from "./moto-server.ts";

type State = "before" | "after";

interface Built {
  readonly moto: Moto;
  readonly company: Company;
  readonly clients: EmulatorClients;
}

interface Fact {
  readonly sentence: string;
  read(built: Built): Promise<unknown>;
  readonly before: unknown;
  readonly after: unknown;
}

const started: Moto[] = [];
const built = new Map<State, Built>();

async function build(state: State): Promise<void> {
  const moto = await startMoto(COMPANY_MOTO);
  started.push(moto);
  const found = await buildCompany(moto);
  const company = state === "after" ? await remediate(moto, found) : found;
  built.set(state, { moto, company, clients: emulatorClients(moto.endpoint) });
}

beforeAll(async () => {
  await Promise.all([build("before"), build("after")]);
});

afterAll(async () => {
  await Promise.all(started.map((moto) => moto.stop()));
});

function inState(state: State): Built {
  const found = built.get(state);
  if (found === undefined) throw new Error(`The company was not built in the state ${state}`);
  return found;
}

async function credentialReport({ clients }: Built): Promise<readonly Record<string, string>[]> {
  await clients.iam.send(new GenerateCredentialReportCommand({}));
  const { Content } = await clients.iam.send(new GetCredentialReportCommand({}));
  return parse<Record<string, string>>(Buffer.from(Content ?? []), { columns: true });
}

async function groupsOpenToWorld(state: Built, region: string): Promise<readonly string[]> {
  const { SecurityGroups = [] } = await state.clients
    .ec2(region)
    .send(new DescribeSecurityGroupsCommand({}));
  return SecurityGroups.flatMap(({ GroupName, IpPermissions = [] }) =>
    IpPermissions.filter(
      ({ IpRanges = [], Ipv6Ranges = [] }) =>
        IpRanges.some(({ CidrIp }) => CidrIp === "0.0.0.0/0") ||
        Ipv6Ranges.some(({ CidrIpv6 }) => CidrIpv6 === "::/0"),
    ).map(({ FromPort }) => `${GroupName}:${FromPort ?? "all"}`),
  ).sort();
}

/** The answer of a call, or the name of the error that it ended with. */
async function answerOrError(call: Promise<unknown>): Promise<unknown> {
  try {
    const answer = await call;
    if (typeof answer !== "object" || answer === null) return answer;
    return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== "$metadata"));
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

const BLOCKED = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
};

const FACTS: readonly Fact[] = [
  {
    sentence: "whether root has MFA",
    read: async ({ clients }) => {
      const { SummaryMap } = await clients.iam.send(new GetAccountSummaryCommand({}));
      return [SummaryMap?.AccountMFAEnabled, SummaryMap?.AccountAccessKeysPresent];
    },
    before: [0, 1],
    after: [1, 0],
  },
  {
    sentence: "root's virtual MFA device is listed",
    read: async ({ clients }) => {
      const { VirtualMFADevices = [] } = await clients.iam.send(
        new ListVirtualMFADevicesCommand({ AssignmentStatus: "Assigned" }),
      );
      return VirtualMFADevices.some(({ User }) => User?.Arn?.endsWith(":root"));
    },
    before: false,
    after: true,
  },
  {
    sentence: "root stands first in the credential report, with its last use",
    read: async (state) => {
      const [root] = await credentialReport(state);
      return [root?.user, root?.password_last_used, root?.mfa_active, root?.access_key_1_active];
    },
    before: ["<root_account>", "2026-10-12T19:04:55+00:00", "false", "true"],
    after: ["<root_account>", "2026-10-20T08:02:10+00:00", "true", "false"],
  },
  {
    sentence: "the credential report is as old as the snapshot",
    read: async (state) => {
      await credentialReport(state);
      const { GeneratedTime } = await state.clients.iam.send(new GetCredentialReportCommand({}));
      return GeneratedTime?.toISOString().slice(0, 13);
    },
    before: "2026-10-19T06",
    after: "2026-11-16T06",
  },
  {
    sentence: "who has a password and no MFA",
    read: async (state) =>
      (await credentialReport(state))
        .filter(
          ({ password_enabled, mfa_active }) =>
            password_enabled === "true" && mfa_active === "false",
        )
        .map(({ user }) => user),
    before: ["priya.raghunathan", "jonas.lindqvist", "gareth.pryce"],
    after: [],
  },
  {
    sentence: "whose active keys were made more than 90 days ago",
    read: async (state) => {
      const report = await credentialReport(state);
      const { GeneratedTime } = await state.clients.iam.send(new GetCredentialReportCommand({}));
      const oldest = (GeneratedTime?.getTime() ?? 0) - 90 * 24 * 3600 * 1000;
      return report
        .filter((row) =>
          ["1", "2"].some(
            (key) =>
              row[`access_key_${key}_active`] === "true" &&
              Date.parse(row[`access_key_${key}_last_rotated`] ?? "") < oldest,
          ),
        )
        .map(({ user }) => user);
    },
    before: ["<root_account>", "gareth.pryce", "ci-deploy", "backup-export", "metrics-exporter"],
    after: ["ci-deploy"],
  },
  {
    sentence: "the password policy",
    read: ({ clients }) =>
      answerOrError(
        clients.iam
          .send(new GetAccountPasswordPolicyCommand({}))
          .then(({ PasswordPolicy }) => PasswordPolicy?.MinimumPasswordLength),
      ),
    before: "NoSuchEntityException",
    after: 14,
  },
  {
    sentence: "what is open to the world in eu-west-1",
    read: (state) => groupsOpenToWorld(state, "eu-west-1"),
    before: ["bastion:22", "postgres:5432", "redis:6379", "web:443", "web:80"],
    after: ["redis:6379", "web:443", "web:80"],
  },
  {
    sentence: "what is open to the world in us-east-1",
    read: (state) => groupsOpenToWorld(state, "us-east-1"),
    before: ["migration-2024:all", "windows-jump:3389"],
    after: [],
  },
  {
    sentence: "how many default groups have rules, in and out",
    read: async ({ clients }) => {
      const { SecurityGroups = [] } = await clients.ec2("eu-west-1").send(
        new DescribeSecurityGroupsCommand({
          Filters: [{ Name: "group-name", Values: ["default"] }],
        }),
      );
      return SecurityGroups.map(({ IpPermissions, IpPermissionsEgress }) => [
        IpPermissions?.length,
        IpPermissionsEgress?.length,
      ]);
    },
    before: [
      [1, 1],
      [1, 1],
    ],
    after: [
      [0, 0],
      [0, 0],
    ],
  },
  {
    sentence: "the network ACLs' first inbound rule, and that every ACL's VPC exists",
    read: async ({ clients }) => {
      const ec2 = clients.ec2("us-east-1");
      const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
      const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
      return NetworkAcls.map(({ VpcId, Entries = [] }) => {
        const [first] = Entries.filter(({ Egress }) => Egress === false).sort(
          (one, other) => (one.RuleNumber ?? 0) - (other.RuleNumber ?? 0),
        );
        return [first?.RuleAction, Vpcs.some((vpc) => vpc.VpcId === VpcId)];
      });
    },
    before: [
      ["allow", true],
      ["allow", true],
    ],
    after: [
      ["deny", true],
      ["deny", true],
    ],
  },
  {
    sentence: "how many VPCs and flow logs there are in both regions",
    read: async ({ clients }) => {
      const counts: (readonly [number | undefined, number | undefined])[] = [];
      for (const region of COMPANY.regions) {
        const ec2 = clients.ec2(region);
        const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
        const { FlowLogs } = await ec2.send(new DescribeFlowLogsCommand({}));
        counts.push([Vpcs?.length, FlowLogs?.length]);
      }
      return counts;
    },
    before: [
      [2, 1],
      [2, 0],
    ],
    after: [
      [2, 2],
      [2, 2],
    ],
  },
  {
    sentence: "the virtual machines, which have interfaces in use",
    read: async ({ clients }) => {
      const { Reservations = [] } = await clients
        .ec2("us-east-1")
        .send(new DescribeInstancesCommand({}));
      return Reservations.flatMap(({ Instances = [] }) =>
        Instances.map(({ NetworkInterfaces = [] }) => NetworkInterfaces[0]?.Status),
      );
    },
    before: ["in-use", "in-use"],
    after: ["in-use", "in-use"],
  },
  {
    sentence: "the trails that us-east-1 sees",
    read: async ({ clients }) => {
      const { trailList = [] } = await clients
        .cloudtrail("us-east-1")
        .send(new DescribeTrailsCommand({}));
      return trailList.map((trail) => [
        trail.Name,
        trail.IsMultiRegionTrail,
        trail.LogFileValidationEnabled,
        trail.KmsKeyId !== undefined,
      ]);
    },
    before: [["legacy-audit", false, false, false]],
    after: [["larkspur-trail", true, true, true]],
  },
  {
    sentence: "whether the old trail is logging",
    read: ({ clients }) =>
      answerOrError(
        clients
          .cloudtrail("us-east-1")
          .send(new GetTrailStatusCommand({ Name: "legacy-audit" }))
          .then(({ IsLogging }) => IsLogging),
      ),
    before: false,
    after: "TrailNotFoundException",
  },
  {
    sentence: "what the uploads' bucket policy does",
    read: async ({ clients }) => {
      const { Policy = "{}" } = await clients
        .s3("eu-west-1")
        .send(new GetBucketPolicyCommand({ Bucket: "larkspur-uploads" }));
      return JSON.parse(Policy).Statement.map(({ Effect }: { Effect: string }) => Effect);
    },
    before: ["Allow"],
    after: ["Deny"],
  },
  {
    sentence: "who may list the warehouse's exports",
    read: async ({ clients }) => {
      const { Grants = [] } = await clients
        .s3("us-east-1")
        .send(new GetBucketAclCommand({ Bucket: "larkspur-warehouse-exports" }));
      return Grants.flatMap(({ Grantee }) => Grantee?.URI ?? []);
    },
    before: ["http://acs.amazonaws.com/groups/global/AllUsers"],
    after: [],
  },
  {
    sentence: "the data lake's encryption",
    read: ({ clients }) =>
      answerOrError(
        clients
          .s3("us-east-1")
          .send(new GetBucketEncryptionCommand({ Bucket: "larkspur-datalake" }))
          .then(
            ({ ServerSideEncryptionConfiguration }) =>
              ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
                ?.SSEAlgorithm,
          ),
      ),
    before: "ServerSideEncryptionConfigurationNotFoundError",
    after: "aws:kms",
  },
  {
    sentence: "where access to the trail's bucket is logged",
    read: async ({ clients }) =>
      (
        await clients
          .s3("eu-west-1")
          .send(new GetBucketLoggingCommand({ Bucket: "larkspur-cloudtrail-logs" }))
      ).LoggingEnabled?.TargetBucket,
    before: undefined,
    after: "larkspur-logs",
  },
  {
    sentence: "the uploads' public access block",
    read: ({ clients }) =>
      answerOrError(
        clients
          .s3("eu-west-1")
          .send(new GetPublicAccessBlockCommand({ Bucket: "larkspur-uploads" })),
      ),
    before: "NoSuchPublicAccessBlockConfiguration",
    after: BLOCKED,
  },
  {
    sentence: "the account's public access block, through S3 Control on loopback",
    read: ({ clients }) =>
      answerOrError(
        clients.s3Control.send(
          new GetAccountPublicAccessBlockCommand({ AccountId: COMPANY.account }),
        ),
      ),
    before: "NoSuchPublicAccessBlockConfiguration",
    after: BLOCKED,
  },
];

describe.each(["before", "after"] as const)("Larkspur Analytics %s its remediation", (state) => {
  test.each(FACTS)("$sentence", async (fact) => {
    expect(await fact.read(inState(state))).toEqual(fact[state]);
  });

  test("every planted gap names a resource that exists by an id", () => {
    const ids = plantedGaps
      .filter(({ states }) => states.includes(state))
      .map(({ resource }) => resourceIdOf(inState(state).company, resource));
    expect(ids.filter((id) => id.trim() === "")).toEqual([]);
  });
});

test("the ids are the same in every build", () => {
  const { detectorIds, ...ids } = inState("after").company;
  expect({ ...ids, detectorIds: {} }).toEqual(inState("before").company);
  expect(Object.keys(detectorIds)).toEqual(COMPANY.regions);
});
