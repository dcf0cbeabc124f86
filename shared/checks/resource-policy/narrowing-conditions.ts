import type { PolicyStatement } from "../iam/policy-document.ts";

/**
 * Condition keys that tie a request to known accounts, networks or resources, in small letters: those
 * by which S3 tells a public policy from one that is not, and KMS's own key for the caller's account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
const NARROWING_KEYS: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "kms:calleraccount",
  "lambda:eventsourcetoken",
]);

/** Operators that demand a value; with `IfExists` a request without the key passes. */
const DEMANDING =
  /^(?:foranyvalue:)?(?:stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress)$/;
/** Operators with which a Deny refuses everyone but those named. */
const EXCEPTING =
  /^(?:stringnotequals|stringnotequalsignorecase|stringnotlike|arnnotequals|arnnotlike|notipaddress)(?:ifexists)?$/;

/** Whether a condition of an Allow lets only known accounts, networks or resources through. */
export function isNarrowed({ Condition = {} }: PolicyStatement): boolean {
  return pairsOf(Condition).some(
    ({ operator, key, values }) =>
      DEMANDING.test(operator) &&
      NARROWING_KEYS.has(key) &&
      values.length > 0 &&
      values.every((value) => isFixed(key, operator, value)),
  );
}

/** Whether a Deny may shut out all but some accounts, networks or resources. */
export function mayExcept({ Condition = {} }: PolicyStatement): boolean {
  return pairsOf(Condition).some(
    ({ operator, key }) => EXCEPTING.test(operator) && NARROWING_KEYS.has(key),
  );
}

function pairsOf(condition: NonNullable<PolicyStatement["Condition"]>) {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({
      operator: operator.toLowerCase(),
      key: key.toLowerCase(),
      values: (Array.isArray(value) ? value : [value]).map(String),
    })),
  );
}

/** Whether a value stands for something known, so that not everyone can match it. */
function isFixed(key: string, operator: string, value: string): boolean {
  if (key === "aws:sourceip") return isSmallRange(value);
  // A variable of the resource's own account or organization is known; others are the caller's.
  if (value.includes("${")) return /^\$\{aws:Resource(?:Account|OrgID)\}$/i.test(value);
  if (!/like$|^(?:foranyvalue:)?arn/.test(operator) || !/[*?]/.test(value)) return true;
  const [arn, , service, , account = "", ...rest] = value.split(":");
  if (arn === "arn") {
    // The name of a bucket is its own worldwide, and its ARN has no account.
    if (service === "s3" && account === "") return /^[^*?]{3}/.test(rest.join(":"));
    return /^\d{12}$/.test(account);
  }
  // Of an organization's paths or a role's sessions the first part is known.
  return /^(?:o-[a-z0-9]{10,32}\/|[A-Z0-9]{16,}:)/.test(value);
}

/** S3 counts IPv4 ranges wider than /8 and IPv6 ranges wider than /32 as public. */
function isSmallRange(range: string): boolean {
  const [address = "", bits] = range.split("/");
  if (bits === undefined) return true;
  return Number(bits) >= (address.includes(":") ? 32 : 8);
}
