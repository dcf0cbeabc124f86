import type { Cited } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { trails } from "../../sources/cloudtrail/trails.ts";
import { bucketTagging } from "../../sources/s3/bucket-tagging.ts";
import { buckets } from "../../sources/s3/buckets.ts";
import { indeterminate, type Judgement, type Member, type Population } from "../check.ts";
import { bucketResource, type ListedBucket, listBuckets } from "../s3/every-bucket.ts";
import { type ListedTrail, listTrails } from "./every-trail.ts";

/** A bucket that trails write to. */
export interface LogBucket {
  readonly name: string;
  readonly trails: readonly ListedTrail[];
  /** Where the first of the trails names it. */
  readonly named: Cited<unknown>;
  /** Whether it is one of the account's own buckets, so that its settings were read. */
  readonly isOwn: boolean;
}

/**
 * Every bucket that a trail of the account writes to, once, also where it lies in another account:
 * an organization's trails mostly write to an account that exists for its logs.
 */
export const logBuckets: Population<LogBucket> = {
  definition: "the buckets that CloudTrail's trails write to",
  needs: [trails, buckets],
  placedBy: [bucketTagging],
  *members(context) {
    const own = new Map<string, Member<ListedBucket>>();
    for (const bucket of listBuckets(context)) own.set(bucket.of.name, bucket);
    for (const [name, writing] of bucketsOf(listTrails(context.evidence))) {
      const [first] = writing;
      const found = own.get(name);
      const named = first.entry.at("S3BucketName");
      yield {
        of: { name, trails: writing, named, isOwn: found !== undefined },
        resource: found?.resource ?? bucketResource(name, context.partition),
        at: found?.at ?? named,
        tags: found?.tags ?? null,
      };
    }
  },
};

/** A judgement that needs the bucket's settings, for the account's own buckets. */
export function whereOwn(
  { name, trails: writing, named, isOwn }: LogBucket,
  judge: () => Judgement,
): Judgement {
  if (isOwn) return judge();
  const names = writing.map((trail) => trail.name).join(", ");
  const reason = `The bucket ${name}, which ${names} writes to, is not one of this account's buckets; the evidence of the account that owns it shows how it is set up.`;
  return indeterminate(reason, named);
}

function bucketsOf(listed: readonly ListedTrail[]): Map<string, [ListedTrail, ...ListedTrail[]]> {
  const byName = new Map<string, [ListedTrail, ...ListedTrail[]]>();
  for (const trail of listed) {
    const name = trail.entry.value.S3BucketName;
    if (name === undefined) {
      throw new Unread(`DescribeTrails does not say where ${trail.name} writes to`, trail.entry);
    }
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [trail]);
    else known.push(trail);
  }
  return byName;
}
