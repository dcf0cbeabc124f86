import type { Downtime, Severity } from "../../checks/check.ts";
import type { CriterionId } from "../../criteria/criteria.ts";

/**
 * Where a rule is stated: AWS Foundational Security Best Practices; what Security Hub names a control
 * that is not (or no longer) part of them; four versions of the CIS AWS Foundations Benchmark;
 * Prowler's checks of AWS; AWS Config's managed rules.
 */
export const CATALOGUES = [
  "fsbp",
  "security-hub",
  "cis-1.2",
  "cis-1.4",
  "cis-3.0",
  "cis-5.0",
  "prowler",
  "config",
] as const;
export type Catalogue = (typeof CATALOGUES)[number];

/**
 * By which ids others state the same rule, each spelled as its catalogue spells it: `S3.5`, `2.1.1`,
 * `s3_bucket_secure_transport_policy`, `s3-bucket-ssl-requests-only`. Under `config` stand both the
 * name of a managed rule and, where it differs, its identifier in small letters.
 */
export type RuleIds = Readonly<Partial<Record<Catalogue, readonly string[]>>>;

/** The criteria that a rule speaks to, each with one sentence of our own, true of this pair only. */
export type CriteriaReasons = Readonly<Partial<Record<CriterionId, string>>>;

/** Whether breaking the rule can do real harm, and why, in a clause. */
export interface Harm {
  readonly answer: "yes" | "only-with-another-fault" | "no";
  readonly because: string;
}

/** A rule as it is written in the table of its service. */
export interface RuleRow {
  /** Service and desired state: `s3.mfa-delete`; of a rule that one of our checks judges, its id. */
  readonly rule: string;
  /** The desired state as a short sentence without a period; null takes it from the check. */
  readonly title: string | null;
  readonly ids: RuleIds;
  /** Ids of our own checks that judge the rule: its criteria, severity and downtime are theirs. */
  readonly checks: readonly string[];
  readonly criteria: CriteriaReasons;
  /** Why the rule is no concern of SOC 2; null when it is one. */
  readonly declined: string | null;
  readonly harm: Harm;
  /** What the known fix costs the running product; null where that is not known. */
  readonly downtime: Downtime | null;
}

/** What the look-up knows of a rule: its row, with what our own checks say of it. */
export interface MappedRule extends Omit<RuleRow, "title"> {
  /** The file that states it: `s3`. */
  readonly service: string;
  readonly title: string;
  /** Our check's, else the severity that AWS gives the control, else null. */
  readonly severity: Severity | null;
}

/** Breaking the rule is enough for real harm. */
export function harmful(because: string): Harm {
  return { answer: "yes", because };
}

/** Breaking the rule does harm only where something else is broken too. */
export function harmfulWith(because: string): Harm {
  return { answer: "only-with-another-fault", because };
}

/** Breaking the rule does no harm by itself or with others. */
export function harmless(because: string): Harm {
  return { answer: "no", because };
}

/** A rule that one of our checks judges. `ids` are those that the check's references do not name. */
export function judged(check: string, { ids = {}, harm }: { ids?: RuleIds; harm: Harm }): RuleRow {
  return judgedTogether(check, null, { checks: [check], ids, harm });
}

/** A rule that others state once and that several of our checks judge, each its share of it. */
export function judgedTogether(
  rule: string,
  title: string | null,
  { checks, ids, harm }: { checks: readonly string[]; ids: RuleIds; harm: Harm },
): RuleRow {
  return { rule, title, ids, checks, criteria: {}, declined: null, harm, downtime: null };
}

/** A rule that none of our checks judges. */
export function mapped(
  rule: string,
  title: string,
  of: { ids: RuleIds; criteria: CriteriaReasons; harm: Harm; downtime: Downtime | null },
): RuleRow {
  return { rule, title, checks: [], declined: null, ...of };
}

/** A rule that is no concern of SOC 2, with the reason; unless said otherwise it does no harm. */
export function declined(
  rule: string,
  title: string,
  of: { ids: RuleIds; because: string; harm?: Harm; downtime?: Downtime | null },
): RuleRow {
  const { ids, because, harm = harmless(because), downtime = null } = of;
  return { rule, title, ids, checks: [], criteria: {}, declined: because, harm, downtime };
}
