import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { databaseBackedUp } from "../../../shared/checks/rds/database-backed-up.ts";
import { databaseDeletionProtected } from "../../../shared/checks/rds/database-deletion-protected.ts";
import { databaseMultiZone } from "../../../shared/checks/rds/database-multi-zone.ts";
import { minorVersionsUpgraded } from "../../../shared/checks/rds/minor-versions-upgraded.ts";
import { citations, outcomes } from "../judging.ts";
import { cluster, databases, instance } from "./database-evidence.ts";

interface Row {
  readonly check: AnyCheck;
  readonly member: string;
  readonly good: boolean | number;
  readonly bad: boolean | number;
  readonly passes: string;
  readonly fails: string;
  readonly unsaid: string;
  /** Whether each instance is judged, or each store. */
  readonly of: "instances" | "databases";
  /** What is said of a copy of another instance, where that is no failure. */
  readonly copies?: true;
}

const ROWS: readonly Row[] = [
  {
    check: databaseDeletionProtected,
    member: "DeletionProtection",
    good: true,
    bad: false,
    passes: "The database orders is protected from deletion.",
    fails: "The database orders can be deleted by one command.",
    unsaid: "RDS does not say whether the database orders is protected from deletion.",
    of: "databases",
  },
  {
    check: databaseBackedUp,
    member: "BackupRetentionPeriod",
    good: 1,
    bad: 0,
    passes: "Automatic backups of the database orders are kept for 1 day.",
    fails: "The database orders has no automatic backups.",
    unsaid: "RDS does not say whether the database orders is backed up.",
    of: "databases",
    copies: true,
  },
  {
    check: databaseMultiZone,
    member: "MultiAZ",
    good: true,
    bad: false,
    passes: "The database orders runs in more than one availability zone.",
    fails: "The database orders runs in a single availability zone.",
    unsaid: "RDS does not say in how many availability zones the database orders runs.",
    of: "databases",
    copies: true,
  },
  {
    check: minorVersionsUpgraded,
    member: "AutoMinorVersionUpgrade",
    good: true,
    bad: false,
    passes: "The database instance orders takes minor versions by itself.",
    fails: "The database instance orders stays on its minor version.",
    unsaid: "RDS does not say whether the database instance orders takes minor versions by itself.",
    of: "instances",
  },
];

describe.each(ROWS.map((row) => [row.check.id, row] as const))("%s", (_id, row) => {
  const { check, member, good, bad, passes, fails, unsaid } = row;

  it("passes, fails, or says that RDS does not say", () => {
    expect(outcomes(check, databases([instance("orders", { [member]: good })]))).toEqual([
      `pass orders: ${passes}`,
    ]);
    expect(outcomes(check, databases([instance("orders", { [member]: bad })]))).toEqual([
      `fail orders: ${fails}`,
    ]);
    expect(outcomes(check, databases([instance("orders")]))).toEqual([
      `indeterminate orders: ${unsaid}`,
    ]);
  });

  it("judges what clusters and their instances share once", () => {
    const evidence = databases(
      [instance("orders-1", { DBClusterIdentifier: "orders", [member]: good })],
      [cluster("orders", { [member]: bad })],
    );
    const expected =
      row.of === "databases"
        ? [`fail orders: ${fails}`]
        : [`pass orders-1: ${passes.replace("orders", "orders-1")}`];
    expect(outcomes(check, evidence)).toEqual(expected);
  });

  it("leaves a copy of another database to its original, where that is enough", () => {
    const copy = instance("orders", {
      [member]: bad,
      ReadReplicaSourceDBInstanceIdentifier: "main",
    });
    expect(outcomes(check, databases([copy]))).toEqual([
      row.copies
        ? "not-applicable orders: The database orders is a copy of main."
        : `fail orders: ${fails}`,
    ]);
  });

  it("names a database as it is named, and cites the setting", () => {
    const odd = "=1<b>\u202e";
    const evidence = databases([instance(odd, { [member]: bad })]);
    expect(outcomes(check, evidence)).toEqual([`fail ${odd}: ${fails.replace("orders", odd)}`]);
    expect(citations(check, evidence)).toEqual([
      `rds.db-instances.eu-west-1.json#/calls/0/response/DBInstances/0/${member}`,
    ]);
  });

  it("is indeterminate when instances are denied, not applicable where there are none", () => {
    expect(outcomes(check, databases(null))[0]).toBe(
      `indeterminate 123456789012: Not all of ${check.population.definition} in eu-west-1 could be read: AccessDenied on rds:DescribeDBInstances.`,
    );
    expect(outcomes(check, databases([]))).toEqual([
      `not-applicable 123456789012: Account 123456789012 has none of ${check.population.definition}.`,
    ]);
  });
});

describe("rds.database-backed-up", () => {
  it("counts days in words", () => {
    const evidence = databases([instance("orders", { BackupRetentionPeriod: 2 })]);
    expect(outcomes(databaseBackedUp, evidence)).toEqual([
      "pass orders: Automatic backups of the database orders are kept for 2 days.",
    ]);
  });
});
