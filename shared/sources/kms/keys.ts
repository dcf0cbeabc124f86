import { source } from "../source.ts";
import { eachKey, keyListing } from "./each-key.ts";

/** Every KMS key of a region: who manages it, what kind it is and in which state. */
export const keys = source({
  name: "kms.keys",
  scope: "regional",
  operations: keyListing,
  gather: (context) => eachKey(context, async () => {}),
});
