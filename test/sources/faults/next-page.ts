import { NormalizedSchema } from "@smithy/core/schema";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import type { Spoken } from "./wire-answer.ts";

/** Members of answers that name the next page; where there are two, the first is the next one. */
const NEXT_PAGE = [
  "NextToken",
  "nextToken",
  "NextMarker",
  "nextMarker",
  "NextContinuationToken",
  "ContinuationToken",
  "LastEvaluatedTableName",
  "position",
  "Marker",
] as const;

/** Members that say that there is a next page. */
const GOES_ON = ["IsTruncated", "Truncated"] as const;

/** The token of every page that is said to follow: the start of a bucket's name can be one too. */
export const NEXT = "next-page";

type JsonObject = { readonly [key: string]: Json };

/**
 * The same answer, saying that a page follows under `token`; undefined where the operation has no
 * pages.
 */
export function goingOn(
  { input, output }: Spoken,
  response: Json,
  token: string = NEXT,
): Json | undefined {
  const asked = NormalizedSchema.of(input);
  const isPaged = asked.isStructSchema() && Object.keys(asked.getMemberSchemas()).some(isToken);
  return isPaged ? goingOnIn(NormalizedSchema.of(output), response, token) : undefined;
}

function goingOnIn(schema: NormalizedSchema, response: Json, token: string): Json | undefined {
  if (!schema.isStructSchema() || !isObject(response)) return undefined;
  const members = schema.getMemberSchemas();
  const next = NEXT_PAGE.find((name) => members[name]?.isStringSchema());
  if (next !== undefined) {
    const flags = GOES_ON.filter((name) => members[name] !== undefined);
    return { ...response, [next]: token, ...Object.fromEntries(flags.map((name) => [name, true])) };
  }
  // CloudFront's lists are one member, which holds items and token.
  for (const [name, member] of Object.entries(members)) {
    const inner = goingOnIn(member, response[name] ?? null, token);
    if (inner !== undefined) return { ...response, [name]: inner };
  }
  return undefined;
}

function isToken(name: string): boolean {
  return /token|marker|^position$|exclusivestart/i.test(name);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
