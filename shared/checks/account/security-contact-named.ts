import { securityContact } from "../../sources/account/security-contact.ts";
import { check, covers, fail, indeterminate, type Population, pass } from "../check.ts";

const theAccount: Population<"account"> = {
  definition: "the account's security contact",
  needs: [securityContact],
  *members({ evidence, account }) {
    yield {
      of: "account",
      resource: { id: account, arn: null, type: "AWS::Account", region: null },
      at: evidence.one(securityContact, "GetAlternateContact").at,
    };
  },
};

/** The reason names no address: who it is stands in the evidence. */
export const securityContactNamed = check({
  id: "account.security-contact-named",
  title: "AWS knows whom to write to about security",
  severity: "medium",
  controls: [covers("IR-01", "security contact of the account")],
  why: "AWS writes when it sees a leaked key or abuse. Without a contact for security that goes to the root user's mailbox, which nobody reads at night.",
  fix: {
    downtime: "none",
    steps:
      "Name a mailbox that several people read, and a phone that someone answers, as the alternate contact for security. CDK has no resource for it.",
    cli: "aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME --title TITLE --email-address EMAIL --phone-number PHONE",
  },
  references: {
    cis: { "1.2.0": "1.18", "5.0.0": "1.2" },
    fsbp: ["Account.1"],
    prowler: ["account_security_contact_information_is_registered"],
    docs: [
      "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html",
      "https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html",
    ],
  },
  population: theAccount,
  judge(_account, { evidence, account }) {
    const answer = evidence.one(securityContact, "GetAlternateContact");
    if (answer.outcome !== "ok") {
      return fail(`Account ${account} names nobody to write to about security.`, answer.at);
    }
    const email = answer.response.at("AlternateContact", "EmailAddress");
    return email.value === undefined
      ? indeterminate(`AWS does not say whom it writes to about security.`, email)
      : pass(`Account ${account} names a contact for security.`, email);
  },
});
