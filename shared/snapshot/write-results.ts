import type { EffectiveConfig } from "../config/effective-config.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import type { RuleLookup } from "../external/rule-lookup.ts";
import type { EvidenceReader, Store } from "../store/store.ts";
import type { Finding } from "./assessment.ts";
import { markDecided } from "./decided.ts";
import type { ExternalCollected } from "./read-external.ts";
import { writeDecisions } from "./write-decisions.ts";
import { type WriteExternalInput, writeExternal } from "./write-external.ts";
import { writeFindings } from "./write-findings.ts";

/** Where what a snapshot comes to is written, and with what. */
export interface WriteResultsInput {
  readonly store: Pick<Store, "put">;
  readonly snapshot: string;
  readonly account: string;
  readonly config: EffectiveConfig;
  readonly lookup: RuleLookup;
  /** Where other tools' records are read. */
  readonly records: Pick<EvidenceReader, "read">;
  /** Takes the list and assessment of external findings; as `store` unless given. */
  readonly putExternal?: WriteExternalInput["put"];
}

/**
 * Writes what a snapshot comes to as a whole, beside the assessments: the findings of all criteria,
 * what other tools found, and the register with what it covers of both. Whoever derives a snapshot
 * again does the same.
 *
 * @param merged the findings of all assessments, one for each id
 * @param read what is stored of other tools
 * @returns what was brought together of other tools
 * @throws EvidenceError what the store throws
 */
export async function writeResults(
  { store, snapshot, account, config, lookup, records, putExternal }: WriteResultsInput,
  merged: readonly Finding[],
  read: ExternalCollected,
): Promise<ExternalCollected> {
  // Anew over all of them: a decision's scope is what every criterion saw, not one alone.
  const { decisions = [] } = config;
  const findings = markDecided(merged, decisions, instantOfSnapshot(snapshot));
  await writeFindings(store, snapshot, findings, account);
  const put = putExternal ?? (async (path, bytes) => void (await store.put(path, bytes)));
  const external = await writeExternal(
    { store: records, snapshot, account, lookup, decisions, put },
    read,
    findings,
  );
  await writeDecisions(store, snapshot, config, findings, external.decidable);
  return external;
}
