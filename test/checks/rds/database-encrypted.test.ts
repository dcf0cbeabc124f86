import { describe, expect, it } from "vitest";
import { databaseEncrypted } from "../../../shared/checks/rds/database-encrypted.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { cluster, databases, instance } from "./database-evidence.ts";

const { StorageEncrypted: _left, ...silent } = instance("orders");

describe("rds.database-encrypted", () => {
  it.each([
    [
      "passes where instance and cluster are encrypted",
      databases([instance("orders")], [cluster("events")]),
      [
        "pass events: The storage of the database events is encrypted.",
        "pass orders: The storage of the database orders is encrypted.",
      ],
    ],
    [
      "fails an instance and a cluster that are not",
      databases(
        [instance("orders", { StorageEncrypted: false })],
        [cluster("events", { StorageEncrypted: false })],
      ),
      [
        "fail events: The storage of the database events is not encrypted.",
        "fail orders: The storage of the database orders is not encrypted.",
      ],
    ],
    [
      "judges a cluster's storage once, not again for each of its instances",
      databases(
        [instance("events-1", { DBClusterIdentifier: "events", StorageEncrypted: false })],
        [cluster("events", { StorageEncrypted: false })],
      ),
      ["fail events: The storage of the database events is not encrypted."],
    ],
    [
      "does not pass where RDS leaves the switch out",
      databases([silent]),
      ["indeterminate orders: RDS does not say whether the database orders is encrypted."],
    ],
    [
      "names a database as it is named, however odd",
      databases([instance("=1+1<b>\u202e", { StorageEncrypted: false })]),
      ["fail =1+1<b>\u202e: The storage of the database =1+1<b>\u202e is not encrypted."],
    ],
    [
      "has none in an account without databases",
      databases([]),
      ["not-applicable 123456789012: Account 123456789012 has none of the databases of RDS."],
    ],
    [
      "keeps what it read of instances where the clusters were denied, and passes nothing",
      databases([instance("orders"), instance("legacy", { StorageEncrypted: false })], null),
      [
        "indeterminate 123456789012: Not all of the databases of RDS in eu-west-1 could be read: AccessDenied on rds:DescribeDBClusters.",
        "fail legacy: The storage of the database legacy is not encrypted.",
        "indeterminate orders: orders cannot be judged on what was read: AccessDenied on rds:DescribeDBClusters.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(databaseEncrypted, evidence)).toEqual(expected);
  });

  it("cites the switch, and is about the ARN", () => {
    const evidence = databases([instance("orders", { StorageEncrypted: false })]);
    expect(citations(databaseEncrypted, evidence)).toEqual([
      "rds.db-instances.eu-west-1.json#/calls/0/response/DBInstances/0/StorageEncrypted",
    ]);
    expect(judged(databaseEncrypted, evidence).findings[0]?.resource).toEqual({
      id: "orders",
      arn: "arn:aws:rds:eu-west-1:123456789012:db:orders",
      type: "AWS::RDS::DBInstance",
      region: "eu-west-1",
    });
  });
});
