import * as z from "zod";
import { SEVERITIES } from "../checks/check.ts";
import { DECISION_OUTCOMES } from "../config/decision-outcome.ts";
import { snapshotNameSchema } from "../evidence/snapshot-name.ts";

// Each is made once: making a schema takes time at every cold start.
const text = z.string();
const textOrNull = text.nullable();
const texts = z.array(text);
const count = z.int().check(z.gte(0));

/** Where a cited value stands; `pointer` is an RFC 6901 JSON Pointer that resolves in `object`. */
export const citationSchema = z.strictObject({
  object: text,
  pointer: text,
  line: z.int().min(1).optional(),
});

/** One check's outcome for one resource. */
export const findingSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  check: text,
  controls: texts,
  criteria: texts,
  status: z.enum(["pass", "fail", "not-applicable", "indeterminate"]),
  severity: z.enum(SEVERITIES),
  strength: z.enum(["direct", "supporting"]),
  scope: z.enum(["in", "out", "unknown"]),
  resource: z.strictObject({
    id: text,
    arn: textOrNull,
    type: text,
    region: textOrNull,
  }),
  reason: text,
  /** The document that alone can answer, by its id in the control. */
  needsDocument: text.optional(),
  /**
   * The decision of the register that counts for it. Where its state is not `holds`, the finding is
   * open again, and the state says why.
   */
  decision: z
    .strictObject({
      id: text,
      outcome: z.enum(DECISION_OUTCOMES),
      state: z.enum(["holds", "expired", "scope-grown"]),
      expiresOn: z.iso.date(),
    })
    .optional(),
  cites: z.array(citationSchema),
});
export type Finding = z.infer<typeof findingSchema>;

/**
 * What a check looked at. `listed = read + gone + unread` and
 * `inBoundary = pass + fail + notApplicable + indeterminate`, tested for every check of every snapshot.
 */
export const populationSchema = z.strictObject({
  definition: text,
  listed: count,
  read: count,
  gone: count,
  unread: count,
  excluded: z.array(z.strictObject({ resource: text, reason: text })),
  outOfBoundary: count,
  inBoundary: count,
  pass: count,
  fail: count,
  notApplicable: count,
  indeterminate: count,
});
export type PopulationCount = z.infer<typeof populationSchema>;

/** What a control's evidence shows in this snapshot; the first that applies, in this order. */
export const CONTROL_STATUSES = [
  "not-applicable",
  "exception",
  "indeterminate",
  "no-evidence",
  "exception-accepted",
  "no-occurrence",
  "no-exception",
] as const;
export type ControlStatus = (typeof CONTROL_STATUSES)[number];

export const HEADLINES = [
  "gap",
  "indeterminate",
  "accepted",
  "carved-out",
  "no-exception",
  "out-of-scope",
] as const;
export type Headline = (typeof HEADLINES)[number];

const assessedControlSchema = z.strictObject({
  id: text,
  companyId: textOrNull,
  statement: text,
  strength: z.enum(["direct", "supporting"]),
  status: z.enum(CONTROL_STATUSES),
  /** Why the status is what it is, in a sentence. */
  reason: text,
  owner: textOrNull,
  /** Parts of the control that nothing reads yet, and documents that are not there. */
  missing: texts,
});
export type AssessedControl = z.infer<typeof assessedControlSchema>;

const assessedCheckSchema = z.strictObject({
  id: text,
  title: text,
  severity: z.enum(SEVERITIES),
  strength: z.enum(["direct", "supporting"]),
  population: populationSchema,
  counts: z.strictObject({
    pass: count,
    fail: count,
    "not-applicable": count,
    indeterminate: count,
  }),
});
export type AssessedCheck = z.infer<typeof assessedCheckSchema>;

/** The findings and statuses for one criterion in one snapshot. */
export const assessmentSchema = z.strictObject({
  schema: z.literal("assessment/1"),
  criterion: text,
  snapshot: snapshotNameSchema,
  headline: z.enum(HEADLINES),
  /** Why the headline is what it is, in a sentence. */
  reason: text,
  controls: z.array(assessedControlSchema),
  checks: z.array(assessedCheckSchema),
  findings: z.array(findingSchema),
  /** Where the findings continue when there are more than 10,000. */
  continuedIn: texts.optional(),
});
export type Assessment = z.infer<typeof assessmentSchema>;

/** All findings of a snapshot, flat, one per finding id. */
export const findingsSchema = z.strictObject({
  schema: z.literal("findings/1"),
  snapshot: snapshotNameSchema,
  account: z.string().regex(/^\d{12}$/),
  findings: z.array(findingSchema),
  continuedIn: texts.optional(),
});
export type Findings = z.infer<typeof findingsSchema>;
