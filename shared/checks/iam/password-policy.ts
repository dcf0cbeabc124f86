import type {
  CharacterClass,
  PolicyNumberName,
  PolicyValueOf,
} from "../../config/policy-numbers.ts";
import {
  type AnyCheck,
  check,
  covers,
  type Fix,
  fail,
  indeterminate,
  type Judgement,
  pass,
  type References,
  type Severity,
} from "../check.ts";
import type { Stated } from "../policy-view.ts";
import { accountPasswordPolicy, type PasswordSettings } from "./account-password-policy.ts";
import { countDays } from "./count-days.ts";

/** What differs between the rules of the password policy. */
interface PasswordRule<Name extends PolicyNumberName> {
  readonly id: `iam.password-policy-${string}`;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly number: Name;
  readonly references: Omit<References, "docs">;
  /** `account` is how a sentence names the account. */
  judge(
    settings: PasswordSettings,
    stated: Stated<PolicyValueOf<Name>>,
    account: string,
  ): Judgement;
}

/** One call sets the whole policy. */
const FIX: Fix = {
  downtime: "none",
  steps:
    "Set every number of your policy in one call: what the call leaves out goes back to its default, so leave the expiry out where your policy has none. Length, characters and reuse bind from each user's next change of password; an expiry binds at once.",
  cli: "aws iam update-account-password-policy --minimum-password-length LENGTH --require-lowercase-characters --require-uppercase-characters --require-numbers --require-symbols --password-reuse-prevention COUNT --max-password-age DAYS --allow-users-to-change-password",
  cdk: 'new cr.AwsCustomResource(this, "PasswordPolicy", { onUpdate: { service: "IAM", action: "updateAccountPasswordPolicy", parameters: { MinimumPasswordLength: 14, RequireLowercaseCharacters: true, RequireUppercaseCharacters: true, RequireNumbers: true, RequireSymbols: true, PasswordReusePrevention: 24, MaxPasswordAge: DAYS, AllowUsersToChangePassword: true }, physicalResourceId: cr.PhysicalResourceId.of("password-policy") }, policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: ["*"] }) });',
};

const DOCS = [
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
  "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html",
];

/**
 * AWS's default policy, which binds where an account has set none: eight characters of any three of
 * the four kinds; no expiry; used passwords may come back.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
const DEFAULT_MIN_LENGTH = 8;

/** What the policy's member for a kind of character is called. */
const REQUIREMENTS = {
  lowercase: "RequireLowercaseCharacters",
  uppercase: "RequireUppercaseCharacters",
  digits: "RequireNumbers",
  symbols: "RequireSymbols",
} as const satisfies Record<CharacterClass, string>;

function passwordRule<Name extends PolicyNumberName>(rule: PasswordRule<Name>): AnyCheck {
  const { id, title, severity, why, number, references } = rule;
  return check({
    id,
    title,
    severity,
    controls: [
      covers("AC-03", "IAM password policy"),
      covers("GV-07", "settings that a policy number governs"),
    ],
    why,
    fix: FIX,
    references: { ...references, docs: DOCS },
    population: accountPasswordPolicy,
    policy: [number],
    judge: (settings, { policy, account }) =>
      rule.judge(settings, policy.stated(number), `Account ${account}`),
  });
}

/** The IAM password policy held against the company's own numbers, one rule for each number. */
export const passwordPolicyChecks: readonly AnyCheck[] = [
  passwordRule({
    id: "iam.password-policy-min-length",
    title: "The IAM password policy demands the length that policy states",
    severity: "medium",
    why: "Length is what makes a password hard to guess, and the auditor compares the setting with the number that the company wrote down.",
    number: "passwordMinLength",
    references: {
      cis: { "1.2.0": "1.9", "5.0.0": "1.7" },
      fsbp: ["IAM.7"],
      prowler: ["iam_password_policy_minimum_length_14"],
    },
    judge(settings, { value, document, at }, account) {
      const demanded = `${document} demands ${value}`;
      if (settings.kind === "aws-default") {
        const story = `${account} has set no password policy, so AWS's default of ${DEFAULT_MIN_LENGTH} characters applies`;
        return value > DEFAULT_MIN_LENGTH
          ? fail(`${story}, but ${demanded}.`, settings.at, at)
          : pass(`${story}; ${demanded}.`, settings.at, at);
      }
      const length = settings.policy.at("MinimumPasswordLength");
      if (length.value === undefined) {
        return indeterminate(`${account}: IAM does not say how long a password must be.`, length);
      }
      const story = `${account} demands passwords of at least ${length.value} characters`;
      return length.value < value
        ? fail(`${story}, but ${demanded}.`, length, at)
        : pass(`${story}; ${demanded}.`, length, at);
    },
  }),
  passwordRule({
    id: "iam.password-policy-character-classes",
    title: "The IAM password policy demands the kinds of character that policy states",
    severity: "low",
    why: "A company that promises mixed characters in writing has to have the account enforce them.",
    number: "passwordCharacterClasses",
    references: {
      cis: { "1.2.0": "1.5, 1.6, 1.7, 1.8" },
      fsbp: ["IAM.7"],
      prowler: [
        "iam_password_policy_lowercase",
        "iam_password_policy_number",
        "iam_password_policy_symbol",
        "iam_password_policy_uppercase",
      ],
    },
    judge(settings, { value: classes, document, at }, account) {
      const place = settings.kind === "own" ? settings.policy : settings.at;
      if (classes.length === 0) {
        return pass(`${account}: ${document} demands no kind of character.`, place, at);
      }
      const demanded = `${document} demands ${classes.join(", ")}`;
      if (settings.kind === "aws-default") {
        return fail(
          `${account} has set no password policy, so AWS's default of any three kinds of character applies, but ${demanded}.`,
          settings.at,
          at,
        );
      }
      const required = classes.map((name) => ({
        name,
        setting: settings.policy.at(REQUIREMENTS[name]),
      }));
      const lacking = required.filter(({ setting }) => setting.value === false);
      const unsaid = required.filter(({ setting }) => setting.value === undefined);
      if (lacking.length > 0) {
        return fail(
          `${account} lets passwords go without ${lacking.map(({ name }) => name).join(", ")}, but ${demanded}.`,
          at,
          ...lacking.map(({ setting }) => setting),
        );
      }
      return unsaid.length > 0
        ? indeterminate(
            `${account}: IAM does not say whether a password needs ${unsaid.map(({ name }) => name).join(", ")}.`,
            place,
          )
        : pass(
            `${account} demands ${classes.join(", ")} in passwords, as ${document} does.`,
            at,
            ...required.map(({ setting }) => setting),
          );
    },
  }),
  passwordRule({
    id: "iam.password-policy-reuse-prevention",
    title: "The IAM password policy prevents reuse as policy states",
    severity: "low",
    why: "Without it a forced change is undone by changing straight back.",
    number: "passwordReuseCount",
    references: {
      cis: { "1.2.0": "1.10", "5.0.0": "1.8" },
      prowler: ["iam_password_policy_reuse_24"],
    },
    judge(settings, { value, document, at }, account) {
      const demanded = `${document} demands that a new password differs from the last ${value}`;
      if (settings.kind === "aws-default") {
        return fail(
          `${account} has set no password policy, so a used password may come back, but ${demanded}.`,
          settings.at,
          at,
        );
      }
      // IAM leaves the member out where reuse is not prevented.
      const count = settings.policy.at("PasswordReusePrevention");
      const remembered = count.value ?? 0;
      if (remembered === 0) {
        return fail(`${account} lets a used password come back, but ${demanded}.`, count, at);
      }
      return remembered < value
        ? fail(`${account} remembers ${remembered} used passwords, but ${demanded}.`, count, at)
        : pass(`${account} remembers ${remembered} used passwords; ${demanded}.`, count, at);
    },
  }),
  passwordRule({
    id: "iam.password-policy-max-age",
    title: "The IAM password policy lets passwords expire as policy states",
    severity: "low",
    why: "Opinions on expiry differ, so the auditor asks only whether the account does what the company's policy says.",
    number: "passwordMaxAgeDays",
    references: {
      cis: { "1.2.0": "1.11" },
      prowler: ["iam_password_policy_expires_passwords_within_90_days_or_less"],
    },
    judge(settings, { value, document, at }, account) {
      const place = settings.kind === "own" ? settings.policy : settings.at;
      if (value === null) {
        return pass(`${account}: ${document} lets passwords live on.`, place, at);
      }
      const demanded = `${document} allows ${countDays(value)}`;
      if (settings.kind === "aws-default") {
        return fail(
          `${account} has set no password policy, so passwords never expire, but ${demanded}.`,
          settings.at,
          at,
        );
      }
      const expire = settings.policy.at("ExpirePasswords");
      const age = settings.policy.at("MaxPasswordAge");
      if (expire.value === false || age.value === 0) {
        return fail(`${account} lets passwords live for ever, but ${demanded}.`, expire, at);
      }
      if (age.value === undefined) {
        return indeterminate(`${account}: IAM does not say when passwords expire.`, place);
      }
      const story = `${account} lets passwords expire after ${countDays(age.value)}`;
      return age.value > value
        ? fail(`${story}, but ${demanded}.`, age, at)
        : pass(`${story}; ${demanded}.`, age, at);
    },
  }),
];
