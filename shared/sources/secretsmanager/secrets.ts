import { source } from "../source.ts";
import { eachSecret, secretListing } from "./each-secret.ts";

/** Every secret of a region by name, with its rotation and tags; never a value. */
export const secrets = source({
  name: "secretsmanager.secrets",
  scope: "regional",
  operations: secretListing,
  gather: (context) => eachSecret(context, async () => {}),
});
