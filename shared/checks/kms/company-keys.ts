import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Gone, Unread } from "../../evidence/evidence-view.ts";
import { keys } from "../../sources/kms/keys.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

/** A key as KMS describes it. */
export type KeyMetadata = NonNullable<
  Recorded<SourceOutput<typeof keys, "DescribeKey">>["KeyMetadata"]
>;

/** A key of the account, by its id. */
export interface ListedKey {
  readonly keyId: string;
  readonly region: string | null;
}

/**
 * Every key that the company manages, a key that was not described included: it may be the
 * company's. Those that AWS manages are excluded, as nobody here can set them; AWS rotates them
 * every year.
 */
export const companyKeys: Population<ListedKey> = {
  definition: "the KMS keys that the company manages",
  needs: [keys],
  *members({ evidence, account, partition }) {
    for (const entry of evidence.items(keys, "ListKeys", "Keys")) {
      const { KeyId: keyId } = entry.value;
      // Without an id the source itself is incomplete, and nothing passes.
      if (keyId === undefined) continue;
      const { region } = entry.file;
      const key = { keyId, region };
      const member = {
        of: key,
        resource: {
          id: keyId,
          arn: `arn:${partition}:kms:${region}:${account}:key/${keyId}`,
          type: "AWS::KMS::Key",
          region,
        },
        at: entry,
        // Tags of keys are read one by one, which nothing here is worth.
        tags: null,
      };
      if (managerOf(evidence, key) === "AWS") {
        yield { ...member, excluded: `${keyId} is managed by AWS, which rotates it every year.` };
      } else yield member;
    }
  },
};

/**
 * What KMS says of a key.
 *
 * @throws Unread when it was not answered, Gone when the key had been deleted.
 */
export function describedKey(
  evidence: EvidenceView,
  { keyId: KeyId, region }: ListedKey,
): Cited<KeyMetadata> {
  const answer = evidence.call(keys, "DescribeKey", { KeyId }, region ?? undefined);
  if (answer.outcome !== "ok") throw new Unread("KMS gave no description of the key", answer.at);
  const metadata = answer.response.at("KeyMetadata");
  if (metadata.value === undefined) {
    throw new Unread("KMS gave no description of the key", answer.response);
  }
  return metadata as Cited<KeyMetadata>;
}

/** Undefined where it was not read: then the key's own judgement tells why. */
function managerOf(evidence: EvidenceView, key: ListedKey): string | undefined {
  try {
    return describedKey(evidence, key).value.KeyManager;
  } catch (thrown) {
    if (thrown instanceof Unread || thrown instanceof Gone) return undefined;
    throw thrown;
  }
}
