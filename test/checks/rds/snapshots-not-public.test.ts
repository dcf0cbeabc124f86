import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { snapshotsNotPublic } from "../../../shared/checks/rds/snapshots-not-public.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { dbClusterSnapshotAttributes } from "../../../shared/sources/rds/db-cluster-snapshot-attributes.ts";
import { dbClusterSnapshots } from "../../../shared/sources/rds/db-cluster-snapshots.ts";
import { dbSnapshotAttributes } from "../../../shared/sources/rds/db-snapshot-attributes.ts";
import { dbSnapshots } from "../../../shared/sources/rds/db-snapshots.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";

type Attributes = readonly string[] | "silent" | { readonly outcome: "denied" | "gone" };

const input = { SnapshotType: "manual", MaxRecords: 100 } as const;
const restore = (AttributeValues: readonly string[]) => [
  { AttributeName: "restore", AttributeValues },
];

/** One snapshot `before-migration`, encrypted or not, and with whom it is shared. */
function ofInstance(encrypted: boolean | undefined, shared?: Attributes): StoredEvidence[] {
  const DBSnapshotIdentifier = "before-migration";
  const listed = {
    DBSnapshotIdentifier,
    SnapshotType: "manual",
    ...(encrypted === undefined ? {} : { Encrypted: encrypted }),
  };
  const list = {
    operation: "DescribeDBSnapshots",
    input,
    response: { DBSnapshots: [listed] },
  } as const;
  const asked = {
    operation: "DescribeDBSnapshotAttributes",
    input: { DBSnapshotIdentifier },
  } as const;
  const answer =
    shared === undefined
      ? []
      : [
          typeof shared === "object" && "outcome" in shared
            ? { ...asked, ...shared }
            : {
                ...asked,
                response:
                  shared === "silent"
                    ? {}
                    : {
                        DBSnapshotAttributesResult: {
                          DBSnapshotIdentifier,
                          DBSnapshotAttributes: restore(shared),
                        },
                      },
              },
        ];
  return [recorded(dbSnapshots, [list]), recorded(dbSnapshotAttributes, [list, ...answer])];
}

function ofCluster(encrypted: boolean | undefined, shared?: Attributes): StoredEvidence[] {
  const DBClusterSnapshotIdentifier = "before-migration";
  const listed = {
    DBClusterSnapshotIdentifier,
    SnapshotType: "manual",
    ...(encrypted === undefined ? {} : { StorageEncrypted: encrypted }),
  };
  const list = {
    operation: "DescribeDBClusterSnapshots",
    input,
    response: { DBClusterSnapshots: [listed] },
  } as const;
  const asked = {
    operation: "DescribeDBClusterSnapshotAttributes",
    input: { DBClusterSnapshotIdentifier },
  } as const;
  const answer =
    shared === undefined
      ? []
      : [
          typeof shared === "object" && "outcome" in shared
            ? { ...asked, ...shared }
            : {
                ...asked,
                response:
                  shared === "silent"
                    ? {}
                    : {
                        DBClusterSnapshotAttributesResult: {
                          DBClusterSnapshotIdentifier,
                          DBClusterSnapshotAttributes: restore(shared),
                        },
                      },
              },
        ];
  return [
    recorded(dbClusterSnapshots, [list]),
    recorded(dbClusterSnapshotAttributes, [list, ...answer]),
  ];
}

const [instanceCheck, clusterCheck] = snapshotsNotPublic;

describe.each<[AnyCheck | undefined, typeof ofInstance]>([
  [instanceCheck, ofInstance],
  [clusterCheck, ofCluster],
])("$0.id", (check, snapshot) => {
  if (check === undefined) throw new Error("There are two checks.");

  it.each<[string, StoredEvidence[], string]>([
    [
      "passes one that is shared with nobody",
      snapshot(false, []),
      "pass before-migration: The snapshot before-migration is not shared with everyone.",
    ],
    [
      "passes one that is shared with an account by name",
      snapshot(false, ["210987654321"]),
      "pass before-migration: The snapshot before-migration is not shared with everyone.",
    ],
    [
      "fails one that everyone may restore, among others",
      snapshot(false, ["210987654321", "all"]),
      "fail before-migration: The snapshot before-migration is public: any AWS account may restore it.",
    ],
    [
      "passes an encrypted one, which is not asked about",
      snapshot(true),
      "pass before-migration: The snapshot before-migration is encrypted, and RDS shares none such with everyone.",
    ],
    [
      "judges by its sharing where it does not say whether it is encrypted",
      snapshot(undefined, ["all"]),
      "fail before-migration: The snapshot before-migration is public: any AWS account may restore it.",
    ],
    [
      "does not pass where the answer has no attributes",
      snapshot(false, "silent"),
      "indeterminate before-migration: RDS does not say with whom the snapshot before-migration is shared.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });

  it("does not pass where sharing was denied", () => {
    expect(outcomes(check, snapshot(false, { outcome: "denied" }))[0]).toMatch(
      /^indeterminate before-migration: before-migration could not be judged: AccessDenied on rds:/,
    );
  });

  it("counts one that was deleted meanwhile as gone", () => {
    expect(judged(check, snapshot(false, { outcome: "gone" })).population).toMatchObject({
      listed: 1,
      gone: 1,
      read: 0,
    });
  });

  it("cites the accounts that it is shared with", () => {
    expect(citations(check, snapshot(false, ["all"]))[0]).toMatch(
      /SnapshotAttributes\/0\/AttributeValues$/,
    );
  });
});
