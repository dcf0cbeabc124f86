import type { KeyMetadata, KMSClient } from "@aws-sdk/client-kms";
import { type GatherContext, reads } from "../source.ts";
import { kms } from "./service.ts";

/** The code with which KMS says that a key was deleted after it was listed. */
export const KEY_GONE = ["NotFoundException"] as const;

/**
 * What it takes to know the keys of a region: each source that asks something of every key declares
 * it beside its own operation.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export const keyListing = [
  reads(kms, "ListKeys", { actions: ["kms:ListKeys"] }),
  reads(kms, "DescribeKey", { actions: ["kms:DescribeKey"], gone: KEY_GONE }),
] as const;

/** The client of a region, with its SDK package. */
export interface KmsClient {
  readonly client: KMSClient;
  readonly sdk: typeof import("@aws-sdk/client-kms");
}

/** Describes every key of the region, those that AWS manages included, and reads more of each. */
export async function eachKey(
  context: GatherContext,
  read: (kms: KmsClient, key: KeyMetadata) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(kms);
  let Marker: string | undefined;
  do {
    // 1,000 is the largest page.
    const page = await client.send(new sdk.ListKeysCommand({ Limit: 1000, Marker }));
    Marker = page.Truncated ? page.NextMarker : undefined;
    if (page.Truncated && !Marker) {
      context.incomplete("ListKeys said that its list goes on, but not where");
    }
    await context.each(page.Keys ?? [], async ({ KeyId }) => {
      if (KeyId === undefined) {
        context.incomplete("ListKeys gave a key without its id");
        return;
      }
      const { KeyMetadata } = await client.send(new sdk.DescribeKeyCommand({ KeyId }));
      if (KeyMetadata !== undefined) await read({ client, sdk }, KeyMetadata);
    });
  } while (Marker);
}

/**
 * Whether KMS can rotate the key by itself: a symmetric encryption key whose material KMS made.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable-disable.html
 */
export function canRotate({
  KeyManager,
  KeySpec,
  Origin,
}: {
  readonly KeyManager?: string | undefined;
  readonly KeySpec?: string | undefined;
  readonly Origin?: string | undefined;
}): boolean {
  return KeyManager === "CUSTOMER" && KeySpec === "SYMMETRIC_DEFAULT" && Origin === "AWS_KMS";
}
