import { hash } from "node:crypto";
import * as z from "zod";
import { decisionMarkSchema } from "../decisions/decision-mark.ts";

/** What the other tool says of a resource, in our words. */
export const EXTERNAL_STATUSES = [
  "open",
  "unknown",
  "suppressed",
  "resolved",
  "archived",
  "passed",
] as const;
export type ExternalStatus = (typeof EXTERNAL_STATUSES)[number];

/** The severities of checks, which these findings are counted by as well; worst first. */
export const EXTERNAL_SEVERITIES = ["critical", "high", "medium", "low", "informational"] as const;
export type ExternalSeverity = (typeof EXTERNAL_SEVERITIES)[number];

/** A severity as tools write it, in capitals or not; null for any other word. */
export function severityNamed(word: string): ExternalSeverity | null {
  const small = word.toLowerCase();
  return EXTERNAL_SEVERITIES.find((one) => one === small) ?? null;
}

/** Where a finding stands: file, its line (1 is the first) and a JSON Pointer into that line. */
export const externalCitationSchema = z.strictObject({
  object: z.string(),
  line: z.int().min(1),
  pointer: z.string(),
});
export type ExternalCitation = z.infer<typeof externalCitationSchema>;

/** One finding of another tool for one resource, normalised: one line of `findings.ndjson`. */
export const externalFindingSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Whose finding it is: `Security Hub`, `Prowler`, `GuardDuty`. */
  tool: z.string(),
  /** Whose rule: `fsbp`, `cis-5.0`, `prowler`, `guardduty`. */
  catalogue: z.string(),
  /** The rule's id in that catalogue: `S3.1`. */
  ruleId: z.string(),
  /** The rule that it is mapped to; null where nothing maps it. */
  rule: z.string().nullable(),
  title: z.string(),
  /** Null where the tool gives none. */
  severity: z.enum(EXTERNAL_SEVERITIES).nullable(),
  status: z.enum(EXTERNAL_STATUSES),
  /** 12 digits; null where the finding does not say. */
  account: z.string().nullable(),
  /** Null for what is the same in every region. */
  region: z.string().nullable(),
  resource: z.strictObject({
    id: z.string(),
    arn: z.string().nullable(),
    type: z.string(),
  }),
  /** ISO 8601 UTC, as the tool says; null where it does not. */
  firstSeen: z.string().nullable(),
  lastSeen: z.string().nullable(),
  /** When the tool last changed it: the newest of several records of one id stands. */
  updatedAt: z.string().nullable(),
  /** What people did with it, in the tool's own word: `NEW`, `SUPPRESSED`. */
  workflow: z.string().nullable(),
  /** The sources in which it was found, sorted. */
  seenIn: z.array(z.string()),
  /** Other records of the same id, copies in an aggregation region among them. */
  copies: z.int().min(0),
  /** Those of them that say another status. */
  contradictions: z.int().min(0),
  /** The decision that counts for it: one on it, or on the same fault as somebody else found it. */
  decision: decisionMarkSchema.optional(),
  /** The record that stands, then others; at most five. */
  cites: z.array(externalCitationSchema),
});
export type ExternalFinding = z.infer<typeof externalFindingSchema>;

/** What one stored record says, before records of one id are brought together. */
export type RecordedFinding = Omit<
  ExternalFinding,
  "seenIn" | "copies" | "contradictions" | "decision" | "cites"
>;

/** The most citations that a finding, or a rule, keeps. */
export const MAX_FINDING_CITES = 5;

/**
 * The id of an external finding, by the formula of our own: the first 16 hex digits of SHA-256 over
 * RFC 8785 of `[catalogue:ruleId, account, region or null, resource id]`, where the resource id is
 * the ARN when there is one. Decisions hang on it.
 *
 * @param ownId the tool's own id, last in that list, where several findings of a tool can be of one rule
 *   and resource; null where rule and resource are one finding, whoever passed it on
 */
export function externalFindingId(
  finding: Pick<RecordedFinding, "catalogue" | "ruleId" | "account" | "region" | "resource">,
  ownId: string | null,
): string {
  const { catalogue, ruleId, account, region, resource } = finding;
  // RFC 8785 of a list of well-formed strings and null is what JSON.stringify gives.
  const text = JSON.stringify([
    `${catalogue}:${ruleId}`,
    account,
    region,
    resource.arn ?? resource.id,
    ...(ownId === null ? [] : [ownId]),
  ]);
  return hash("sha256", text, "hex").slice(0, 16);
}
