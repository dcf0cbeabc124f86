import { describe, expect, it } from "vitest";
import { passwordPolicyChecks } from "../../../shared/checks/iam/password-policy.ts";
import type { EffectiveConfig } from "../../../shared/config/effective-config.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { passwordPolicy } from "../../../shared/sources/iam/password-policy.ts";
import { citations, outcomes, recorded } from "../judging.ts";

const checkOf = (name: string) => {
  const found = passwordPolicyChecks.find(({ id }) => id === `iam.password-policy-${name}`);
  if (found === undefined) throw new Error(`There is no check of ${name}`);
  return found;
};
const policy = (PasswordPolicy: Json) => [
  recorded(passwordPolicy, [
    { operation: "GetAccountPasswordPolicy", response: { PasswordPolicy } },
  ]),
];
const NONE_SET = [
  recorded(passwordPolicy, [{ operation: "GetAccountPasswordPolicy", outcome: "absent" }]),
];
const DENIED = [
  recorded(passwordPolicy, [{ operation: "GetAccountPasswordPolicy", outcome: "denied" }]),
];
const ACCOUNT = "123456789012: Account 123456789012";

const length = (value: number) => ({
  passwordMinLength: { value, document: "Password Policy §2.1" },
});
const classes = (...value: ("lowercase" | "uppercase" | "digits" | "symbols")[]) => ({
  passwordCharacterClasses: { value, document: "Password Policy §2.1" },
});
const reuse = (value: number) => ({
  passwordReuseCount: { value, document: "Password Policy §2.3" },
});
const maxAge = (value: number | null) => ({
  passwordMaxAgeDays: { value, document: "Password Policy §2.2" },
});
const ALL_CLASSES = {
  RequireLowercaseCharacters: true,
  RequireUppercaseCharacters: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

describe("iam.password-policy-…", () => {
  it.each<[string, string, ReturnType<typeof policy>, EffectiveConfig["policy"], string]>([
    [
      "fails a length one short of the company's",
      "min-length",
      policy({ MinimumPasswordLength: 13 }),
      length(14),
      `fail ${ACCOUNT} demands passwords of at least 13 characters, but Password Policy §2.1 demands 14.`,
    ],
    [
      "passes exactly the company's length",
      "min-length",
      policy({ MinimumPasswordLength: 14 }),
      length(14),
      `pass ${ACCOUNT} demands passwords of at least 14 characters; Password Policy §2.1 demands 14.`,
    ],
    [
      "passes a length one above the company's",
      "min-length",
      policy({ MinimumPasswordLength: 15 }),
      length(14),
      `pass ${ACCOUNT} demands passwords of at least 15 characters; Password Policy §2.1 demands 14.`,
    ],
    [
      "passes AWS's default where eight characters are enough",
      "min-length",
      NONE_SET,
      length(8),
      `pass ${ACCOUNT} has set no password policy, so AWS's default of 8 characters applies; Password Policy §2.1 demands 8.`,
    ],
    [
      "fails AWS's default where nine characters are demanded",
      "min-length",
      NONE_SET,
      length(9),
      `fail ${ACCOUNT} has set no password policy, so AWS's default of 8 characters applies, but Password Policy §2.1 demands 9.`,
    ],
    [
      "does not pass a policy that leaves the length out",
      "min-length",
      policy({}),
      length(6),
      `indeterminate ${ACCOUNT}: IAM does not say how long a password must be.`,
    ],
    [
      "passes the kinds of character that the company demands",
      "character-classes",
      policy({ ...ALL_CLASSES, RequireSymbols: false }),
      classes("lowercase", "uppercase", "digits"),
      `pass ${ACCOUNT} demands lowercase, uppercase, digits in passwords, as Password Policy §2.1 does.`,
    ],
    [
      "fails a policy without two of them",
      "character-classes",
      policy({ ...ALL_CLASSES, RequireLowercaseCharacters: false, RequireSymbols: false }),
      classes("lowercase", "digits", "symbols"),
      `fail ${ACCOUNT} lets passwords go without lowercase, symbols, but Password Policy §2.1 demands lowercase, digits, symbols.`,
    ],
    [
      "does not pass a policy that leaves one of them out",
      "character-classes",
      policy({ RequireNumbers: true }),
      classes("lowercase", "digits"),
      `indeterminate ${ACCOUNT}: IAM does not say whether a password needs lowercase.`,
    ],
    [
      "fails AWS's default, which takes any three kinds",
      "character-classes",
      NONE_SET,
      classes("digits"),
      `fail ${ACCOUNT} has set no password policy, so AWS's default of any three kinds of character applies, but Password Policy §2.1 demands digits.`,
    ],
    [
      "passes anything where no kind is demanded",
      "character-classes",
      NONE_SET,
      classes(),
      `pass ${ACCOUNT}: Password Policy §2.1 demands no kind of character.`,
    ],
    [
      "fails a memory one short of the company's",
      "reuse-prevention",
      policy({ PasswordReusePrevention: 23 }),
      reuse(24),
      `fail ${ACCOUNT} remembers 23 used passwords, but Password Policy §2.3 demands that a new password differs from the last 24.`,
    ],
    [
      "passes exactly the company's memory",
      "reuse-prevention",
      policy({ PasswordReusePrevention: 24 }),
      reuse(24),
      `pass ${ACCOUNT} remembers 24 used passwords; Password Policy §2.3 demands that a new password differs from the last 24.`,
    ],
    [
      "passes a memory one above the company's",
      "reuse-prevention",
      policy({ PasswordReusePrevention: 6 }),
      reuse(5),
      `pass ${ACCOUNT} remembers 6 used passwords; Password Policy §2.3 demands that a new password differs from the last 5.`,
    ],
    [
      "fails a policy without the number, with which IAM says that reuse is not prevented",
      "reuse-prevention",
      policy({ MinimumPasswordLength: 14 }),
      reuse(1),
      `fail ${ACCOUNT} lets a used password come back, but Password Policy §2.3 demands that a new password differs from the last 1.`,
    ],
    [
      "fails AWS's default, which prevents no reuse",
      "reuse-prevention",
      NONE_SET,
      reuse(1),
      `fail ${ACCOUNT} has set no password policy, so a used password may come back, but Password Policy §2.3 demands that a new password differs from the last 1.`,
    ],
    [
      "passes an expiry a day earlier than the company's",
      "max-age",
      policy({ ExpirePasswords: true, MaxPasswordAge: 89 }),
      maxAge(90),
      `pass ${ACCOUNT} lets passwords expire after 89 days; Password Policy §2.2 allows 90 days.`,
    ],
    [
      "passes exactly the company's expiry",
      "max-age",
      policy({ ExpirePasswords: true, MaxPasswordAge: 90 }),
      maxAge(90),
      `pass ${ACCOUNT} lets passwords expire after 90 days; Password Policy §2.2 allows 90 days.`,
    ],
    [
      "fails an expiry a day later than the company's",
      "max-age",
      policy({ ExpirePasswords: true, MaxPasswordAge: 91 }),
      maxAge(90),
      `fail ${ACCOUNT} lets passwords expire after 91 days, but Password Policy §2.2 allows 90 days.`,
    ],
    [
      "fails passwords that never expire",
      "max-age",
      policy({ ExpirePasswords: false }),
      maxAge(90),
      `fail ${ACCOUNT} lets passwords live for ever, but Password Policy §2.2 allows 90 days.`,
    ],
    [
      "fails AWS's default, which lets none expire",
      "max-age",
      NONE_SET,
      maxAge(1095),
      `fail ${ACCOUNT} has set no password policy, so passwords never expire, but Password Policy §2.2 allows 1095 days.`,
    ],
    [
      "does not pass a policy that leaves the expiry out",
      "max-age",
      policy({ ExpirePasswords: true }),
      maxAge(90),
      `indeterminate ${ACCOUNT}: IAM does not say when passwords expire.`,
    ],
    [
      "passes any expiry where the company's passwords do not expire",
      "max-age",
      policy({ ExpirePasswords: true, MaxPasswordAge: 91 }),
      maxAge(null),
      `pass ${ACCOUNT}: Password Policy §2.2 lets passwords live on.`,
    ],
  ])("%s", (_sentence, name, evidence, numbers, expected) => {
    expect(outcomes(checkOf(name), evidence, { policy: numbers })).toEqual([expected]);
  });

  it.each([
    ["min-length", "passwordMinLength"],
    ["character-classes", "passwordCharacterClasses"],
    ["reuse-prevention", "passwordReuseCount"],
    ["max-age", "passwordMaxAgeDays"],
  ])("%s is indeterminate when policy states no %s", (name, number) => {
    expect(outcomes(checkOf(name), policy({ ...ALL_CLASSES, MinimumPasswordLength: 14 }))).toEqual([
      `indeterminate ${ACCOUNT} was not judged: soc2.yaml states no ${number}, so there is nothing to compare with.`,
    ]);
  });

  it.each([
    ["denied", DENIED, "AccessDenied on iam:GetAccountPasswordPolicy"],
    [
      "empty",
      [recorded(passwordPolicy, [{ operation: "GetAccountPasswordPolicy" }])],
      "IAM gave an empty password policy",
    ],
    ["not there", [], "No evidence of iam.password-policy was written"],
  ])("is indeterminate when the policy is %s", (_word, evidence, reason) => {
    for (const check of passwordPolicyChecks) {
      expect(outcomes(check, evidence, { policy: length(8) })).toEqual([
        `indeterminate 123456789012: Not all of the account's IAM password policy in account 123456789012 could be read: ${reason}.`,
      ]);
    }
  });

  it.each([
    [
      "the member",
      "min-length",
      policy({ MinimumPasswordLength: 8 }),
      length(8),
      [
        "iam.password-policy.json#/calls/0/response/PasswordPolicy/MinimumPasswordLength",
        "config.json#/policy/passwordMinLength",
      ],
    ],
    [
      "the policy where a member is missing",
      "reuse-prevention",
      policy({ MinimumPasswordLength: 8 }),
      reuse(5),
      [
        "iam.password-policy.json#/calls/0/response/PasswordPolicy",
        "config.json#/policy/passwordReuseCount",
      ],
    ],
    [
      "the error that says that no policy is set",
      "max-age",
      NONE_SET,
      maxAge(90),
      ["iam.password-policy.json#/calls/0/error", "config.json#/policy/passwordMaxAgeDays"],
    ],
    [
      "each kind of character that is not demanded",
      "character-classes",
      policy({ ...ALL_CLASSES, RequireNumbers: false, RequireSymbols: false }),
      classes("lowercase", "digits", "symbols"),
      [
        "config.json#/policy/passwordCharacterClasses",
        "iam.password-policy.json#/calls/0/response/PasswordPolicy/RequireNumbers",
        "iam.password-policy.json#/calls/0/response/PasswordPolicy/RequireSymbols",
      ],
    ],
  ])("cites %s", (_sentence, name, evidence, numbers, expected) => {
    expect(citations(checkOf(name), evidence, { policy: numbers })).toEqual(expected);
  });
});
