import { harmfulWith, judged, mapped } from "./rule.ts";

/** Caches. */
export const ELASTICACHE_RULES = [
  judged("elasticache.encrypted-at-rest", {
    ids: { config: ["elasticache-repl-grp-encrypted-at-rest"] },
    harm: harmfulWith("somebody has to get at AWS's disks or a snapshot"),
  }),
  judged("elasticache.encrypted-in-transit", {
    ids: { config: ["elasticache-repl-grp-encrypted-in-transit"] },
    harm: harmfulWith("somebody has to listen within the network"),
  }),
  mapped("elasticache.backed-up", "Caches are backed up automatically", {
    ids: {
      fsbp: ["ElastiCache.1"],
      prowler: ["elasticache_redis_cluster_backup_enabled"],
      config: ["elasticache-redis-cluster-automatic-backup-check"],
    },
    criteria: {
      "A1.2": "Queues and sessions that live in the cache alone are lost with it otherwise.",
    },
    harm: harmfulWith("the cache has to hold what is nowhere else, and fail"),
    downtime: "none",
  }),
  mapped("elasticache.minor-versions-upgraded", "Caches take minor versions by themselves", {
    ids: {
      fsbp: ["ElastiCache.2"],
      prowler: ["elasticache_redis_cluster_auto_minor_version_upgrades"],
      config: ["elasticache-auto-minor-version-upgrade-check"],
    },
    criteria: {
      "CC7.1":
        "Weaknesses of Redis are published and patched; the patch comes by itself or not at all.",
    },
    harm: harmfulWith("a weakness has to be published and the port be within reach"),
    downtime: "none",
  }),
  mapped("elasticache.fails-over", "Caches fail over to another zone", {
    ids: {
      fsbp: ["ElastiCache.3"],
      prowler: [
        "elasticache_redis_cluster_automatic_failover_enabled",
        "elasticache_redis_cluster_multi_az_enabled",
      ],
      config: ["elasticache-repl-grp-auto-failover-enabled"],
    },
    criteria: {
      "A1.2": "A replica takes the place of the primary in seconds, in another zone.",
    },
    harm: harmfulWith("a node or a zone has to fail"),
    downtime: "none",
  }),
  mapped("elasticache.asks-for-password", "Caches ask for a password or an identity", {
    ids: {
      fsbp: ["ElastiCache.6"],
      prowler: ["elasticache_redis_replication_group_auth_enabled"],
      config: ["elasticache-repl-grp-redis-auth-enabled"],
    },
    criteria: {
      "CC6.1":
        "Otherwise everything that reaches the port reads sessions and whatever else is cached.",
    },
    harm: harmfulWith("somebody has to get into the network"),
    downtime: "rolling restart",
  }),
  mapped("elasticache.own-subnet-group", "Caches lie in subnets that were chosen for them", {
    ids: { fsbp: ["ElastiCache.7"], config: ["elasticache-subnet-group-check"] },
    criteria: {
      "CC6.6":
        "The default group takes every subnet of the network, those with a route to the internet too.",
    },
    harm: harmfulWith("a security group has to open the port as well"),
    downtime: "replacement",
  }),
  mapped("elasticache.in-private-subnets", "Caches lie in private subnets", {
    ids: { prowler: ["elasticache_cluster_uses_public_subnet"] },
    criteria: {
      "CC6.6": "A cache has no business where a route leads in from the internet.",
    },
    harm: harmfulWith("a security group has to open the port as well"),
    downtime: "replacement",
  }),
];
