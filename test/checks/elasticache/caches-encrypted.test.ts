import { describe, expect, it } from "vitest";
import { cachesEncrypted } from "../../../shared/checks/elasticache/caches-encrypted.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { cacheClusters } from "../../../shared/sources/elasticache/cache-clusters.ts";
import { replicationGroups } from "../../../shared/sources/elasticache/replication-groups.ts";
import { citations, outcomes, recorded } from "../judging.ts";

type Members = Readonly<Record<string, Json>>;

function caches(
  groups: readonly Members[],
  clusters: readonly Members[] | "denied" = [],
): StoredEvidence[] {
  const input = { MaxRecords: 100 };
  return [
    recorded(replicationGroups, [
      { operation: "DescribeReplicationGroups", input, response: { ReplicationGroups: groups } },
    ]),
    recorded(cacheClusters, [
      clusters === "denied"
        ? { operation: "DescribeCacheClusters", input, outcome: "denied" }
        : { operation: "DescribeCacheClusters", input, response: { CacheClusters: clusters } },
    ]),
  ];
}

describe.each([
  [cachesEncrypted[0], "AtRestEncryptionEnabled", "at rest"],
  [cachesEncrypted[1], "TransitEncryptionEnabled", "in transit"],
] as const)("$0.id", (check, member, where) => {
  if (check === undefined) throw new Error("There are two checks.");
  const group = (encrypted?: boolean): Members => ({
    ReplicationGroupId: "sessions",
    ...(encrypted === undefined ? {} : { [member]: encrypted }),
  });

  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes an encrypted group",
      caches([group(true)]),
      [`pass sessions: The cache sessions is encrypted ${where}.`],
    ],
    [
      "fails one that is not",
      caches([group(false)]),
      [`fail sessions: The cache sessions is not encrypted ${where}.`],
    ],
    [
      "does not pass where it is left out",
      caches([group()]),
      [
        `indeterminate sessions: ElastiCache does not say whether the cache sessions is encrypted ${where}.`,
      ],
    ],
    [
      "judges a group once, not again for its nodes",
      caches(
        [group(true)],
        [{ CacheClusterId: "sessions-001", ReplicationGroupId: "sessions", [member]: false }],
      ),
      [`pass sessions: The cache sessions is encrypted ${where}.`],
    ],
    [
      "judges a cluster of its own",
      caches([], [{ CacheClusterId: "jobs", Engine: "redis", [member]: false }]),
      [`fail jobs: The cache jobs is not encrypted ${where}.`],
    ],
    [
      "has none where there are no caches",
      caches([]),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the ElastiCache replication groups and single clusters.",
      ],
    ],
    [
      "passes nothing where the clusters were denied",
      caches([group(true)], "denied"),
      [
        "indeterminate 123456789012: Not all of the ElastiCache replication groups and single clusters in eu-west-1 could be read: AccessDenied on elasticache:DescribeCacheClusters.",
        "indeterminate sessions: sessions cannot be judged on what was read: AccessDenied on elasticache:DescribeCacheClusters.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual(expected);
  });

  it("cites the switch", () => {
    expect(citations(check, caches([group(false)]))).toEqual([
      `elasticache.replication-groups.eu-west-1.json#/calls/0/response/ReplicationGroups/0/${member}`,
    ]);
  });
});

describe("Memcached", () => {
  const memcached = caches(
    [],
    [
      {
        CacheClusterId: "pages",
        Engine: "memcached",
        AtRestEncryptionEnabled: false,
        TransitEncryptionEnabled: false,
      },
    ],
  );
  it("writes nothing to disk, but sends in plain", () => {
    expect(cachesEncrypted.flatMap((check) => outcomes(check, memcached))).toEqual([
      "not-applicable pages: The cache pages is Memcached, which writes nothing to disk.",
      "fail pages: The cache pages is not encrypted in transit.",
    ]);
  });
});
