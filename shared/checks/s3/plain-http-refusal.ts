import { matchesGlob } from "../../config/glob.ts";
import type { PolicyStatement } from "../iam/policy-document.ts";

/** How much of a bucket's traffic its policy keeps from going over plain HTTP. */
export interface PlainHttpRefusal {
  /** Requests about the bucket itself: listing, settings. */
  readonly bucket: boolean;
  /** Requests about its objects: reading, writing. */
  readonly objects: boolean;
  /** Statements about TLS that hold only under conditions, or for some, that are not weighed here. */
  readonly unclear: readonly PolicyStatement[];
  /** Statements about TLS, whatever they cover. */
  readonly about: readonly PolicyStatement[];
}

/**
 * What the statements of a bucket's policy refuse over plain HTTP. Only a Deny counts: an Allow that
 * asks for TLS leaves open what another policy allows without it.
 *
 * @param arn the bucket's own
 * @see https://repost.aws/knowledge-center/s3-bucket-policy-for-config-rule
 */
export function plainHttpRefusal(
  statements: readonly PolicyStatement[],
  arn: string,
): PlainHttpRefusal {
  const about = statements.filter(
    (statement) => statement.Effect === "Deny" && conditionOf(statement) !== "other",
  );
  const plain = about.filter(
    (statement) => conditionOf(statement) === "plain HTTP" && isPlain(statement),
  );
  const whole = plain.filter(
    (statement) => isForEveryone(statement) && coversEveryAction(statement),
  );
  const refused = (resources: readonly string[]) =>
    whole.some(({ Resource = [] }) =>
      Resource.some((pattern) => resources.every((text) => matchesGlob(pattern, text))),
    );
  return {
    bucket: refused([arn]),
    // A pattern that takes these two for keys takes every key: neither letter nor length tells.
    objects: refused([`${arn}/*`, `${arn}/*******`]),
    unclear: about.filter((statement) => !plain.includes(statement)),
    about,
  };
}

/** Nothing is said by exception: what such a statement leaves open is not weighed. */
function isPlain({ NotAction, NotPrincipal, NotResource }: PolicyStatement): boolean {
  return NotAction === undefined && NotPrincipal === undefined && NotResource === undefined;
}

function isForEveryone({ Principal }: PolicyStatement): boolean {
  if (typeof Principal !== "object" || Principal === null) return Principal === "*";
  const accounts: unknown = "AWS" in Principal ? Principal.AWS : undefined;
  return accounts === "*" || (Array.isArray(accounts) && accounts.includes("*"));
}

/** Action names do not tell case apart. */
function coversEveryAction({ Action = [] }: PolicyStatement): boolean {
  return Action.some((action) => ["*", "s3:*"].includes(action.toLowerCase()));
}

/**
 * What requests a Deny is about. A request over plain HTTP has no `s3:TlsVersion`, so that only an
 * operator with IfExists is sure to match it; TLS itself never comes older than 1.2, because AWS ends
 * what does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://aws.amazon.com/blogs/security/tls-1-2-required-for-aws-endpoints/
 */
function conditionOf({ Condition = {} }: PolicyStatement): "plain HTTP" | "unclear" | "other" {
  const pairs = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({
      operator: operator.toLowerCase(),
      key: key.toLowerCase(),
      values: (Array.isArray(value) ? value : [value]).map(String),
    })),
  );
  const isAbout = pairs.some(({ key }) => key === "aws:securetransport" || key === "s3:tlsversion");
  if (!isAbout) return "other";
  const [only, ...others] = pairs;
  if (only === undefined || others.length > 0) return "unclear";
  const { operator, key, values } = only;
  if (key === "aws:securetransport") {
    const isSwitch = /^bool(?:ifexists)?$/.test(operator);
    if (!isSwitch) return "unclear";
    return values.some((value) => value.toLowerCase() === "false") ? "plain HTTP" : "other";
  }
  if (operator !== "numericlessthanifexists") return "unclear";
  return values.some((value) => Number(value) >= 1.2) ? "plain HTTP" : "unclear";
}
