import * as z from "zod";
import { snapshotNameSchema } from "./snapshot-name.ts";

/** Any JSON value. Answers of AWS are kept as these; what they mean is the checks' concern. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

// Each is made once: making a schema takes time at every cold start.
const text = z.string();
const textOrNull = text.nullable();
const ordinal = z.int().check(z.gte(1));

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), text, z.array(json), z.record(text, json)]),
);

/** ISO 8601 in UTC with milliseconds at most. */
export const instantSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/);

/**
 * How a call ended.
 *
 * - `ok`: AWS answered.
 * - `absent`: an error that the source declares as an ordinary answer (there is no such setting).
 * - `not-enabled`: the service is off in this region, declared as an answer.
 * - `gone`: the resource was deleted between list and read.
 * - `denied`, `throttled`, `region-disabled`, `error`: not read.
 */
export const outcomeSchema = z.enum([
  "ok",
  "absent",
  "denied",
  "throttled",
  "not-enabled",
  "region-disabled",
  "gone",
  "error",
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** The outcomes with which a source still counts as completely read. */
export const ANSWERED: ReadonlySet<Outcome> = new Set(["ok", "absent", "gone", "not-enabled"]);

/** One API request and its answer. */
export const callSchema = z.strictObject({
  service: text,
  operation: text,
  region: text,
  input: z.record(text, json),
  startedAt: instantSchema,
  completedAt: instantSchema,
  /** AWS's own clock: the response's Date header. */
  awsDate: instantSchema.nullable(),
  requestId: textOrNull,
  httpStatus: z.int().nullable(),
  attempts: z.int().check(z.gte(0)),
  outcome: outcomeSchema,
  response: json.optional(),
  error: z.strictObject({ code: text, message: text }).optional(),
  /** The `aws` command line that repeats the call. */
  command: text,
});
export type Call = z.infer<typeof callSchema>;

/** A value that was cut out before anything was written; `pointer` is a JSON Pointer (RFC 6901). */
export const redactionSchema = z.strictObject({ pointer: text, rule: text });
export type Redaction = z.infer<typeof redactionSchema>;

/** The stored result of one source, in one region, for one criterion. */
export const evidenceObjectSchema = z.strictObject({
  schema: z.literal("evidence/1"),
  criterion: text,
  snapshot: snapshotNameSchema,
  source: text,
  account: z.string().regex(/^\d{12}$/),
  region: textOrNull,
  collectedBy: z.strictObject({
    principal: text,
    version: text,
    sdk: text,
  }),
  startedAt: instantSchema,
  completedAt: instantSchema,
  complete: z.boolean(),
  /** Why the source is not complete, in a sentence; absent when it is. */
  incompleteReason: text.optional(),
  /** Present when the object was split at call boundaries: this part, of how many. */
  part: z.strictObject({ number: ordinal, of: ordinal }).optional(),
  calls: z.array(callSchema),
  redactions: z.array(redactionSchema),
});
export type EvidenceObject = z.infer<typeof evidenceObjectSchema>;
