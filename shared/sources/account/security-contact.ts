import { reads, source } from "../source.ts";
import { accountManagement } from "./service.ts";

/**
 * The account's alternate contact for security, whom AWS writes to when it sees abuse or a leaked
 * key. An account that never named one answers `ResourceNotFoundException`.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html
 */
export const securityContact = source({
  name: "account.security-contact",
  scope: "global",
  operations: [
    reads(accountManagement, "GetAlternateContact", {
      actions: ["account:GetAlternateContact"],
      absent: ["ResourceNotFoundException"],
    }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(accountManagement);
    await client.send(new sdk.GetAlternateContactCommand({ AlternateContactType: "SECURITY" }));
  },
});
