import { matchesGlob } from "../config/glob.ts";

/** What stands in errors and in the JSON Schema. */
export const PATTERN_ALLOWED =
  "an ARN or resource id in which * and ? stand for any characters, with at least three characters of the resources' own names: arn:aws:s3:::larkspur-logs-*";

/** Letters and digits of the resource's own name that a pattern has to state. */
const FEWEST_OWN_CHARACTERS = 3;

/** `arn:partition:service:region:account:`, each part possibly a pattern itself. */
const ARN_HEAD = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:/;

/**
 * Whether a pattern tells some resources from others: beyond an ARN's head (partition, service,
 * region, account) and the kind of resource (`bucket/`, `service/`), it states at least three
 * letters or digits, and it does not begin in a way that an ARN's head fits in (`*`, `arn:aws:s3*`).
 * `arn:aws:s3:::*` and `arn:aws:ecs:*:*:service/*` do not: who accepts everything of a kind has to
 * change the rule, not bear its findings.
 */
export function isDistinctive(pattern: string): boolean {
  const isArn = ARN_HEAD.test(pattern);
  const [beginning = ""] = pattern.split(/[*?]/, 1);
  if (!isArn && ("arn:".startsWith(beginning) || beginning.startsWith("arn:"))) return false;
  const rest = pattern.replace(ARN_HEAD, "");
  const own = isArn ? rest.replace(/^[a-z-]+[/:]/, "") : rest;
  return (own.match(/[\p{L}\p{N}]/gu) ?? []).length >= FEWEST_OWN_CHARACTERS;
}

/** Whether a pattern names a resource: its ARN, or its id where it has none. Case counts. */
export function namesResource(
  pattern: string,
  resource: { readonly arn: string | null; readonly id: string },
): boolean {
  return matchesGlob(pattern, resource.arn ?? resource.id);
}
