import type { Decision } from "../config/sealed-decision.ts";
import type { Decidable } from "../decisions/coverage.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { storedJson } from "../evidence/serialize.ts";
import { deriveExternal } from "../external/derive-external.ts";
import { externalAssessmentPath } from "../external/external-path.ts";
import type { RuleLookup } from "../external/rule-lookup.ts";
import type { EvidenceReader } from "../store/store.ts";
import type { Finding } from "./assessment.ts";
import { EXTERNAL } from "./external-plan.ts";
import type { ExternalCollected } from "./read-external.ts";

/** What external findings are brought together from. */
export interface WriteExternalInput {
  readonly store: Pick<EvidenceReader, "read">;
  readonly snapshot: string;
  readonly account: string;
  readonly lookup: RuleLookup;
  /** The register as it stands at the snapshot. */
  readonly decisions: readonly Decision[];
  readonly put: (path: string, bytes: Uint8Array) => Promise<void>;
}

/** External findings as they were written. */
export interface ExternalWritten extends ExternalCollected {
  /** Open ones that decisions are about. */
  readonly decidable: readonly Decidable[];
}

/**
 * Derives the list of external findings and their assessment from what is stored, and writes both.
 * Where nothing was planned or filed, nothing is written.
 *
 * @returns the same with what decisions are about, without the sources whose lines turned out not to be what they should be
 * @throws EvidenceError what `put` throws
 */
export async function writeExternal(
  input: WriteExternalInput,
  collected: ExternalCollected,
  own: readonly Finding[],
): Promise<ExternalWritten> {
  const { store, snapshot, account, lookup, decisions, put } = input;
  if (collected.expected.length === 0) return { ...collected, decidable: [] };
  try {
    const { assessment, decidable } = await deriveExternal({
      snapshot,
      account,
      units: collected.units,
      read: async (path) => (await store.read(path)) ?? new Uint8Array(),
      ...{ own, lookup, decisions, put },
    });
    await put(externalAssessmentPath(snapshot), storedJson(assessment));
    return { ...collected, decidable };
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError) || thrown.code !== "SCHEMA_INVALID") throw thrown;
    const spoilt = collected.units.find(({ paths }) => paths.includes(String(thrown.fields.path)));
    if (spoilt === undefined) throw thrown;
    const { source, region } = spoilt.source;
    return writeExternal(
      input,
      {
        ...collected,
        units: collected.units.filter((unit) => unit !== spoilt),
        incomplete: [
          ...collected.incomplete.filter((one) => one.source !== source || one.region !== region),
          { criterion: EXTERNAL, source, region, reason: thrown.message },
        ],
      },
      own,
    );
  }
}
