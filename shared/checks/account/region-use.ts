import type { Cited } from "../../evidence/cited.ts";
import { networkInterfaces } from "../../sources/ec2/network-interfaces.ts";
import { logGroups } from "../../sources/logs/log-groups.ts";
import { buckets } from "../../sources/s3/buckets.ts";
import type { Source } from "../../sources/source.ts";
import type { Judgement } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { oncePerRegion } from "../ec2/once-per-region.ts";

/**
 * What shows that a region is in use: nearly everything that runs has a network interface or writes
 * to a log group, and what only stores lies in a bucket. Default VPCs are in every region and show
 * nothing.
 */
export const SIGNS_OF_USE: readonly Source[] = [networkInterfaces, logGroups, buckets];

/** What a region holds, as far as the signs show it. */
export interface RegionUse {
  /** "3 network interfaces and 1 bucket"; empty where there is nothing. */
  readonly what: string;
  readonly cites: readonly Cited<unknown>[];
  /** Null where a list was not read: then a region without signs may still be in use. */
  readonly isUsed: boolean | null;
}

/** What a region holds. Reckoned from what was read: it is never thrown that something was not. */
export const regionUse = oncePerRegion((evidence, region): RegionUse => {
  const isHere = ({ file }: Cited<unknown>) => file.region === region;
  const interfaces = evidence
    .answers(networkInterfaces, "DescribeNetworkInterfaces")
    .filter(isHere);
  const groups = evidence.answers(logGroups, "DescribeLogGroups").filter(isHere);
  const listed = evidence.answers(buckets, "ListBuckets");
  const signs = [
    sign(
      "network interface",
      interfaces.flatMap((page) => page.at("NetworkInterfaces").each()),
    ),
    sign(
      "log group",
      groups.flatMap((page) => page.at("logGroups").each()),
    ),
    sign(
      "bucket",
      listed
        .flatMap((page) => page.at("Buckets").each())
        .filter(({ value }) => value.BucketRegion === region),
    ),
  ].filter(({ cites }) => cites.length > 0);
  const isWhole =
    interfaces.some(({ value }) => !value.NextToken) &&
    groups.some(({ value }) => !value.nextToken) &&
    listed.some(({ value }) => !value.ContinuationToken);
  return {
    what: listInWords(signs.map(({ words }) => words)),
    cites: signs.flatMap(({ cites }) => cites.slice(0, 1)),
    isUsed: signs.length > 0 ? true : isWhole ? false : null,
  };
});

/** A failure in a region that holds nothing is low, and says so; everything else stands as it is. */
export function inUnusedRegion(judgement: Judgement, use: RegionUse): Judgement {
  if (judgement.status !== "fail" || use.isUsed !== false) return judgement;
  const reason = `${judgement.reason} The region holds no network interface, log group or bucket.`;
  return { ...judgement, reason, severity: "low" };
}

function sign(what: string, found: readonly Cited<unknown>[]) {
  return { words: `${found.length} ${what}${found.length === 1 ? "" : "s"}`, cites: found };
}
