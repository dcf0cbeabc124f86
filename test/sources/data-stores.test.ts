import { describe, expect, it } from "vitest";
import { continuousBackups } from "../../shared/sources/dynamodb/continuous-backups.ts";
import { tablePolicies } from "../../shared/sources/dynamodb/table-policies.ts";
import { tableSettings } from "../../shared/sources/dynamodb/table-settings.ts";
import { tables } from "../../shared/sources/dynamodb/tables.ts";
import { coverage } from "../../shared/sources/inspector2/coverage.ts";
import { dbClusterTlsParameters } from "../../shared/sources/rds/db-cluster-tls-parameters.ts";
import { dbTlsParameters } from "../../shared/sources/rds/db-tls-parameters.ts";
import { tlsParameterOf } from "../../shared/sources/rds/tls-parameter.ts";
import { logBucketObjectLock } from "../../shared/sources/s3/log-bucket-object-lock.ts";
import type { Source } from "../../shared/sources/source.ts";
import {
  callsOf,
  gatherFrom,
  type ScriptedAnswer,
  type ScriptedRequest,
} from "./s3/scripted-aws.ts";
import { escaped, HOSTILE, xml } from "./wire-text.ts";

const REGION = "us-east-1";
const SCP =
  "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: it with an explicit deny in a service control policy";

interface Listing {
  readonly source: Source;
  readonly wire: "json" | "query" | "s3";
  readonly list: string;
  /** The answer to the list: one item of this name, and where it goes on (`null` at the end). */
  readonly page: (name: string, token: string | null) => string;
  /** What is asked beside the list, before and after it, and the answer. */
  readonly others?: Readonly<Record<string, string>>;
  /** What is asked of an item, and the codes that say there is no such setting, or no such item. */
  readonly each?: {
    readonly operation: string;
    readonly absent?: string;
    readonly gone?: string;
  };
  /** Everything that is asked where there is nothing. */
  readonly empty: readonly string[];
}

const json = (value: object) => JSON.stringify(value);
const element = (name: string, text: string | null) =>
  text === null ? "" : `<${name}>${escaped(text)}</${name}>`;

const tablePage = (name: string, token: string | null) =>
  json({ TableNames: [name], ...(token === null ? {} : { LastEvaluatedTableName: token }) });
const STATUS = (status: string) =>
  json({ accounts: [{ accountId: "123456789012", state: { status } }], failedAccounts: [] });
const bucketPage = (name: string, token: string | null) =>
  `<ListAllMyBucketsResult><Buckets><Bucket>${element("Name", name)}<BucketRegion>${REGION}</BucketRegion></Bucket></Buckets>${element("ContinuationToken", token)}</ListAllMyBucketsResult>`;
const trailsTo = (...names: readonly string[]) =>
  json({ trailList: names.map((S3BucketName) => ({ S3BucketName, HomeRegion: REGION })) });

const LISTINGS: readonly Listing[] = [
  { source: tables, wire: "json", list: "ListTables", page: tablePage, empty: ["ListTables"] },
  {
    source: tableSettings,
    wire: "json",
    list: "ListTables",
    page: tablePage,
    others: { DescribeTable: json({ Table: {} }) },
    each: { operation: "DescribeTable", gone: "ResourceNotFoundException" },
    empty: ["ListTables"],
  },
  {
    source: continuousBackups,
    wire: "json",
    list: "ListTables",
    page: tablePage,
    others: { DescribeContinuousBackups: json({ ContinuousBackupsDescription: {} }) },
    each: { operation: "DescribeContinuousBackups", gone: "TableNotFoundException" },
    empty: ["ListTables"],
  },
  {
    source: tablePolicies,
    wire: "json",
    list: "ListTables",
    page: tablePage,
    others: { GetResourcePolicy: json({ Policy: "{}" }) },
    each: {
      operation: "GetResourcePolicy",
      absent: "PolicyNotFoundException",
      gone: "ResourceNotFoundException",
    },
    empty: ["ListTables"],
  },
  {
    source: dbTlsParameters,
    wire: "query",
    list: "DescribeDBInstances",
    page: (name, token) =>
      xml(
        "DescribeDBInstances",
        `<DBInstances><DBInstance><Engine>postgres</Engine><DBParameterGroups><DBParameterGroup>${element("DBParameterGroupName", name)}</DBParameterGroup></DBParameterGroups></DBInstance></DBInstances>${element("Marker", token)}`,
      ),
    others: { DescribeDBParameters: xml("DescribeDBParameters", "<Parameters/>") },
    each: { operation: "DescribeDBParameters" },
    empty: ["DescribeDBInstances"],
  },
  {
    source: dbClusterTlsParameters,
    wire: "query",
    list: "DescribeDBClusters",
    page: (name, token) =>
      xml(
        "DescribeDBClusters",
        `<DBClusters><DBCluster><Engine>aurora-mysql</Engine>${element("DBClusterParameterGroup", name)}</DBCluster></DBClusters>${element("Marker", token)}`,
      ),
    others: { DescribeDBClusterParameters: xml("DescribeDBClusterParameters", "<Parameters/>") },
    each: { operation: "DescribeDBClusterParameters" },
    empty: ["DescribeDBClusters"],
  },
  {
    source: coverage,
    wire: "json",
    list: "ListCoverage",
    page: (name, token) =>
      json({
        coveredResources: [{ resourceId: name }],
        ...(token === null ? {} : { nextToken: token }),
      }),
    others: { BatchGetAccountStatus: STATUS("ENABLED") },
    empty: ["BatchGetAccountStatus", "ListCoverage"],
  },
  {
    source: logBucketObjectLock,
    wire: "s3",
    list: "ListBuckets",
    page: bucketPage,
    others: {
      DescribeTrails: trailsTo("one", "two", HOSTILE),
      GetObjectLockConfiguration:
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
    },
    each: {
      operation: "GetObjectLockConfiguration",
      absent: "ObjectLockConfigurationNotFoundError",
      gone: "NoSuchBucket",
    },
    empty: ["DescribeTrails", "ListBuckets"],
  },
];

function failing(operation: string, wire: Listing["wire"], code: string, message = "no") {
  const body =
    wire === "query"
      ? `<ErrorResponse><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`
      : wire === "s3" && operation !== "DescribeTrails"
        ? `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`
        : json({ __type: code, message });
  return { status: 400, body };
}

/** The operation that a request asks for: by target, by form, or by path. */
function operationOf({ target, body, url }: ScriptedRequest): string {
  if (target !== "") return target;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return action;
  if (url.includes("/coverage/list")) return "ListCoverage";
  if (url.includes("/status/batch/get")) return "BatchGetAccountStatus";
  return url.includes("object-lock") ? "GetObjectLockConfiguration" : "ListBuckets";
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
      const own =
        operation === listing.list ? listing.page(name, null) : listing.others?.[operation];
      return answer(operation, count) ?? { body: own ?? "{}" };
    },
    listing.source,
    REGION,
  );
}

const inShort = (outcome: string, ...operations: readonly string[]) =>
  operations.map((operation) => `${operation} ${REGION} ${outcome}`);

describe.each(LISTINGS.map((listing) => [listing.source.name, listing] as const))(
  "%s",
  (_name, listing) => {
    const { list, wire, each, source } = listing;
    const asked = [...new Set([...listing.empty, ...(each === undefined ? [] : [each.operation])])];

    it("asks for the list, and once for what belongs to each item", async () => {
      const { gathered } = await gather(listing);
      expect([gathered.incompleteReason, gathered.complete]).toEqual([undefined, true]);
      expect(callsOf(gathered).sort()).toEqual(inShort("ok", ...asked).sort());
      expect(source.operations.map(({ name }) => name)).toEqual(expect.arrayContaining(asked));
    });

    it("asks no more than the list where there is nothing", async () => {
      const nothing =
        wire === "json" ? "{}" : wire === "query" ? xml(list, "") : "<ListAllMyBucketsResult/>";
      const { gathered } = await gather(listing, (operation) =>
        operation === list ? { body: nothing } : undefined,
      );
      expect([callsOf(gathered), gathered.complete]).toEqual([
        inShort("ok", ...listing.empty),
        true,
      ]);
    });

    it("keeps a hostile name as it is", async () => {
      const { gathered } = await gather(listing, undefined, HOSTILE);
      expect(gathered.complete).toBe(true);
      expect(JSON.stringify(gathered.calls)).toContain(JSON.stringify(HOSTILE));
    });

    it("goes on to the last page, and keeps the first one when that is denied", async () => {
      const paged = (operation: string, count: number) =>
        operation === list && count === 1 ? { body: listing.page("one", "two") } : undefined;
      const whole = await gather(listing, paged, "two");
      expect(whole.gathered.complete).toBe(true);
      expect(callsOf(whole.gathered).filter((call) => call.startsWith(`${list} `))).toHaveLength(2);
      const half = await gather(listing, (operation, count) =>
        operation === list && count === 2
          ? failing(operation, wire, "AccessDenied")
          : paged(operation, count),
      );
      expect(half.gathered.complete).toBe(false);
      expect(callsOf(half.gathered)).toEqual(
        expect.arrayContaining([...inShort("ok", ...asked), ...inShort("denied", list)]),
      );
    });

    it.each([
      ["AccessDeniedException", "denied", "no"],
      ["AccessDenied", "denied", SCP],
      ["ThrottlingException", "throttled", "Rate exceeded"],
      ["UnrecognizedClientException", "region-disabled", "The security token is invalid."],
      ["InternalFailure", "error", "no"],
    ])("is incomplete when the list ends with %s (%s)", async (code, outcome, message) => {
      const { gathered } = await gather(listing, (operation) =>
        operation === list ? failing(operation, wire, code, message) : undefined,
      );
      expect(gathered.complete).toBe(false);
      expect(callsOf(gathered)).toContain(inShort(outcome, list)[0]);
      expect(gathered.calls.at(-1)?.error).toEqual({ code, message });
    });

    if (each !== undefined) {
      it("tells denied, absent and gone apart for an item", async () => {
        const endings = [
          ["AccessDeniedException", "denied", false],
          [each.absent, "absent", true],
          [each.gone, "gone", true],
          ["SomethingElse", "error", false],
        ] as const;
        for (const [code, outcome, complete] of endings) {
          if (code === undefined) continue;
          const { gathered } = await gather(listing, (operation) =>
            operation === each.operation ? failing(operation, wire, code) : undefined,
          );
          expect(callsOf(gathered)).toContain(`${each.operation} ${REGION} ${outcome}`);
          expect(gathered.complete).toBe(complete);
        }
      });
    }
  },
);

describe("what is not asked", () => {
  const requestsFor = async (
    listing: Listing | undefined,
    answers: Readonly<Record<string, string>>,
  ) => {
    if (listing === undefined) throw new Error("No such listing");
    const { requests } = await gather(listing, (operation) => {
      const body = answers[operation];
      return body === undefined ? undefined : { body };
    });
    return requests;
  };
  const listingOf = (source: Source) => LISTINGS.find((one) => one.source === source);

  it.each([
    ["an engine without the parameter", "<Engine>oracle-ee</Engine>"],
    [
      "an instance of a cluster",
      "<Engine>aurora-postgresql</Engine><DBClusterIdentifier>c</DBClusterIdentifier>",
    ],
  ])("%s has no parameters read", async (_sentence, members) => {
    const requests = await requestsFor(listingOf(dbTlsParameters), {
      DescribeDBInstances: xml(
        "DescribeDBInstances",
        `<DBInstances><DBInstance>${members}<DBParameterGroups><DBParameterGroup><DBParameterGroupName>g</DBParameterGroupName></DBParameterGroup></DBParameterGroups></DBInstance></DBInstances>`,
      ),
    });
    expect(requests.map(operationOf)).toEqual(["DescribeDBInstances"]);
  });

  it("one parameter of a group is asked for, and once for all that have the group", async () => {
    const one =
      "<DBInstance><Engine>mysql</Engine><DBParameterGroups><DBParameterGroup><DBParameterGroupName>g</DBParameterGroupName></DBParameterGroup></DBParameterGroups></DBInstance>";
    const requests = await requestsFor(listingOf(dbTlsParameters), {
      DescribeDBInstances: xml("DescribeDBInstances", `<DBInstances>${one}${one}</DBInstances>`),
    });
    expect(requests.map(operationOf)).toEqual(["DescribeDBInstances", "DescribeDBParameters"]);
    expect(Object.fromEntries(new URLSearchParams(requests[1]?.body))).toMatchObject({
      DBParameterGroupName: "g",
      "Filters.Filter.1.Name": "parameter-name",
      "Filters.Filter.1.Values.Value.1": "require_secure_transport",
    });
  });

  it("Inspector's coverage is not asked for where Inspector is off", async () => {
    const requests = await requestsFor(listingOf(coverage), {
      BatchGetAccountStatus: STATUS("DISABLED"),
    });
    expect(requests.map(operationOf)).toEqual(["BatchGetAccountStatus"]);
  });

  it.each(["ENABLED", "ENABLING", "SUSPENDED"])("it is where Inspector is %s", async (status) => {
    const requests = await requestsFor(listingOf(coverage), {
      BatchGetAccountStatus: STATUS(status),
    });
    expect(requests.map(operationOf)).toEqual(["BatchGetAccountStatus", "ListCoverage"]);
    expect(JSON.parse(requests[1]?.body ?? "").filterCriteria.accountId).toEqual([
      { comparison: "EQUALS", value: "123456789012" },
    ]);
  });

  it("no bucket is asked for its lock but those that trails write to", async () => {
    const requests = await requestsFor(listingOf(logBucketObjectLock), {
      DescribeTrails: trailsTo("elsewhere"),
    });
    expect(requests.map(operationOf)).toEqual(["DescribeTrails", "ListBuckets"]);
  });

  it("no list of buckets is asked for without a trail", async () => {
    const requests = await requestsFor(listingOf(logBucketObjectLock), {
      DescribeTrails: trailsTo(),
    });
    expect(requests.map(operationOf)).toEqual(["DescribeTrails"]);
  });
});

describe("the parameter for TLS", () => {
  it.each([
    ["postgres", "rds.force_ssl"],
    ["aurora-postgresql", "rds.force_ssl"],
    ["sqlserver-web", "rds.force_ssl"],
    ["mysql", "require_secure_transport"],
    ["mariadb", "require_secure_transport"],
    ["aurora-mysql", "require_secure_transport"],
    ["docdb", "tls"],
    ["oracle-se2", undefined],
    ["neptune", undefined],
    ["aurora", undefined],
    [undefined, undefined],
  ])("of %s is %s", (engine, parameter) => {
    expect(tlsParameterOf(engine)).toBe(parameter);
  });
});
