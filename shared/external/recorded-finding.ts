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
export type Subject = Omit<RecordedFinding, "id" | "rule">;

/** Reads one stored record of one tool. It never throws, whatever the record holds. */
export type ReadRecord = (record: unknown, context: RecordContext) => RecordedFinding;

/** Completes what a tool says with its id and the rule that it is mapped to. */
export function recordedFinding(
  read: (record: unknown, context: Omit<RecordContext, "lookup">) => Subject,
): ReadRecord {
  return (record, context) => {
    const subject = read(record, context);
    const { tool, catalogue, ruleId, ...rest } = subject;
    const rule = context.lookup({ catalogue, id: ruleId })?.rule ?? null;
    return { id: externalFindingId(subject), tool, catalogue, ruleId, rule, ...rest };
  };
}
