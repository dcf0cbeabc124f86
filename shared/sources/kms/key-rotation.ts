import { reads, source } from "../source.ts";
import { canRotate, eachKey, KEY_GONE, keyListing } from "./each-key.ts";
import { kms } from "./service.ts";

/**
 * Whether each key that KMS can rotate by itself is set to rotate.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export const keyRotation = source({
  name: "kms.key-rotation",
  scope: "regional",
  operations: [
    ...keyListing,
    reads(kms, "GetKeyRotationStatus", { actions: ["kms:GetKeyRotationStatus"], gone: KEY_GONE }),
  ],
  gather: (context) =>
    eachKey(context, async ({ client, sdk }, key) => {
      if (!canRotate(key)) return;
      await client.send(new sdk.GetKeyRotationStatusCommand({ KeyId: key.KeyId }));
    }),
});
