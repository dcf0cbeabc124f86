import { EvidenceError } from "../errors/evidence-error.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import type { Source } from "../sources/source.ts";
import type { EvidenceReader } from "../store/store.ts";
import type { Expected } from "./incomplete.ts";
import { expectedOf } from "./plan.ts";
import { readEvidence } from "./write-evidence.ts";

/** Enough to keep a bucket busy. */
const READ_AT_A_TIME = 8;

/** Whose evidence is read, and where it lies. */
export interface ReadSourcesInput {
  readonly store: Pick<EvidenceReader, "read"> & { describe(): string };
  readonly snapshot: string;
  readonly account: string;
  /** The criterion's folder, without a slash. */
  readonly folder: string;
  /** What counts in it. */
  readonly paths: ReadonlySet<string>;
}

/** Stored evidence of some sources, and what could not be taken for it. */
export interface ReadSources {
  /** In the order of the sources, then of the regions. */
  readonly stored: StoredEvidence[];
  /** Why a file is not the evidence that its name says, by path. */
  readonly invalid: Map<string, string>;
}

/**
 * Reads back what stands of some sources in a criterion's folder. One file that is not what its name
 * says costs its source, never the others.
 */
export async function readSources(
  { store, snapshot, account, folder, paths }: ReadSourcesInput,
  sources: readonly Source[],
  regions: readonly string[],
): Promise<ReadSources> {
  const stored: StoredEvidence[] = [];
  const invalid = new Map<string, string>();
  const readOne = async ({ source, region }: Expected): Promise<StoredEvidence[]> => {
    try {
      return await readEvidence(store, { folder, snapshot, source, region }, paths, account);
    } catch (thrown) {
      if (!(thrown instanceof EvidenceError) || thrown.code !== "SCHEMA_INVALID") throw thrown;
      invalid.set(String(thrown.fields.path), thrown.message);
      return [];
    }
  };
  const expected = expectedOf({ sources }, regions);
  for (let start = 0; start < expected.length; start += READ_AT_A_TIME) {
    const some = expected.slice(start, start + READ_AT_A_TIME);
    stored.push(...(await Promise.all(some.map(readOne))).flat());
  }
  return { stored, invalid };
}
