import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { accountPublicAccessBlock } from "../../../shared/sources/s3/account-public-access-block.ts";
import { bucketTagging } from "../../../shared/sources/s3/bucket-tagging.ts";
import { buckets } from "../../../shared/sources/s3/buckets.ts";
import type { OperationName, Source, SourceInput } from "../../../shared/sources/source.ts";
import { ACCOUNT, type RecordedCall, recorded } from "../judging.ts";

/** An answer in short: a response, or the way in which there was none. */
export type Reply = { readonly response: Json } | Pick<RecordedCall<Source>, "outcome" | "code">;

export const ABSENT = { outcome: "absent" } as const;
export const DENIED = { outcome: "denied" } as const;
export const GONE = { outcome: "gone", code: "NoSuchBucket" } as const;

/** The lists of buckets and of their tags; all lie in eu-west-1. */
export function listed(
  names: readonly string[],
  tagging: Readonly<Record<string, Reply>> = {},
): StoredEvidence[] {
  const Buckets = names.map((Name) => ({ Name, BucketRegion: "eu-west-1" }));
  return [
    recorded(buckets, [
      { operation: "ListBuckets", input: { MaxBuckets: 1000 }, response: { Buckets } },
    ]),
    perBucket(
      bucketTagging,
      "GetBucketTagging",
      Object.fromEntries(names.map((name) => [name, tagging[name] ?? ABSENT])),
    ),
  ];
}

/** What a source of bucket settings recorded: one call of its own per bucket. */
export function perBucket<S extends Source>(
  source: S,
  operation: OperationName<S>,
  replies: Readonly<Record<string, Reply>>,
): StoredEvidence {
  // Every bucket setting is asked by the bucket's name alone.
  const inputOf = (Bucket: string) => ({ Bucket }) as SourceInput<S, OperationName<S>>;
  const calls = Object.entries(replies).map(
    ([Bucket, reply]): RecordedCall<S> => ({ operation, input: inputOf(Bucket), ...reply }),
  );
  // Where there is no bucket, the source has asked for the list and nothing else.
  const [list] = source.operations;
  if (calls.length > 0 || list === undefined) return recorded(source, calls);
  return recorded(source, [{ operation: list.name, response: { Buckets: [] } }]);
}

/** The account's own block. */
export function accountBlocks(reply: Reply): StoredEvidence {
  return recorded(accountPublicAccessBlock, [
    { operation: "GetPublicAccessBlock", input: { AccountId: ACCOUNT }, ...reply },
  ]);
}

/** A block with these settings on and the others off. */
export function block(...on: readonly string[]): Reply {
  const settings = [
    "BlockPublicAcls",
    "IgnorePublicAcls",
    "BlockPublicPolicy",
    "RestrictPublicBuckets",
  ].map((name) => [name, on.includes(name)]);
  return { response: { PublicAccessBlockConfiguration: Object.fromEntries(settings) } };
}

export const FULL_BLOCK = block(
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
);
