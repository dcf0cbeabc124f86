import { externalFindingId, type RecordedFinding } from "./external-finding.ts";
import type { RuleLookup } from "./rule-lookup.ts";

/** What is known of a record beside itself. */
export interface RecordContext {
  /** Whose account was asked; null for an import. */
  readonly account: string | null;
  /** Where it was asked; null for global sources and imports. */
  readonly region: string | null;
  readonly lookup: RuleLookup;
}

/** What a tool says, before it is known under an id and a rule. */
export interface Subject extends Omit<RecordedFinding, "id" | "rule"> {
  /**
   * The tool's own id where several findings of it can be of one rule and resource (threats, weak
   * packages, whatever a tool calls a rule); null for checks, which say one thing of a resource: the
   * same is the same, whoever passed it on.
   */
  readonly ownId: string | null;
}

/** Reads one stored record of one tool. It never throws, whatever the record holds. */
export type ReadRecord = (record: unknown, context: RecordContext) => RecordedFinding;

/** Completes what a tool says with its id and the rule that it is mapped to. */
export function recordedFinding(
  read: (record: unknown, context: Omit<RecordContext, "lookup">) => Subject,
): ReadRecord {
  return (record, context) => {
    const subject = read(record, context);
    const { tool, catalogue, ruleId, ownId, ...rest } = subject;
    const rule = context.lookup({ catalogue, id: ruleId })?.rule ?? null;
    return { id: externalFindingId(subject, ownId), tool, catalogue, ruleId, rule, ...rest };
  };
}
