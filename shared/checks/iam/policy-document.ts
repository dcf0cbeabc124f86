import * as z from "zod";
import type { Cited } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";

/** One value or several, always as a list. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]).optional();

const statementSchema = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: listOf(z.string()),
  NotAction: listOf(z.string()),
  Resource: listOf(z.string()),
  NotResource: listOf(z.string()),
  Principal: z.unknown().optional(),
  NotPrincipal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

const documentSchema = z.looseObject({
  Version: z.string().optional(),
  Statement: z.union([z.array(statementSchema), statementSchema.transform((one) => [one])]),
});

/** One statement of a policy; actions and resources are lists, also where AWS keeps a single one. */
export type PolicyStatement = z.output<typeof statementSchema>;

/** A policy document with its statements as a list. */
export type PolicyDocument = z.output<typeof documentSchema>;

/**
 * Reads a policy document, which IAM gives as URL-encoded JSON (RFC 3986). What it says is cited from
 * where its text stands.
 *
 * @throws Unread when there is no text or it is no policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicyDocument(text: Cited<string | undefined>): Cited<PolicyDocument> {
  if (text.value === undefined) throw new Unread("IAM gave no text of the policy", text);
  const parsed = documentSchema.safeParse(jsonOf(text.value));
  if (!parsed.success) throw new Unread("the text of the policy cannot be read", text);
  return text.as(parsed.data);
}

/** Encoded JSON never begins with a brace, so a document that does is plain. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.trimStart().startsWith("{") ? text : decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
