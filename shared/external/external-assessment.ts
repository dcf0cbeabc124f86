import * as z from "zod";
import { decisionMarkSchema } from "../decisions/decision-mark.ts";
import { instantSchema } from "../evidence/evidence-object.ts";
import { snapshotNameSchema } from "../evidence/snapshot-name.ts";
import {
  EXTERNAL_SEVERITIES,
  externalCitationSchema,
  externalFindingSchema,
} from "./external-finding.ts";
import { importedFromSchema } from "./external-object.ts";

const count = z.int().min(0);

/** How many findings have which status. */
export const statusCountsSchema = z.strictObject({
  open: count,
  unknown: count,
  suppressed: count,
  resolved: count,
  archived: count,
  passed: count,
});
export type StatusCounts = z.infer<typeof statusCountsSchema>;

/** What one tool says by one rule. */
export const externalRuleSchema = z.strictObject({
  tool: z.string(),
  catalogue: z.string(),
  ruleId: z.string(),
  /** The rule that it is mapped to; null where nothing maps it. */
  rule: z.string().nullable(),
  title: z.string(),
  /** The worst of its open findings, else of all; null where the tool gives none. */
  severity: z.enum(EXTERNAL_SEVERITIES).nullable(),
  /** The criteria that it speaks to. */
  criteria: z.array(z.string()),
  /** Why it is no SOC 2 concern; null when it is, or when nothing maps it. */
  declined: z.string().nullable(),
  counts: statusCountsSchema,
  /** How many of the open ones a decision covers. */
  decided: count,
  /** The first 20 that are open, with the finding's id. */
  resources: z.array(
    z.strictObject({
      finding: externalFindingSchema.shape.id,
      region: z.string().nullable(),
      ...externalFindingSchema.shape.resource.shape,
      decision: externalFindingSchema.shape.decision,
    }),
  ),
  /** The first 20 of our own findings that fail by the same rule for the same resources. */
  witnesses: z.array(externalFindingSchema.shape.id),
  /** The first 20 of our own that pass where this tool has an open finding. */
  contradicted: z.array(externalFindingSchema.shape.id),
  cites: z.array(externalCitationSchema),
});
export type ExternalRule = z.infer<typeof externalRuleSchema>;

/** One fault, whoever found it: by rule and resource, each counted once. */
export const externalGapSchema = z.strictObject({
  /** The mapped rule, else `catalogue:ruleId`. */
  rule: z.string(),
  title: z.string(),
  severity: z.enum(EXTERNAL_SEVERITIES).nullable(),
  criteria: z.array(z.string()),
  /** Why it is no SOC 2 concern; null when it is, or when nothing maps it. */
  declined: z.string().nullable(),
  /** Whose findings they are, sorted. */
  tools: z.array(z.string()),
  /** Resources with an open finding. */
  open: count,
  /** Those of them that a finding of our own fails too: they are its gaps already. */
  witnessed: count,
  /** Those that a decision covers. */
  decided: count,
  /** Those that nobody else of ours saw and that no decision covers: neither `witnessed` nor decided. */
  toDecide: count,
  /** The worst of those; null where there is none, or none has a severity. */
  worstToDecide: z.enum(EXTERNAL_SEVERITIES).nullable(),
  /** The first 20 decisions that cover some of them, by id. */
  decisions: z.array(z.string()),
});
export type ExternalGap = z.infer<typeof externalGapSchema>;

/** An open finding that a decision is about, whether the decision still holds or not. */
export const decidedElsewhereSchema = z.strictObject({
  finding: externalFindingSchema.shape.id,
  tool: z.string(),
  /** `catalogue:ruleId`, as the register names it. */
  rule: z.string(),
  title: z.string(),
  severity: z.enum(EXTERNAL_SEVERITIES).nullable(),
  region: z.string().nullable(),
  resource: externalFindingSchema.shape.resource,
  decision: decisionMarkSchema,
});
export type DecidedElsewhere = z.infer<typeof decidedElsewhereSchema>;

/** Open findings of one severity, null where neither the tool nor the mapping gives one. */
export const severityCountSchema = z.strictObject({
  severity: z.enum(EXTERNAL_SEVERITIES).nullable(),
  open: count,
  /** How many of them a decision covers. */
  decided: count,
});
export type SeverityCount = z.infer<typeof severityCountSchema>;

/** How one source was read. */
export const externalSourceSchema = z.strictObject({
  source: z.string(),
  region: z.string().nullable(),
  complete: z.boolean(),
  incompleteReason: z.string().optional(),
  /** Findings that were read. */
  findings: count,
  importedFrom: importedFromSchema.optional(),
  /** When that file was imported, which may be long before the snapshot. */
  importedAt: instantSchema.optional(),
});
export type ExternalSource = z.infer<typeof externalSourceSchema>;

/** What other tools say in one snapshot, by rule, each with the criteria that it speaks to. */
export const externalAssessmentSchema = z.strictObject({
  schema: z.literal("external-assessment/1"),
  snapshot: snapshotNameSchema,
  account: z.string().regex(/^\d{12}$/),
  sources: z.array(externalSourceSchema),
  counts: z.strictObject({
    /** Records that were read: `records = findings + copies`. */
    records: count,
    /** One for each id. */
    findings: count,
    copies: count,
    contradictions: count,
    /** Findings of other accounts: kept in the list, counted nowhere else. */
    otherAccounts: count,
    /** Findings of this account by rules that nothing maps. */
    unmapped: count,
    byStatus: statusCountsSchema,
    /** All five, worst first, then those without one. */
    bySeverity: z.array(severityCountSchema),
    /** Of the open ones: which speak to a criterion, which are no SOC 2 concern, which nothing maps. */
    concerns: z.strictObject({ criteria: count, declined: count, unmapped: count }),
  }),
  rules: z.array(externalRuleSchema),
  gaps: z.array(externalGapSchema),
  /** Open findings that decisions are about, by id of the finding. */
  decided: z.array(decidedElsewhereSchema),
  /** What the lists above leave out because they would not end; all of it is in the list of findings. */
  leftOut: z.strictObject({ rules: count, gaps: count, decided: count }),
  /** The files of the list of findings, in order. */
  findings: z.array(z.string()),
});
export type ExternalAssessment = z.infer<typeof externalAssessmentSchema>;

/** What of it speaks to one criterion: the rules and the gaps. */
export function speakingTo(
  { rules, gaps }: ExternalAssessment,
  criterion: string,
): { readonly rules: ExternalRule[]; readonly gaps: ExternalGap[] } {
  return {
    rules: rules.filter(({ criteria }) => criteria.includes(criterion)),
    gaps: gaps.filter(({ criteria }) => criteria.includes(criterion)),
  };
}
