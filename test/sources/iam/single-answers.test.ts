import { describe, expect, it } from "vitest";
import { passwordPolicy } from "../../../shared/sources/iam/password-policy.ts";
import { samlProviders } from "../../../shared/sources/iam/saml-providers.ts";
import { gatherScripted, inShort } from "./scripted-iam.ts";

describe("iam.password-policy", () => {
  it.each([
    [
      "reads the policy",
      {
        result:
          "<PasswordPolicy><MinimumPasswordLength>14</MinimumPasswordLength></PasswordPolicy>",
      },
      ["GetAccountPasswordPolicy ok", "complete"],
    ],
    [
      "takes NoSuchEntity for the answer that none is set",
      { status: 404, code: "NoSuchEntity" },
      ["GetAccountPasswordPolicy absent NoSuchEntity", "complete"],
    ],
    [
      "is incomplete when it is denied",
      { status: 403, code: "AccessDenied" },
      [
        "GetAccountPasswordPolicy denied AccessDenied",
        "incomplete: AccessDenied on iam:GetAccountPasswordPolicy",
      ],
    ],
  ])("%s", async (_sentence, answer, expected) => {
    expect(inShort(await gatherScripted(passwordPolicy, () => answer))).toEqual(expected);
  });
});

describe("iam.saml-providers", () => {
  it.each([
    ["reads the list", { result: "<SAMLProviderList/>" }, ["ListSAMLProviders ok", "complete"]],
    [
      "is incomplete when it is denied",
      { status: 403, code: "AccessDenied" },
      [
        "ListSAMLProviders denied AccessDenied",
        "incomplete: AccessDenied on iam:ListSAMLProviders",
      ],
    ],
  ])("%s", async (_sentence, answer, expected) => {
    expect(inShort(await gatherScripted(samlProviders, () => answer))).toEqual(expected);
  });
});
