import type { Cited } from "../../evidence/cited.ts";
import {
  type AnyCheck,
  check,
  covers,
  fail,
  indeterminate,
  type Judgement,
  notApplicable,
  pass,
  supports,
} from "../check.ts";
import { everyCache } from "./caches.ts";

/** What a cache holds is encrypted where it lies, and on its way to and from the cache. */
export const cachesEncrypted: readonly AnyCheck[] = [
  check({
    id: "elasticache.encrypted-at-rest",
    title: "Every cache encrypts what it writes to disk",
    severity: "medium",
    controls: [covers("DP-01", "caches")],
    why: "Sessions and copies of customers' records lie in the cache too, and in the backups that it writes.",
    fix: {
      downtime: "replacement",
      steps:
        "Encryption at rest can only be chosen when a cache is made: restore a backup into a new replication group with it, and switch over.",
      cli: "aws elasticache create-replication-group --replication-group-id GROUP-encrypted --replication-group-description DESCRIPTION --snapshot-name BACKUP --at-rest-encryption-enabled --transit-encryption-enabled",
      cdk: 'new elasticache.CfnReplicationGroup(this, "Cache", { replicationGroupDescription, atRestEncryptionEnabled: true });',
    },
    references: {
      fsbp: ["ElastiCache.4"],
      prowler: ["elasticache_redis_cluster_rest_encryption_enabled"],
      docs: [
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ReplicationGroup.html",
      ],
    },
    population: everyCache,
    judge(cache, _context, { id }) {
      const engine = cache.at("Engine");
      if (engine.value === "memcached") {
        return notApplicable(`The cache ${id} is Memcached, which writes nothing to disk.`, engine);
      }
      return judgeSwitch(id, cache.at("AtRestEncryptionEnabled"), "at rest");
    },
  }),
  check({
    id: "elasticache.encrypted-in-transit",
    title: "Every cache encrypts its traffic",
    severity: "medium",
    controls: [supports("DP-02", "traffic to caches")],
    why: "Without it, sessions and customers' records cross the network in plain, where anything else in the VPC may listen, and the cache can ask for no password.",
    fix: {
      downtime: "rolling restart",
      steps:
        "From Redis 7 on, change the mode to preferred, move the clients to TLS, then change it to required. Older ones need a new replication group.",
      cli: "aws elasticache modify-replication-group --replication-group-id GROUP --transit-encryption-enabled --transit-encryption-mode preferred --apply-immediately",
      cdk: 'new elasticache.CfnReplicationGroup(this, "Cache", { replicationGroupDescription, transitEncryptionEnabled: true });',
    },
    references: {
      fsbp: ["ElastiCache.5"],
      prowler: ["elasticache_redis_cluster_in_transit_encryption_enabled"],
      docs: [
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ReplicationGroup.html",
      ],
    },
    population: everyCache,
    judge: (cache, _context, { id }) =>
      judgeSwitch(id, cache.at("TransitEncryptionEnabled"), "in transit"),
  }),
];

function judgeSwitch(id: string, enabled: Cited<boolean | undefined>, where: string): Judgement {
  switch (enabled.value) {
    case true:
      return pass(`The cache ${id} is encrypted ${where}.`, enabled);
    case false:
      return fail(`The cache ${id} is not encrypted ${where}.`, enabled);
    default:
      return indeterminate(
        `ElastiCache does not say whether the cache ${id} is encrypted ${where}.`,
        enabled,
      );
  }
}
