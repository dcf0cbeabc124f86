import { service } from "../service.ts";

/** AWS Secrets Manager. */
export const secretsManager = service({
  name: "secretsmanager",
  cli: "secretsmanager",
  load: () => import("@aws-sdk/client-secrets-manager"),
  connect: (sdk, settings) => new sdk.SecretsManagerClient(settings),
});
