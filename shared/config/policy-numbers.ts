import * as z from "zod";
import { section } from "./section.ts";
import { writtenWords } from "./written-text.ts";

/** The kinds of character that AWS's password policy can demand, in the order in which we list them. */
export const CHARACTER_CLASSES = ["lowercase", "uppercase", "digits", "symbols"] as const;

/** One kind of character of a password. */
export type CharacterClass = (typeof CHARACTER_CLASSES)[number];

/** What a policy number may be. */
export type PolicyValue = number | boolean | null | readonly CharacterClass[];

interface PolicyUnit<Schema extends z.ZodType<PolicyValue>> {
  /** What the number counts. */
  readonly name: string;
  /** The values that it may have, in words. */
  readonly allowed: string;
  readonly schema: Schema;
}

interface PolicyNumber {
  readonly unit: PolicyUnit<z.ZodType<PolicyValue>>;
  /** What the company's policy says with this number, in one sentence. */
  readonly sentence: string;
  /** Shown as an example only: SOC 2 has no numbers of its own, so there is never a default. */
  readonly example: { readonly value: PolicyValue; readonly document: string };
}

function wholeNumber(name: string, min: number, max: number) {
  const allowed = `a whole number of ${name} from ${min} to ${max}`;
  const schema = z
    .int({ error: allowed })
    .check(z.gte(min, { error: allowed }), z.lte(max, { error: allowed }));
  return { name, allowed, schema };
}

function wholeNumberOrNull(name: string, min: number, max: number, meaningOfNull: string) {
  const allowed = `a whole number of ${name} from ${min} to ${max}, or null where ${meaningOfNull}`;
  const schema = z
    .int({ error: allowed })
    .check(z.gte(min, { error: allowed }), z.lte(max, { error: allowed }));
  return { name, allowed, schema: schema.nullable() };
}

function yesOrNo() {
  const allowed = "true or false";
  return { name: "true or false", allowed, schema: z.boolean({ error: allowed }) };
}

function characterClasses() {
  const allowed = `a list out of ${CHARACTER_CLASSES.join(", ")}; empty where none is demanded`;
  const item = z.enum(CHARACTER_CLASSES, { error: `one of ${CHARACTER_CLASSES.join(", ")}` });
  const schema = z.array(item, { error: allowed }).meta({ uniqueItems: true });
  return { name: "kinds of character", allowed, schema };
}

/** Ten years: a longer time is a slip of the keyboard. */
const MAX_DAYS = 3650;
/** Units of several numbers are made once: every schema takes time at a function's cold start. */
const AGE_DAYS = wholeNumber("days", 1, MAX_DAYS);
const CLOSING_DAYS = wholeNumber("days", 0, MAX_DAYS);

/**
 * The numbers of the company's own policies that checks compare with. One row is all that a new
 * number needs: the schema, the JSON Schema, the table in `docs/formats/config.md` and the template
 * of `init` follow from it. None has a default, because SOC 2 prescribes none; where a company
 * states none, the check is `indeterminate`. The ranges of the password numbers are those that IAM
 * accepts (IAM API reference, UpdateAccountPasswordPolicy).
 */
export const POLICY_NUMBERS = {
  accessKeyMaxAgeDays: {
    unit: AGE_DAYS,
    sentence: "An access key is replaced before it is older than this.",
    example: { value: 90, document: "Access Control Policy §4.2" },
  },
  unusedCredentialMaxDays: {
    unit: AGE_DAYS,
    sentence: "A password or access key that nobody used for longer than this is removed.",
    example: { value: 45, document: "Access Control Policy §4.3" },
  },
  passwordMinLength: {
    unit: wholeNumber("characters", 6, 128),
    sentence: "A password has at least this many characters.",
    example: { value: 14, document: "Password Policy §2.1" },
  },
  passwordCharacterClasses: {
    unit: characterClasses(),
    sentence: "A password holds at least one character of each of these kinds.",
    example: { value: ["lowercase", "uppercase", "digits"], document: "Password Policy §2.1" },
  },
  passwordReuseCount: {
    unit: wholeNumber("passwords", 1, 24),
    sentence: "A new password differs from this many before it.",
    example: { value: 24, document: "Password Policy §2.3" },
  },
  passwordMaxAgeDays: {
    unit: wholeNumberOrNull("days", 1, 1095, "passwords do not expire by policy"),
    sentence: "A password is changed before it is older than this.",
    example: { value: null, document: "Password Policy §2.2" },
  },
  rootUseMaxDays: {
    unit: AGE_DAYS,
    sentence: "Root use within this many days before a snapshot needs a written explanation.",
    example: { value: 90, document: "Access Control Policy §3.1" },
  },
  hardwareMfaForRoot: {
    unit: yesOrNo(),
    sentence: "Whether the root user's MFA device must be a hardware device.",
    example: { value: true, document: "Access Control Policy §3.2" },
  },
  trailLogRetentionDays: {
    unit: AGE_DAYS,
    sentence: "CloudTrail's log files are kept for at least this long.",
    example: { value: 365, document: "Logging Policy §5" },
  },
  secretRotationMaxDays: {
    unit: AGE_DAYS,
    sentence: "The value of a stored secret is changed before it is older than this.",
    example: { value: 365, document: "Access Control Policy §4.4" },
  },
  certificateRenewalMinDays: {
    // No public authority issues certificates for longer than 398 days (CA/Browser Forum, SC-31).
    unit: wholeNumber("days", 1, 397),
    sentence: "A certificate in use is renewed at least this long before it ends.",
    example: { value: 14, document: "Encryption Policy §3.2" },
  },
  logRetentionDays: {
    unit: AGE_DAYS,
    sentence: "Log groups are kept for at least this long.",
    example: { value: 365, document: "Logging Policy §5" },
  },
  patchScanMaxDays: {
    unit: AGE_DAYS,
    sentence: "A server is scanned for missing patches at least this often.",
    example: { value: 7, document: "Vulnerability Management Policy §2.2" },
  },
  criticalFindingMaxDays: {
    unit: CLOSING_DAYS,
    sentence: "A critical finding of a detector or scanner is closed within this many days.",
    example: { value: 2, document: "Incident Response Policy §3.1" },
  },
  highFindingMaxDays: {
    unit: CLOSING_DAYS,
    sentence: "A high finding of a detector or scanner is closed within this many days.",
    example: { value: 7, document: "Incident Response Policy §3.1" },
  },
  mediumFindingMaxDays: {
    unit: CLOSING_DAYS,
    sentence: "A medium finding of a detector or scanner is closed within this many days.",
    example: { value: 30, document: "Incident Response Policy §3.1" },
  },
  lowFindingMaxDays: {
    unit: CLOSING_DAYS,
    sentence: "A low finding of a detector or scanner is closed within this many days.",
    example: { value: 90, document: "Incident Response Policy §3.1" },
  },
} as const satisfies Record<string, PolicyNumber>;

/** The name of a number of the company's policies. */
export type PolicyNumberName = keyof typeof POLICY_NUMBERS;

/** The value that the number of this name has. */
export type PolicyValueOf<Name extends PolicyNumberName> = z.output<
  (typeof POLICY_NUMBERS)[Name]["unit"]["schema"]
>;

/** A number together with the policy and section that states it. */
export interface StatedNumber<Name extends PolicyNumberName> {
  readonly value: PolicyValueOf<Name>;
  readonly document: string;
}

/** The names of all policy numbers, in the order of the table. */
export const POLICY_NUMBER_NAMES: readonly PolicyNumberName[] =
  Object.keys(POLICY_NUMBERS).filter(isPolicyNumberName);

function isPolicyNumberName(name: string): name is PolicyNumberName {
  return Object.hasOwn(POLICY_NUMBERS, name);
}

type StatedNumberSchema<Name extends PolicyNumberName> = z.ZodObject<
  { value: (typeof POLICY_NUMBERS)[Name]["unit"]["schema"]; document: z.ZodString },
  z.core.$strict
>;

type StatedNumberSchemas = { [Name in PolicyNumberName]: StatedNumberSchema<Name> };

/** Which document states a number: the same for all, as making a schema takes time at every start. */
const policyDocument = writtenWords(
  2,
  "the policy and its section, such as Access Control Policy §4.2",
);

/** The schema of `{ value, document }` for each number. */
export const STATED_NUMBER_SCHEMAS = Object.fromEntries(
  POLICY_NUMBER_NAMES.map((name) => {
    const { unit, sentence } = POLICY_NUMBERS[name];
    const schema = section({
      value: unit.schema,
      document: policyDocument,
    });
    return [name, schema.meta({ description: `${sentence} Value: ${unit.allowed}.` })];
  }),
  // TypeScript cannot follow a mapped type through fromEntries; a test goes through all rows.
) as unknown as StatedNumberSchemas;

/** The table of all numbers for `docs/formats/config.md`, in Markdown. */
export function renderPolicyTable(): string {
  const rows = POLICY_NUMBER_NAMES.map((name) => {
    const { unit, sentence, example } = POLICY_NUMBERS[name];
    const value = JSON.stringify(example.value).replaceAll('"', "").replaceAll(",", ", ");
    return `| \`${name}\` | ${sentence} | ${unit.allowed} | \`${value}\` |`;
  });
  return [
    "| number | what it says | values | example |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
