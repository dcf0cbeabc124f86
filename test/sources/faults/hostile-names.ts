import type { Json } from "../../../shared/evidence/evidence-object.ts";

/** What people write into names: a formula, markup, quotes, a right-to-left override, a line break. */
const HOSTILE = "=1+\"<script>alert('x')</script>\u202e\n&amp;";

/** Members whose texts a customer writes: names, identifiers, descriptions, values of tags. */
const WRITTEN_FREELY =
  /(?:Name|Identifier|Description|Comment)$|^(?:name|description|comment|[Vv]alue)$/;

/**
 * Operations in whose answers such members are no free text: S3 allows letters, digits, points and
 * hyphens in the names of buckets, and the SDK sends no others.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const STRICT = new Set(["ListBuckets"]);

/** An operation's answer with the hostile text before every name, description and tag. */
export function hostileAnswer(operation: string, response: Json): Json {
  return STRICT.has(operation) ? response : hostile(response);
}

function hostile(value: Json, key = ""): Json {
  if (typeof value === "string") return WRITTEN_FREELY.test(key) ? `${HOSTILE}${value}` : value;
  return mapped(value, hostile);
}

/** A value without the hostile text, wherever it went. */
export function harmless(value: Json): Json {
  return typeof value === "string" ? value.replaceAll(HOSTILE, "") : mapped(value, harmless);
}

function mapped(value: Json, change: (value: Json, key: string) => Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => change(item, ""));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, change(member, key)]),
  );
}
