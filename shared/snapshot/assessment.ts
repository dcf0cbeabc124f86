import * as z from "zod";
import { SEVERITIES } from "../checks/check.ts";
import { DECISION_OUTCOMES } from "../config/sealed-decision.ts";
import { snapshotNameSchema } from "../evidence/snapshot-name.ts";

const count = z.int().min(0);

/** Where a cited value stands; `pointer` is an RFC 6901 JSON Pointer that resolves in `object`. */
export const citationSchema = z.strictObject({
  object: z.string(),
  pointer: z.string(),
  line: z.int().min(1).optional(),
});

/** One check's outcome for one resource. */
export const findingSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  check: z.string(),
  controls: z.array(z.string()),
  criteria: z.array(z.string()),
  status: z.enum(["pass", "fail", "not-applicable", "indeterminate"]),
  severity: z.enum(SEVERITIES),
  strength: z.enum(["direct", "supporting"]),
  scope: z.enum(["in", "out", "unknown"]),
  resource: z.strictObject({
    id: z.string(),
    arn: z.string().nullable(),
    type: z.string(),
    region: z.string().nullable(),
  }),
  reason: z.string(),
  /** The document that alone can answer, by its id in the control. */
  needsDocument: z.string().optional(),
  /**
   * The decision of the register that counts for it. Where its state is not `holds`, the finding is
   * open again, and the state says why.
   */
  decision: z
    .strictObject({
      id: z.string(),
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
  definition: z.string(),
  listed: count,
  read: count,
  gone: count,
  unread: count,
  excluded: z.array(z.strictObject({ resource: z.string(), reason: z.string() })),
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
  id: z.string(),
  companyId: z.string().nullable(),
  statement: z.string(),
  strength: z.enum(["direct", "supporting"]),
  status: z.enum(CONTROL_STATUSES),
  /** Why the status is what it is, in a sentence. */
  reason: z.string(),
  owner: z.string().nullable(),
  /** Parts of the control that nothing reads yet, and documents that are not there. */
  missing: z.array(z.string()),
});
export type AssessedControl = z.infer<typeof assessedControlSchema>;

const assessedCheckSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
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
  criterion: z.string(),
  snapshot: snapshotNameSchema,
  headline: z.enum(HEADLINES),
  /** Why the headline is what it is, in a sentence. */
  reason: z.string(),
  controls: z.array(assessedControlSchema),
  checks: z.array(assessedCheckSchema),
  findings: z.array(findingSchema),
  /** Where the findings continue when there are more than 10,000. */
  continuedIn: z.array(z.string()).optional(),
});
export type Assessment = z.infer<typeof assessmentSchema>;

/** All findings of a snapshot, flat, one per finding id. */
export const findingsSchema = z.strictObject({
  schema: z.literal("findings/1"),
  snapshot: snapshotNameSchema,
  account: z.string().regex(/^\d{12}$/),
  findings: z.array(findingSchema),
  continuedIn: z.array(z.string()).optional(),
});
export type Findings = z.infer<typeof findingsSchema>;
