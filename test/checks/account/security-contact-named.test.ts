import { describe, expect, it } from "vitest";
import { securityContactNamed as check } from "../../../shared/checks/account/security-contact-named.ts";
import { securityContact } from "../../../shared/sources/account/security-contact.ts";
import { citations, outcomes, recorded } from "../judging.ts";

const contact = (AlternateContact: Record<string, string>) =>
  recorded(securityContact, [
    {
      operation: "GetAlternateContact",
      input: { AlternateContactType: "SECURITY" },
      response: { AlternateContact },
    },
  ]);
const without = (outcome: "absent" | "denied") =>
  recorded(securityContact, [{ operation: "GetAlternateContact", outcome }]);

describe("account.security-contact-named", () => {
  it.each([
    [
      "passes with a contact, without repeating it",
      [contact({ EmailAddress: "<script>@larkspur.example", AlternateContactType: "SECURITY" })],
      ["pass 123456789012: Account 123456789012 names a contact for security."],
    ],
    [
      "fails without one",
      [without("absent")],
      ["fail 123456789012: Account 123456789012 names nobody to write to about security."],
    ],
    [
      "does not pass where AWS leaves the address out",
      [contact({ Name: "Security" })],
      ["indeterminate 123456789012: AWS does not say whom it writes to about security."],
    ],
    [
      "is indeterminate when it is denied",
      [without("denied")],
      [
        "indeterminate 123456789012: Not all of the account's security contact in account 123456789012 could be read: AccessDenied on account:GetAlternateContact.",
      ],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      [
        "indeterminate 123456789012: Not all of the account's security contact in account 123456789012 could be read: No evidence of account.security-contact was written.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual(expected);
  });

  it("cites AWS's answer that there is none", () => {
    expect(citations(check, [without("absent")])).toEqual([
      "account.security-contact.json#/calls/0/error",
    ]);
  });
});
