import type { EffectiveConfig } from "../config/effective-config.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import type { Store } from "../store/store.ts";
import type { Finding } from "./assessment.ts";
import { markDecided } from "./decided.ts";
import { writeDecisions } from "./write-decisions.ts";
import { writeFindings } from "./write-findings.ts";

/**
 * Writes what a snapshot comes to as a whole, beside the assessments: the findings of all criteria, and
 * the register with what it covers. Whoever derives a snapshot again does the same.
 *
 * @param merged the findings of all assessments, one for each id
 * @returns the same, those marked that were decided
 */
export async function writeResults(
  store: Pick<Store, "put">,
  {
    snapshot,
    account,
    config,
  }: { readonly snapshot: string; readonly account: string; readonly config: EffectiveConfig },
  merged: readonly Finding[],
): Promise<Finding[]> {
  // Anew over all of them: a decision's scope is what every criterion saw, not one alone.
  const now = instantOfSnapshot(snapshot);
  const findings = markDecided(merged, config.decisions ?? [], now);
  await writeFindings(store, snapshot, findings, account);
  await writeDecisions(store, snapshot, config, findings);
  return findings;
}
