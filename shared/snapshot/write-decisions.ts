import type { EffectiveConfig } from "../config/effective-config.ts";
import { CRITERIA } from "../criteria/criteria.ts";
import type { Decidable } from "../decisions/coverage.ts";
import { sealedRegister } from "../decisions/sealed-register.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { storedJson } from "../evidence/serialize.ts";
import type { Store } from "../store/store.ts";
import type { Finding } from "./assessment.ts";
import { decisionsOn } from "./decided.ts";

/** The criteria about risk: what was found and borne all the same is their evidence. */
const RISK_CRITERIA: ReadonlySet<string> = new Set(["CC3.2", "CC9.1"]);

/** Where the register of a snapshot lies, the same bytes in each place. */
export function registerPaths(snapshot: string): string[] {
  return CRITERIA.filter(({ id }) => RISK_CRITERIA.has(id)).map(
    ({ folder }) => `${folder}/${snapshot}/decisions.json`,
  );
}

/**
 * Writes the register as it stood, with the findings that each decision covered. Without a
 * decisions.yaml there is nothing to write.
 *
 * @param findings all of the snapshot, one for each id
 * @param elsewhere open findings of other tools that decisions are about
 * @throws EvidenceError STORE_CONFLICT when another register stands there
 */
export async function writeDecisions(
  store: Pick<Store, "put">,
  snapshot: string,
  { decisions }: Pick<EffectiveConfig, "decisions">,
  findings: readonly Finding[],
  elsewhere: readonly Decidable[],
): Promise<void> {
  if (decisions === undefined) return;
  const coverage = decisionsOn(findings, decisions, instantOfSnapshot(snapshot), elsewhere);
  const bytes = storedJson(sealedRegister(snapshot, coverage));
  for (const path of registerPaths(snapshot)) await store.put(path, bytes);
}
