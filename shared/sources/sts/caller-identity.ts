import { reads, source } from "../source.ts";
import { sts } from "./service.ts";

/**
 * Who gathered the evidence, and in which account. AWS asks no permission for this call.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const callerIdentity = source({
  name: "sts.caller-identity",
  scope: "global",
  operations: [reads(sts, "GetCallerIdentity", { actions: [] })],
  async gather({ open }) {
    const { client, sdk } = await open(sts);
    await client.send(new sdk.GetCallerIdentityCommand({}));
  },
});
