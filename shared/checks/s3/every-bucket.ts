import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Gone, Unread } from "../../evidence/evidence-view.ts";
import { bucketTagging } from "../../sources/s3/bucket-tagging.ts";
import { buckets } from "../../sources/s3/buckets.ts";
import { regionOfLocation } from "../../sources/s3/each-bucket.ts";
import type { JudgeContext, Member, Population } from "../check.ts";

/** A bucket of the account: what is asked of S3 about it, it is asked by name. */
export interface ListedBucket {
  readonly name: string;
}

/**
 * Every bucket that the account owns, as a member of a population.
 *
 * @throws Unread when S3 listed a bucket without its name.
 */
export function* listBuckets({
  evidence,
  partition,
}: Pick<JudgeContext, "evidence" | "partition">): Generator<Member<ListedBucket>> {
  for (const entry of evidence.items(buckets, "ListBuckets", "Buckets")) {
    const { Name: name, BucketRegion: region } = entry.value;
    if (name === undefined) throw new Unread("ListBuckets gave a bucket without a name", entry);
    yield {
      of: { name },
      resource: { ...bucketResource(name, partition), region: region ?? located(evidence, name) },
      at: entry,
      tags: tagsOf(evidence, name),
    };
  }
}

/** The bucket as a resource whose region is not known. */
export function bucketResource(name: string, partition: string) {
  const arn = `arn:${partition}:s3:::${name}`;
  return { id: name, arn, type: "AWS::S3::Bucket", region: null };
}

/** Every bucket of the account. */
export const everyBucket: Population<ListedBucket> = {
  definition: "the S3 buckets",
  needs: [buckets],
  placedBy: [bucketTagging],
  members: listBuckets,
};

function located(evidence: EvidenceView, Bucket: string): string | null {
  const answer = unlessUnread(() => evidence.call(buckets, "GetBucketLocation", { Bucket }));
  if (answer?.outcome !== "ok") return null;
  return regionOfLocation(answer.response.value.LocationConstraint);
}

/** Null where they could not be read: then the bucket's place in the boundary is unknown. */
function tagsOf(evidence: EvidenceView, Bucket: string): Record<string, string> | null {
  const answer = unlessUnread(() => evidence.call(bucketTagging, "GetBucketTagging", { Bucket }));
  if (answer === null) return null;
  if (answer.outcome !== "ok") return {};
  const tags: Cited<{ Key?: string | undefined; Value?: string | undefined }>[] = answer.response
    .at("TagSet")
    .each();
  return Object.fromEntries(tags.map(({ value: { Key = "", Value = "" } }) => [Key, Value]));
}

/** A bucket stays a member when its region or tags cannot be read; its judgement tells if it is gone. */
function unlessUnread<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Unread || thrown instanceof Gone) return null;
    throw thrown;
  }
}
