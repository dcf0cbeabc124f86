import { reads, source } from "../source.ts";
import { eachKey, KEY_GONE, keyListing } from "./each-key.ts";
import { kms } from "./service.ts";

/**
 * The policy of each key that the company manages. Every key has exactly one, named `default`.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
 */
export const keyPolicies = source({
  name: "kms.key-policies",
  scope: "regional",
  operations: [
    ...keyListing,
    reads(kms, "GetKeyPolicy", { actions: ["kms:GetKeyPolicy"], gone: KEY_GONE }),
  ],
  gather: (context) =>
    eachKey(context, async ({ client, sdk }, { KeyId, KeyManager }) => {
      if (KeyManager === "AWS") return;
      await client.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    }),
});
