import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { keyPolicies } from "../../../shared/sources/kms/key-policies.ts";
import { keyRotation } from "../../../shared/sources/kms/key-rotation.ts";
import { keys } from "../../../shared/sources/kms/keys.ts";
import { recorded } from "../judging.ts";

type Failure = { readonly outcome: "denied" | "gone" };
type Answer = { readonly response: Json } | Failure;

/** What KMS says of a key of the company's own, symmetric and made by KMS unless said otherwise. */
export const metadata = (other: Readonly<Record<string, Json>> = {}): Answer => ({
  response: {
    KeyMetadata: {
      KeyId: KEY_ID,
      KeyManager: "CUSTOMER",
      KeySpec: "SYMMETRIC_DEFAULT",
      Origin: "AWS_KMS",
      KeyState: "Enabled",
      ...other,
    },
  },
});

/** The only key there is. */
export const KEY_ID = "6f1d2c9e-9f0a-4a57-8d42-0c5b7e3a1f64";

/** One key, and what is known of it; a missing rotation or policy was not asked for. */
export function oneKey(
  described: Answer,
  { rotation, policy }: { readonly rotation?: Answer; readonly policy?: Answer } = {},
): StoredEvidence[] {
  const list = { operation: "ListKeys", input: { Limit: 1000 }, response: listOf(KEY_ID) } as const;
  const describe = { operation: "DescribeKey", input: { KeyId: KEY_ID }, ...described } as const;
  return [
    recorded(keys, [list, describe]),
    recorded(keyRotation, [
      list,
      describe,
      ...(rotation === undefined
        ? []
        : [
            {
              operation: "GetKeyRotationStatus",
              input: { KeyId: KEY_ID },
              ...rotation,
            } as const,
          ]),
    ]),
    recorded(keyPolicies, [
      list,
      describe,
      ...(policy === undefined
        ? []
        : [
            {
              operation: "GetKeyPolicy",
              input: { KeyId: KEY_ID, PolicyName: "default" },
              ...policy,
            } as const,
          ]),
    ]),
  ];
}

/** No key, or a list that was denied. */
export function noKeys(outcome?: "denied"): StoredEvidence[] {
  const list =
    outcome === undefined
      ? ({ operation: "ListKeys", input: { Limit: 1000 }, response: listOf() } as const)
      : ({ operation: "ListKeys", input: { Limit: 1000 }, outcome } as const);
  return [keys, keyRotation, keyPolicies].map((source) => recorded(source, [list]));
}

function listOf(...ids: readonly string[]): Json {
  return {
    Keys: ids.map((KeyId) => ({
      KeyId,
      KeyArn: `arn:aws:kms:eu-west-1:123456789012:key/${KeyId}`,
    })),
    Truncated: false,
  };
}
