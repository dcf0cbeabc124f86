import { describe, expect, it } from "vitest";
import { instanceNotPublic } from "../../../shared/checks/rds/instance-not-public.ts";
import { citations, outcomes } from "../judging.ts";
import { databases, instance } from "./database-evidence.ts";

const { PubliclyAccessible: _left, ...silent } = instance("orders");

describe("rds.instance-not-public", () => {
  it.each([
    [
      "passes a private instance",
      databases([instance("orders")]),
      ["pass orders: The database instance orders has no public address."],
    ],
    [
      "fails a public one, also where it belongs to a cluster",
      databases([
        instance("events-1", { DBClusterIdentifier: "events", PubliclyAccessible: true }),
      ]),
      ["fail events-1: The database instance events-1 is publicly accessible."],
    ],
    [
      "does not pass where RDS leaves it out",
      databases([silent]),
      ["indeterminate orders: RDS does not say whether orders is publicly accessible."],
    ],
    [
      "is indeterminate when the list is denied",
      databases(null),
      [
        "indeterminate 123456789012: Not all of the database instances of RDS in eu-west-1 could be read: AccessDenied on rds:DescribeDBInstances.",
      ],
    ],
    [
      "has none in an account without instances",
      databases([]),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the database instances of RDS.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(instanceNotPublic, evidence)).toEqual(expected);
  });

  it("cites the switch", () => {
    expect(citations(instanceNotPublic, databases([instance("orders")]))).toEqual([
      "rds.db-instances.eu-west-1.json#/calls/0/response/DBInstances/0/PubliclyAccessible",
    ]);
  });
});
