import { describe, expect, it } from "vitest";
import { databaseTlsRequired } from "../../../shared/checks/rds/database-tls-required.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { dbClusterTlsParameters } from "../../../shared/sources/rds/db-cluster-tls-parameters.ts";
import { dbTlsParameters } from "../../../shared/sources/rds/db-tls-parameters.ts";
import { onlyParameter } from "../../../shared/sources/rds/tls-parameter.ts";
import { citations, outcomes, recorded } from "../judging.ts";
import { cluster, databases, instance } from "./database-evidence.ts";

interface Asked {
  readonly group: string;
  readonly parameter: string;
  /** The value in the answer; null where the answer holds no such parameter. */
  readonly value?: string | null;
  readonly denied?: true;
}

const answered = ({ parameter, value, denied }: Asked) =>
  denied
    ? ({ outcome: "denied" } as const)
    : {
        response: {
          Parameters:
            value === null
              ? []
              : [
                  {
                    ParameterName: parameter,
                    ...(value === undefined ? {} : { ParameterValue: value }),
                  },
                ],
        },
      };
const ofInstances = (...asked: readonly Asked[]) =>
  recorded(dbTlsParameters, [
    { operation: "DescribeDBInstances", input: { MaxRecords: 100 }, response: { DBInstances: [] } },
    ...asked.map((one) => ({
      operation: "DescribeDBParameters" as const,
      input: { DBParameterGroupName: one.group, ...onlyParameter(one.parameter) },
      ...answered(one),
    })),
  ]);
const ofClusters = (...asked: readonly Asked[]) =>
  recorded(dbClusterTlsParameters, [
    { operation: "DescribeDBClusters", input: { MaxRecords: 100 }, response: { DBClusters: [] } },
    ...asked.map((one) => ({
      operation: "DescribeDBClusterParameters" as const,
      input: { DBClusterParameterGroupName: one.group, ...onlyParameter(one.parameter) },
      ...answered(one),
    })),
  ]);

const FORCE = { group: "custom", parameter: "rds.force_ssl" };
const SECURE = { group: "custom", parameter: "require_secure_transport" };
const TLS = { group: "custom", parameter: "tls" };
const inGroup = (Engine: string, ParameterApplyStatus = "in-sync", id = "orders") =>
  instance(id, {
    Engine,
    DBParameterGroups: [{ DBParameterGroupName: "custom", ParameterApplyStatus }],
  });
const standing = (Engine: string, asked: Asked, status?: string): StoredEvidence[] => [
  ...databases([inGroup(Engine, status)]),
  ofInstances(asked),
  ofClusters(),
];
const clustered = (Engine: string, asked: Asked, ...statuses: readonly string[]) => [
  ...databases(
    [],
    [
      cluster("orders", {
        Engine,
        DBClusterParameterGroup: "custom",
        DBClusterMembers: statuses.map(
          (DBClusterParameterGroupStatus, index): Readonly<Record<string, Json>> => ({
            DBInstanceIdentifier: `orders-${index}`,
            DBClusterParameterGroupStatus,
          }),
        ),
      }),
    ],
  ),
  ofInstances(),
  ofClusters(asked),
];
const passes = (what: string) =>
  `pass orders: The database orders requires TLS: ${what} in custom.`;
const fails = (what: string) =>
  `fail orders: The database orders takes connections without TLS: ${what} in its parameter group custom.`;
const waits = (status: string) =>
  `indeterminate orders: The parameter group custom requires TLS, but not all of it is in force for the database orders yet (${status}).`;

describe("rds.database-tls-required", () => {
  it.each<[string, StoredEvidence[], string]>([
    [
      "passes PostgreSQL that forces it",
      standing("postgres", { ...FORCE, value: "1" }),
      passes("rds.force_ssl is 1"),
    ],
    [
      "fails PostgreSQL that does not",
      standing("postgres", { ...FORCE, value: "0" }),
      fails("rds.force_ssl is 0"),
    ],
    [
      "passes SQL Server of any edition",
      standing("sqlserver-ex", { ...FORCE, value: "1" }),
      passes("rds.force_ssl is 1"),
    ],
    [
      "passes MySQL that requires it",
      standing("mysql", { ...SECURE, value: "1" }),
      passes("require_secure_transport is 1"),
    ],
    [
      "fails MariaDB that does not",
      standing("mariadb", { ...SECURE, value: "OFF" }),
      fails("require_secure_transport is OFF"),
    ],
    [
      "passes an Aurora cluster by its own group",
      clustered("aurora-mysql", { ...SECURE, value: "ON" }, "in-sync", "in-sync"),
      passes("require_secure_transport is ON"),
    ],
    [
      "fails an Aurora cluster by its own group",
      clustered("aurora-postgresql", { ...FORCE, value: "0" }, "in-sync"),
      fails("rds.force_ssl is 0"),
    ],
    [
      "passes DocumentDB as it is made",
      clustered("docdb", { ...TLS, value: "enabled" }, "in-sync"),
      passes("tls is enabled"),
    ],
    [
      "passes DocumentDB with a version",
      clustered("docdb", { ...TLS, value: "tls1.2+" }, "in-sync"),
      passes("tls is tls1.2+"),
    ],
    [
      "fails DocumentDB without",
      clustered("docdb", { ...TLS, value: "disabled" }, "in-sync"),
      fails("tls is disabled"),
    ],
    [
      "does not pass before the group is in force",
      standing("postgres", { ...FORCE, value: "1" }, "pending-reboot"),
      waits("pending-reboot"),
    ],
    [
      "does not pass before it is in force in every member",
      clustered("aurora-mysql", { ...SECURE, value: "ON" }, "in-sync", "pending-reboot"),
      waits("pending-reboot"),
    ],
    [
      "does not pass on a value that RDS leaves out: defaults differ",
      standing("postgres", FORCE),
      "indeterminate orders: RDS does not say what rds.force_ssl is in the parameter group custom of the database orders.",
    ],
    [
      "does not pass on a group without the parameter",
      standing("mysql", { ...SECURE, value: null }),
      "indeterminate orders: RDS does not say what require_secure_transport is in the parameter group custom of the database orders.",
    ],
    [
      "does not pass on a value that nobody knows",
      standing("postgres", { ...FORCE, value: "2" }),
      "indeterminate orders: The value 2 of rds.force_ssl in the parameter group custom of the database orders is not known to this rule.",
    ],
    [
      "cannot say of engines without such a parameter",
      [...databases([inGroup("oracle-ee")]), ofInstances(), ofClusters()],
      "indeterminate orders: Whether the database orders requires TLS does not show in parameters of the engine oracle-ee.",
    ],
    [
      "does not pass without a group",
      [...databases([instance("orders")]), ofInstances(), ofClusters()],
      "indeterminate orders: RDS does not say what rds.force_ssl is in the parameter group that RDS does not name of the database orders.",
    ],
    [
      "is indeterminate when the parameters are denied",
      standing("postgres", { ...FORCE, denied: true }),
      "indeterminate orders: orders could not be judged: AccessDenied on rds:DescribeDBParameters.",
    ],
    [
      "has none in an account without databases",
      [...databases([]), ofInstances(), ofClusters()],
      "not-applicable 123456789012: Account 123456789012 has none of the databases of RDS.",
    ],
    [
      "names a database as it is named, however odd",
      [
        ...databases([inGroup("postgres", "in-sync", "=1<b>\u202e")]),
        ofInstances({ ...FORCE, value: "0" }),
        ofClusters(),
      ],
      "fail =1<b>\u202e: The database =1<b>\u202e takes connections without TLS: rds.force_ssl is 0 in its parameter group custom.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(databaseTlsRequired, evidence)).toEqual([expected]);
  });

  it("judges a cluster once, not again for each of its instances", () => {
    const member = instance("orders-0", { DBClusterIdentifier: "orders" });
    const evidence = [
      ...databases(
        [member],
        [cluster("orders", { DBClusterParameterGroup: "custom", DBClusterMembers: [] })],
      ),
      ofInstances(),
      ofClusters({ ...FORCE, value: "0" }),
    ];
    expect(outcomes(databaseTlsRequired, evidence)).toEqual([fails("rds.force_ssl is 0")]);
  });

  it("finds the parameter where RDS answers with the whole group", () => {
    const answer = recorded(dbTlsParameters, [
      { operation: "DescribeDBInstances", input: { MaxRecords: 100 }, response: {} },
      {
        operation: "DescribeDBParameters",
        input: { DBParameterGroupName: "custom", ...onlyParameter("rds.force_ssl") },
        response: {
          Parameters: [
            { ParameterName: "autovacuum", ParameterValue: "1" },
            { ParameterName: "rds.force_ssl", ParameterValue: "0" },
          ],
        },
      },
    ]);
    const evidence = [...databases([inGroup("postgres")]), answer, ofClusters()];
    expect(outcomes(databaseTlsRequired, evidence)).toEqual([fails("rds.force_ssl is 0")]);
  });

  it("cites the value", () => {
    expect(citations(databaseTlsRequired, standing("postgres", { ...FORCE, value: "0" }))).toEqual([
      "rds.db-tls-parameters.eu-west-1.json#/calls/1/response/Parameters/0/ParameterValue",
    ]);
  });
});
