import { type EffectiveConfig, effectiveConfigSchema } from "../config/effective-config.ts";
import { CRITERIA } from "../criteria/criteria.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { snapshotNameSchema } from "../evidence/snapshot-name.ts";
import { manifestPath } from "../integrity/bundle-layout.ts";
import { nodeCrypto } from "../keys/node-crypto.ts";
import type { EvidenceReader } from "../store/store.ts";
import type { GatheredBody, Gatherer } from "./gatherer.ts";
import { CONTEXT_SOURCES } from "./plan.ts";
import { recordedHomeRegion } from "./regions-in-use.ts";
import { recordedExternal } from "./replay-external.ts";
import { assertAsSealed } from "./sealed-snapshot.ts";
import { readEvidence } from "./write-evidence.ts";

/** An earlier snapshot's evidence, to be judged again. */
export interface Recording {
  readonly snapshot: string;
  readonly gatherer: Gatherer;
  /** The configuration that was sealed with it; null where the recording has none. */
  readonly config: EffectiveConfig | null;
  /** Where global services were asked when it was recorded. */
  readonly homeRegion: string;
  /** Paths of what it holds: evidence objects only. */
  readonly paths: ReadonlySet<string>;
}

/**
 * Opens a recording: any evidence folder of this product, sealed or not.
 *
 * Answers are found by criterion, source and region, calls in the order in which they were
 * recorded, with their times. A criterion that was not recorded with a source takes another
 * criterion's copy of it.
 *
 * @param snapshot which one, or null for the latest
 * @throws EvidenceError RECORDING_INVALID when there is no evidence
 * @throws EvidenceError SEAL_BROKEN when it was sealed and is not as it was
 */
export async function openRecording(
  reader: EvidenceReader & { describe(): string },
  snapshot: string | null,
): Promise<Recording> {
  const name = snapshot ?? (await latestSnapshot(reader));
  await assertUntouched(reader, name);
  const paths = await evidencePaths(reader, name);
  const first = [...paths][0];
  if (first === undefined) {
    throw new EvidenceError(
      "RECORDING_INVALID",
      `${reader.describe()} holds no evidence of the snapshot ${name}. Name an evidence folder, or its snapshots/<snapshot>.`,
      { snapshot: name },
    );
  }
  const { account, principal } = await whoRecorded(reader, first);
  return {
    snapshot: name,
    paths,
    config: await storedConfig(reader, name),
    homeRegion: await homeRegionOf(reader, name, paths),
    gatherer: {
      account,
      partition: principal.split(":")[1] ?? "aws",
      // What is replayed stays in its files.
      expect() {},
      external: await recordedExternal(reader, name, principal),
      async gather({ source, region, criteria }) {
        const bodies = new Map<string, GatheredBody>();
        for (const criterion of criteria) {
          const place = { snapshot: name, source: source.name, region };
          const stored = await findCopy(reader, criterion, place, paths, account);
          bodies.set(criterion, bodyOf(stored, place, principal));
        }
        return bodies;
      },
    },
  };
}

/** A recording that was sealed replays as it was sealed, or not at all. */
async function assertUntouched(
  reader: EvidenceReader & { describe(): string },
  snapshot: string,
): Promise<void> {
  if ((await reader.read(manifestPath(snapshot))) === undefined) return;
  try {
    await assertAsSealed({ store: reader, crypto: nodeCrypto, snapshot });
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    throw new EvidenceError(
      "SEAL_BROKEN",
      `The recording ${snapshot} in ${reader.describe()} was changed after it was sealed, so it is not replayed. ${cause.message}`,
      { snapshot },
      { cause },
    );
  }
}

async function homeRegionOf(
  reader: EvidenceReader & { describe(): string },
  snapshot: string,
  paths: ReadonlySet<string>,
): Promise<string> {
  for (const { name } of CONTEXT_SOURCES.toReversed()) {
    const place = { snapshot, source: name, region: null };
    for (const { folder } of CRITERIA) {
      const region = recordedHomeRegion(await readEvidence(reader, { folder, ...place }, paths));
      if (region !== null) return region;
    }
  }
  // Nothing says where it was recorded: AWS's oldest region, as where a profile names none.
  return "us-east-1";
}

interface Place {
  readonly snapshot: string;
  readonly source: string;
  readonly region: string | null;
}

async function findCopy(
  reader: EvidenceReader & { describe(): string },
  criterion: string,
  place: Place,
  paths: ReadonlySet<string>,
  account: string,
): Promise<StoredEvidence[]> {
  const own = CRITERIA.filter(({ id }) => id === criterion);
  for (const { folder } of [...own, ...CRITERIA]) {
    const stored = await readEvidence(reader, { folder, ...place }, paths, account);
    if (stored.length > 0) return stored;
  }
  return [];
}

/** One body of all parts, as if the object had never been split. */
function bodyOf(stored: readonly StoredEvidence[], place: Place, principal: string): GatheredBody {
  const [first] = stored;
  if (first === undefined) {
    const instant = instantOfSnapshot(place.snapshot);
    const where = place.region === null ? "" : ` in ${place.region}`;
    return {
      collectedBy: { principal, version: "none", sdk: "none" },
      startedAt: instant,
      completedAt: instant,
      complete: false,
      incompleteReason: `The recording has no ${place.source}${where}`,
      calls: [],
      redactions: [],
      writable: true,
    };
  }
  const { collectedBy, startedAt, completedAt, complete, incompleteReason } = first.object;
  let offset = 0;
  const redactions = stored.flatMap(({ object }) => {
    const rebased = object.redactions.map(({ pointer, rule }) => ({
      pointer: pointer.replace(
        /^\/calls\/(\d+)/,
        (_all, index) => `/calls/${Number(index) + offset}`,
      ),
      rule,
    }));
    offset += object.calls.length;
    return rebased;
  });
  return {
    collectedBy,
    startedAt,
    completedAt,
    complete,
    ...(incompleteReason === undefined ? {} : { incompleteReason }),
    calls: stored.flatMap(({ object }) => object.calls),
    redactions,
    writable: true,
  };
}

async function latestSnapshot(reader: EvidenceReader & { describe(): string }): Promise<string> {
  let latest: string | null = null;
  for (const { folder } of CRITERIA) {
    for await (const { path } of reader.list(`${folder}/`)) {
      const name = path.split("/")[1] ?? "";
      if (snapshotNameSchema.safeParse(name).success && (latest === null || name > latest)) {
        latest = name;
      }
    }
  }
  if (latest === null) {
    throw new EvidenceError(
      "RECORDING_INVALID",
      `${reader.describe()} holds no snapshot. Name an evidence folder that this product wrote.`,
    );
  }
  return latest;
}

async function evidencePaths(reader: EvidenceReader, snapshot: string): Promise<Set<string>> {
  const paths = new Set<string>();
  for (const { folder } of CRITERIA) {
    for await (const { path } of reader.list(`${folder}/${snapshot}/`)) {
      const file = path.split("/")[2] ?? "";
      const isEvidence =
        file.endsWith(".json") && !/^(assessment|decisions|findings\.part-)/.test(file);
      if (isEvidence) paths.add(path);
    }
  }
  return paths;
}

async function whoRecorded(
  reader: EvidenceReader,
  path: string,
): Promise<{ account: string; principal: string }> {
  const bytes = await reader.read(path);
  const object: unknown = bytes === undefined ? null : JSON.parse(new TextDecoder().decode(bytes));
  const { account, collectedBy } = (object ?? {}) as {
    account?: unknown;
    collectedBy?: { principal?: unknown };
  };
  if (typeof account !== "string" || typeof collectedBy?.principal !== "string") {
    throw new EvidenceError("RECORDING_INVALID", `${path} does not say whose evidence it is.`, {
      path,
    });
  }
  return { account, principal: collectedBy.principal };
}

/**
 * The configuration that a snapshot was begun with; null where it has none.
 *
 * @throws EvidenceError RECORDING_INVALID when this release does not know it
 */
export async function storedConfig(
  reader: Pick<EvidenceReader, "read">,
  snapshot: string,
): Promise<EffectiveConfig | null> {
  const bytes = await reader.read(`snapshots/${snapshot}/config.json`);
  if (bytes === undefined) return null;
  const parsed = effectiveConfigSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (!parsed.success) {
    throw new EvidenceError(
      "RECORDING_INVALID",
      `snapshots/${snapshot}/config.json is not a configuration that this release knows. Replay it with the release that made it, or give --config.`,
    );
  }
  return parsed.data;
}
