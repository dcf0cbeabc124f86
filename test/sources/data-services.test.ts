import { describe, expect, it } from "vitest";
import { certificates } from "../../shared/sources/acm/certificates.ts";
import { repositories } from "../../shared/sources/ecr/repositories.ts";
import { repositoryScanning } from "../../shared/sources/ecr/repository-scanning.ts";
import { taskDefinitions } from "../../shared/sources/ecs/task-definitions.ts";
import { cacheClusters } from "../../shared/sources/elasticache/cache-clusters.ts";
import { replicationGroups } from "../../shared/sources/elasticache/replication-groups.ts";
import { keyPolicies } from "../../shared/sources/kms/key-policies.ts";
import { keyRotation } from "../../shared/sources/kms/key-rotation.ts";
import { keys } from "../../shared/sources/kms/keys.ts";
import { functionPolicies } from "../../shared/sources/lambda/function-policies.ts";
import { functionUrls } from "../../shared/sources/lambda/function-urls.ts";
import { functions } from "../../shared/sources/lambda/functions.ts";
import { dbClusterSnapshotAttributes } from "../../shared/sources/rds/db-cluster-snapshot-attributes.ts";
import { dbClusterSnapshots } from "../../shared/sources/rds/db-cluster-snapshots.ts";
import { dbClusters } from "../../shared/sources/rds/db-clusters.ts";
import { dbInstances } from "../../shared/sources/rds/db-instances.ts";
import { dbSnapshotAttributes } from "../../shared/sources/rds/db-snapshot-attributes.ts";
import { dbSnapshots } from "../../shared/sources/rds/db-snapshots.ts";
import { secretVersions } from "../../shared/sources/secretsmanager/secret-versions.ts";
import { secrets } from "../../shared/sources/secretsmanager/secrets.ts";
import { topicAttributes } from "../../shared/sources/sns/topic-attributes.ts";
import type { Source } from "../../shared/sources/source.ts";
import { queueAttributes } from "../../shared/sources/sqs/queue-attributes.ts";
import {
  callsOf,
  gatherFrom,
  type ScriptedAnswer,
  type ScriptedRequest,
} from "./s3/scripted-aws.ts";
import { escaped, HOSTILE, xml } from "./wire-text.ts";

const REGION = "us-east-1";

interface Listing {
  readonly source: Source;
  /** XML of the Query protocol, or JSON. */
  readonly wire: "json" | "query";
  readonly list: string;
  /** The answer to the list: one item of this name, and where it goes on (`null` at the end). */
  readonly page: (name: string, token: string | null) => string;
  /** The answers to what is asked of each item. */
  readonly details?: Readonly<Record<string, string>>;
  /** The last thing asked of an item, and the code with which it is said to be gone, if it is. */
  readonly fails?: { readonly operation: string; readonly gone: string | null };
  /** How often each item is asked about where it is in a list of one. */
  readonly asked: readonly string[];
}

const element = (name: string, text: string | null) =>
  text === null ? "" : `<${name}>${escaped(text)}</${name}>`;
const json = (value: object) => JSON.stringify(value);

const dbSnapshotPage = (name: string, token: string | null) =>
  xml(
    "DescribeDBSnapshots",
    `<DBSnapshots><DBSnapshot>${element("DBSnapshotIdentifier", name)}<Encrypted>false</Encrypted></DBSnapshot></DBSnapshots>${element("Marker", token)}`,
  );
const dbClusterSnapshotPage = (name: string, token: string | null) =>
  xml(
    "DescribeDBClusterSnapshots",
    `<DBClusterSnapshots><DBClusterSnapshot>${element("DBClusterSnapshotIdentifier", name)}<StorageEncrypted>false</StorageEncrypted></DBClusterSnapshot></DBClusterSnapshots>${element("Marker", token)}`,
  );
const keyPage = (name: string, token: string | null) =>
  json({
    Keys: [{ KeyId: name }],
    Truncated: token !== null,
    ...(token === null ? {} : { NextMarker: token }),
  });
const DESCRIBED = json({
  KeyMetadata: {
    KeyId: "key",
    KeyManager: "CUSTOMER",
    KeySpec: "SYMMETRIC_DEFAULT",
    Origin: "AWS_KMS",
  },
});
const secretPage = (name: string, token: string | null) =>
  json({
    SecretList: [{ ARN: name, Name: name }],
    ...(token === null ? {} : { NextToken: token }),
  });
const functionPage = (name: string, token: string | null) =>
  json({ Functions: [{ FunctionName: name }], ...(token === null ? {} : { NextMarker: token }) });
const repositoryPage = (name: string, token: string | null) =>
  json({
    repositories: [{ repositoryName: name }],
    ...(token === null ? {} : { nextToken: token }),
  });
const ALIASES = json({ Aliases: [{ Name: "live" }] });

const LISTINGS: readonly Listing[] = [
  {
    source: dbInstances,
    wire: "query",
    list: "DescribeDBInstances",
    asked: [],
    page: (name, token) =>
      xml(
        "DescribeDBInstances",
        `<DBInstances><DBInstance>${element("DBInstanceIdentifier", name)}</DBInstance></DBInstances>${element("Marker", token)}`,
      ),
  },
  {
    source: dbClusters,
    wire: "query",
    list: "DescribeDBClusters",
    asked: [],
    page: (name, token) =>
      xml(
        "DescribeDBClusters",
        `<DBClusters><DBCluster>${element("DBClusterIdentifier", name)}</DBCluster></DBClusters>${element("Marker", token)}`,
      ),
  },
  {
    source: dbSnapshots,
    wire: "query",
    list: "DescribeDBSnapshots",
    page: dbSnapshotPage,
    asked: [],
  },
  {
    source: dbClusterSnapshots,
    wire: "query",
    list: "DescribeDBClusterSnapshots",
    page: dbClusterSnapshotPage,
    asked: [],
  },
  {
    source: dbSnapshotAttributes,
    wire: "query",
    list: "DescribeDBSnapshots",
    page: dbSnapshotPage,
    asked: ["DescribeDBSnapshotAttributes"],
    details: { DescribeDBSnapshotAttributes: xml("DescribeDBSnapshotAttributes", "") },
    fails: { operation: "DescribeDBSnapshotAttributes", gone: "DBSnapshotNotFound" },
  },
  {
    source: dbClusterSnapshotAttributes,
    wire: "query",
    list: "DescribeDBClusterSnapshots",
    page: dbClusterSnapshotPage,
    asked: ["DescribeDBClusterSnapshotAttributes"],
    details: {
      DescribeDBClusterSnapshotAttributes: xml("DescribeDBClusterSnapshotAttributes", ""),
    },
    fails: {
      operation: "DescribeDBClusterSnapshotAttributes",
      gone: "DBClusterSnapshotNotFoundFault",
    },
  },
  {
    source: keys,
    wire: "json",
    list: "ListKeys",
    page: keyPage,
    asked: ["DescribeKey"],
    details: { DescribeKey: DESCRIBED },
    fails: { operation: "DescribeKey", gone: "NotFoundException" },
  },
  {
    source: keyRotation,
    wire: "json",
    list: "ListKeys",
    page: keyPage,
    asked: ["DescribeKey", "GetKeyRotationStatus"],
    details: { DescribeKey: DESCRIBED, GetKeyRotationStatus: json({ KeyRotationEnabled: true }) },
    fails: { operation: "GetKeyRotationStatus", gone: "NotFoundException" },
  },
  {
    source: keyPolicies,
    wire: "json",
    list: "ListKeys",
    page: keyPage,
    asked: ["DescribeKey", "GetKeyPolicy"],
    details: { DescribeKey: DESCRIBED, GetKeyPolicy: json({ Policy: "{}" }) },
    fails: { operation: "GetKeyPolicy", gone: "NotFoundException" },
  },
  { source: secrets, wire: "json", list: "ListSecrets", page: secretPage, asked: [] },
  {
    source: secretVersions,
    wire: "json",
    list: "ListSecrets",
    page: secretPage,
    asked: ["ListSecretVersionIds"],
    details: { ListSecretVersionIds: json({ Versions: [] }) },
    fails: { operation: "ListSecretVersionIds", gone: "ResourceNotFoundException" },
  },
  {
    source: certificates,
    wire: "json",
    list: "ListCertificates",
    asked: [],
    page: (name, token) =>
      json({
        CertificateSummaryList: [{ DomainName: name }],
        ...(token === null ? {} : { NextToken: token }),
      }),
  },
  { source: functions, wire: "json", list: "ListFunctions", page: functionPage, asked: [] },
  {
    source: functionPolicies,
    wire: "json",
    list: "ListFunctions",
    page: functionPage,
    asked: ["GetPolicy", "ListAliases", "GetPolicy"],
    details: { ListAliases: ALIASES, GetPolicy: json({ Policy: "{}" }) },
    fails: { operation: "ListAliases", gone: "ResourceNotFoundException" },
  },
  {
    source: functionUrls,
    wire: "json",
    list: "ListFunctions",
    page: functionPage,
    asked: ["GetFunctionUrlConfig", "ListAliases", "GetFunctionUrlConfig"],
    details: { ListAliases: ALIASES, GetFunctionUrlConfig: json({ AuthType: "AWS_IAM" }) },
    fails: { operation: "ListAliases", gone: "ResourceNotFoundException" },
  },
  {
    source: taskDefinitions,
    wire: "json",
    list: "ListTaskDefinitionFamilies",
    asked: ["DescribeTaskDefinition"],
    page: (name, token) =>
      json({ families: [name], ...(token === null ? {} : { nextToken: token }) }),
    details: { DescribeTaskDefinition: json({ taskDefinition: { family: "a" } }) },
    fails: { operation: "DescribeTaskDefinition", gone: "ClientException" },
  },
  {
    source: repositories,
    wire: "json",
    list: "DescribeRepositories",
    page: repositoryPage,
    asked: [],
  },
  {
    source: repositoryScanning,
    wire: "json",
    list: "DescribeRepositories",
    page: repositoryPage,
    asked: ["BatchGetRepositoryScanningConfiguration"],
    details: { BatchGetRepositoryScanningConfiguration: json({ scanningConfigurations: [] }) },
    fails: { operation: "BatchGetRepositoryScanningConfiguration", gone: null },
  },
  {
    source: replicationGroups,
    wire: "query",
    list: "DescribeReplicationGroups",
    asked: [],
    page: (name, token) =>
      xml(
        "DescribeReplicationGroups",
        `<ReplicationGroups><ReplicationGroup>${element("ReplicationGroupId", name)}</ReplicationGroup></ReplicationGroups>${element("Marker", token)}`,
      ),
  },
  {
    source: cacheClusters,
    wire: "query",
    list: "DescribeCacheClusters",
    asked: [],
    page: (name, token) =>
      xml(
        "DescribeCacheClusters",
        `<CacheClusters><CacheCluster>${element("CacheClusterId", name)}</CacheCluster></CacheClusters>${element("Marker", token)}`,
      ),
  },
  {
    source: topicAttributes,
    wire: "query",
    list: "ListTopics",
    asked: ["GetTopicAttributes"],
    page: (name, token) =>
      xml(
        "ListTopics",
        `<Topics><member>${element("TopicArn", name)}</member></Topics>${element("NextToken", token)}`,
      ),
    details: { GetTopicAttributes: xml("GetTopicAttributes", "<Attributes/>") },
    fails: { operation: "GetTopicAttributes", gone: "NotFound" },
  },
  {
    source: queueAttributes,
    wire: "json",
    list: "ListQueues",
    asked: ["GetQueueAttributes"],
    page: (name, token) =>
      json({ QueueUrls: [name], ...(token === null ? {} : { NextToken: token }) }),
    details: { GetQueueAttributes: json({ Attributes: {} }) },
    fails: { operation: "GetQueueAttributes", gone: "QueueDoesNotExist" },
  },
];

const SCP =
  "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: it with an explicit deny in a service control policy";

function failing({ wire }: Listing, code: string, message = "no"): ScriptedAnswer {
  return {
    status: 400,
    body:
      wire === "json"
        ? json({ __type: code, message })
        : `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

/** The operation that a request asks for: by target, by form, or by Lambda's paths. */
function operationOf({ target, body, url }: ScriptedRequest): string {
  if (target !== "") return target;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return action;
  const [path = ""] = url.split("?");
  if (path.endsWith("/aliases")) return "ListAliases";
  if (path.endsWith("/policy")) return "GetPolicy";
  return path.endsWith("/url") ? "GetFunctionUrlConfig" : "ListFunctions";
}

/** Gathers the listing; `answer` comes before its own answers. */
function gather(
  listing: Listing,
  answer: (operation: string, count: number) => ScriptedAnswer | undefined = () => undefined,
  name = "one",
) {
  const counts = new Map<string, number>();
  return gatherFrom(
    (request) => {
      const operation = operationOf(request);
      const count = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, count);
      return (
        answer(operation, count) ?? {
          body:
            operation === listing.list
              ? listing.page(name, null)
              : (listing.details?.[operation] ?? "{}"),
        }
      );
    },
    listing.source,
    REGION,
  );
}

describe.each(LISTINGS.map((listing) => [listing.source.name, listing] as const))(
  "%s",
  (_name, listing) => {
    const { list, asked, fails, source } = listing;
    const calls = (outcome: string, ...operations: readonly string[]) =>
      operations.map((operation) => `${operation} ${REGION} ${outcome}`);

    it("asks for the list once, and for what belongs to each item", async () => {
      const { gathered } = await gather(listing);
      expect(gathered.complete).toBe(true);
      expect(callsOf(gathered).sort()).toEqual(calls("ok", list, ...asked).sort());
      expect(source.operations.map((one) => one.name)).toEqual(
        expect.arrayContaining([list, ...asked]),
      );
    });

    it("costs one call where there is nothing", async () => {
      const empty = listing.wire === "json" ? "{}" : xml(list, "");
      const { gathered } = await gather(listing, () => ({ body: empty }));
      expect([callsOf(gathered), gathered.complete]).toEqual([calls("ok", list), true]);
    });

    it("keeps a hostile name as it is", async () => {
      const { gathered } = await gather(listing, undefined, HOSTILE);
      expect(gathered.complete).toBe(true);
      expect(JSON.stringify(gathered.calls[0]?.response)).toContain(JSON.stringify(HOSTILE));
    });

    it("goes on to the last page, and keeps the first one when that is denied", async () => {
      const paged = (_operation: string, count: number) =>
        _operation === list && count === 1 ? { body: listing.page("first", "two") } : undefined;
      const whole = await gather(listing, paged);
      expect(whole.gathered.complete).toBe(true);
      expect(callsOf(whole.gathered).filter((call) => call.startsWith(`${list} `))).toHaveLength(2);
      const half = await gather(listing, (operation, count) =>
        operation === list && count === 2
          ? failing(listing, "AccessDenied")
          : paged(operation, count),
      );
      expect(half.gathered.complete).toBe(false);
      expect(callsOf(half.gathered)).toEqual(
        expect.arrayContaining([...calls("ok", list, ...asked), ...calls("denied", list)]),
      );
    });

    it.each([
      ["AccessDeniedException", "denied", "no"],
      ["AccessDenied", "denied", SCP],
      ["ThrottlingException", "throttled", "Rate exceeded"],
      ["UnrecognizedClientException", "region-disabled", "The security token is invalid."],
      ["InternalFailure", "error", "no"],
    ])("is incomplete when the list ends with %s (%s)", async (code, outcome, message) => {
      const { gathered } = await gather(listing, () => failing(listing, code, message));
      expect([callsOf(gathered), gathered.complete]).toEqual([calls(outcome, list), false]);
      expect(gathered.calls[0]?.error).toEqual({ code, message });
    });

    if (fails !== undefined) {
      it("is incomplete when something of an item is denied, and keeps the rest", async () => {
        const { gathered } = await gather(listing, (operation) =>
          operation === fails.operation ? failing(listing, "AccessDeniedException") : undefined,
        );
        expect(gathered.complete).toBe(false);
        expect(callsOf(gathered)).toEqual(
          expect.arrayContaining([...calls("ok", list), ...calls("denied", fails.operation)]),
        );
      });

      if (fails.gone !== null) {
        const { gone } = fails;
        it("goes on when an item was deleted meanwhile", async () => {
          const { gathered } = await gather(listing, (operation) =>
            operation === fails.operation ? failing(listing, gone) : undefined,
          );
          expect(gathered.complete).toBe(true);
          expect(callsOf(gathered)).toContain(`${fails.operation} ${REGION} gone`);
        });
      }
    }
  },
);

describe("what is not asked", () => {
  it("an encrypted snapshot is not asked with whom it is shared", async () => {
    const { gathered } = await gatherFrom(
      () => ({
        body: xml(
          "DescribeDBSnapshots",
          "<DBSnapshots><DBSnapshot><DBSnapshotIdentifier>a</DBSnapshotIdentifier><Encrypted>true</Encrypted></DBSnapshot></DBSnapshots>",
        ),
      }),
      dbSnapshotAttributes,
    );
    expect(callsOf(gathered)).toEqual([`DescribeDBSnapshots ${REGION} ok`]);
  });

  it.each([
    ["a key of AWS's", { KeyManager: "AWS", KeySpec: "SYMMETRIC_DEFAULT", Origin: "AWS_KMS" }, []],
    [
      "a signing key",
      { KeyManager: "CUSTOMER", KeySpec: "ECC_NIST_P256", Origin: "AWS_KMS" },
      ["GetKeyPolicy"],
    ],
    [
      "imported material",
      { KeyManager: "CUSTOMER", KeySpec: "SYMMETRIC_DEFAULT", Origin: "EXTERNAL" },
      ["GetKeyPolicy"],
    ],
  ])("%s", async (_sentence, KeyMetadata, expected) => {
    const asked: string[] = [];
    for (const source of [keyRotation, keyPolicies]) {
      const { requests } = await gatherFrom(
        ({ target }) => ({
          body:
            target === "ListKeys"
              ? keyPage("a", null)
              : target === "DescribeKey"
                ? json({ KeyMetadata })
                : "{}",
        }),
        source,
      );
      asked.push(...requests.map(({ target }) => target));
    }
    expect(asked.filter((operation) => /^Get/.test(operation))).toEqual(expected);
  });

  it("repositories are asked about 25 at a time", async () => {
    const names = Array.from({ length: 26 }, (_, index) => ({ repositoryName: `app-${index}` }));
    const { requests } = await gatherFrom(
      ({ target }) => ({
        body: target === "DescribeRepositories" ? json({ repositories: names }) : "{}",
      }),
      repositoryScanning,
    );
    expect(requests.slice(1).map(({ body }) => JSON.parse(body).repositoryNames.length)).toEqual([
      25, 1,
    ]);
  });

  it("certificates are asked for with every kind of key", async () => {
    const { requests } = await gatherFrom(() => ({ body: "{}" }), certificates);
    expect(JSON.parse(requests[0]?.body ?? "").Includes.keyTypes).toContain("EC_prime256v1");
  });

  it("a list of keys that goes on without saying where is incomplete", async () => {
    const { gathered } = await gatherFrom(
      () => ({ body: json({ Keys: [], Truncated: true }) }),
      keys,
    );
    expect(gathered.incompleteReason).toBe("ListKeys said that its list goes on, but not where");
  });
});
