import type { Cited } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { accountPublicAccessBlock } from "../../sources/s3/account-public-access-block.ts";
import { bucketPublicAccessBlock } from "../../sources/s3/bucket-public-access-block.ts";

/** The four settings of S3's public access block, as S3 names them. */
export const BLOCK_SETTINGS = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
] as const;

/** One of the four. */
export type BlockSetting = (typeof BLOCK_SETTINGS)[number];

/** The sources from which the block that counts for a bucket is read. */
export const blockSources = [accountPublicAccessBlock, bucketPublicAccessBlock] as const;

/** Which of the four are on, and where the evidence says so. */
export interface Block {
  readonly on: ReadonlySet<BlockSetting>;
  readonly at: Cited<unknown>;
}

/**
 * The account's own block; a setting that is left out is off.
 *
 * @throws Unread when it was not answered.
 */
export function accountBlock(evidence: EvidenceView): Block {
  const answer = evidence.one(accountPublicAccessBlock, "GetPublicAccessBlock");
  if (answer.outcome !== "ok") return { on: new Set(), at: answer.at };
  return blockOf(answer.response.at("PublicAccessBlockConfiguration"));
}

/**
 * The bucket's own block, without the account's.
 *
 * @throws Unread when it was not answered, Gone when the bucket had been deleted.
 */
export function bucketBlock(evidence: EvidenceView, Bucket: string): Block {
  const answer = evidence.call(bucketPublicAccessBlock, "GetPublicAccessBlock", { Bucket });
  if (answer.outcome !== "ok") return { on: new Set(), at: answer.at };
  return blockOf(answer.response.at("PublicAccessBlockConfiguration"));
}

function blockOf(
  configuration: Cited<Partial<Record<BlockSetting, boolean | undefined>> | undefined>,
): Block {
  const on = BLOCK_SETTINGS.filter((setting) => configuration.value?.[setting] === true);
  return { on: new Set(on), at: configuration };
}

/** The settings that are missing from all of the blocks: S3 applies every one that is on in any. */
export function missingSettings(...blocks: readonly Block[]): BlockSetting[] {
  return BLOCK_SETTINGS.filter((setting) => !blocks.some(({ on }) => on.has(setting)));
}
