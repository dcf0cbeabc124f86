import { EvidenceError } from "../errors/evidence-error.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import {
  type EvidenceObject,
  evidenceObjectSchema,
  outcomeSchema,
} from "../evidence/evidence-object.ts";
import { attachmentPath, type EvidencePath, evidencePath } from "../evidence/evidence-path.ts";
import { splitEvidence, storedJson } from "../evidence/serialize.ts";
import type { Source } from "../sources/source.ts";
import type { EvidenceReader, Store } from "../store/store.ts";
import type { GatheredBody } from "./gatherer.ts";
import { putOrAdopt } from "./put-or-adopt.ts";

/**
 * Writes what was gathered for one criterion; another writer's object of the same name is adopted.
 *
 * @returns the paths written
 */
export async function writeEvidence(
  store: Store,
  where: EvidencePath,
  frame: { readonly criterion: string; readonly account: string },
  body: GatheredBody,
): Promise<string[]> {
  const object: EvidenceObject = {
    schema: "evidence/1",
    criterion: frame.criterion,
    snapshot: where.snapshot,
    source: where.source,
    account: frame.account,
    region: where.region,
    collectedBy: body.collectedBy,
    startedAt: body.startedAt,
    completedAt: body.completedAt,
    complete: body.complete,
    ...(body.incompleteReason === undefined ? {} : { incompleteReason: body.incompleteReason }),
    calls: [...body.calls],
    redactions: [...body.redactions],
  };
  const parts = splitEvidence(object);
  const paths: string[] = [];
  for (const [index, part] of parts.entries()) {
    const path = evidencePath(where, parts.length === 1 ? undefined : index + 1);
    await putOrAdopt(store, path, storedJson(part));
    paths.push(path);
  }
  return paths;
}

/** Writes the files that AWS produced whole, from the stored evidence: byte for byte. */
export async function writeAttachments(
  store: Pick<Store, "put">,
  where: EvidencePath,
  source: Source,
  stored: readonly StoredEvidence[],
): Promise<void> {
  for (const { operation, member, extension } of source.attachments ?? []) {
    const answered = stored
      .flatMap(({ object }) => object.calls)
      .filter((call) => call.operation === operation && call.outcome === "ok")
      .at(-1);
    const content = (answered?.response as Record<string, unknown> | undefined)?.[member];
    if (typeof content !== "string") continue;
    await store.put(attachmentPath(where, extension), Buffer.from(content, "base64"));
  }
}

/**
 * Reads one source's evidence back from the store, as everyone after us will: nothing when it is
 * not there, several objects when it was split.
 *
 * @throws EvidenceError SCHEMA_INVALID when a file is not what its name says
 */
export async function readEvidence(
  store: Pick<EvidenceReader, "read"> & { describe(): string },
  where: EvidencePath,
  paths: ReadonlySet<string>,
  account: string | null = null,
): Promise<StoredEvidence[]> {
  if (paths.has(evidencePath(where))) return [await readObject(store, where, account)];
  const stored: StoredEvidence[] = [];
  for (let part = 1; paths.has(evidencePath(where, part)); part += 1) {
    stored.push(await readObject(store, where, account, part));
  }
  const first = stored[0];
  if (first !== undefined && first.object.part?.of !== stored.length) {
    // A run that was killed between parts: what is there counts, the rest was not written.
    const reason = "Only a part of the evidence was written before the run ended";
    return stored.map(({ path, object }) => ({
      path,
      object: { ...object, complete: false, incompleteReason: reason },
    }));
  }
  return stored;
}

const frameSchema = evidenceObjectSchema.omit({ calls: true, redactions: true }).loose();

async function readObject(
  store: Pick<EvidenceReader, "read"> & { describe(): string },
  where: EvidencePath,
  account: string | null,
  part?: number,
): Promise<StoredEvidence> {
  const path = evidencePath(where, part);
  const parsed = parseOrNothing(await store.read(path));
  const frame = frameSchema.safeParse(parsed);
  const calls = (parsed as { calls?: unknown } | undefined)?.calls;
  if (
    !frame.success ||
    !Array.isArray(calls) ||
    !calls.every(isCall) ||
    !where.folder.startsWith(`${frame.data.criterion}-`) ||
    (account !== null && frame.data.account !== account) ||
    frame.data.part?.number !== part ||
    frame.data.snapshot !== where.snapshot ||
    frame.data.source !== where.source ||
    frame.data.region !== where.region
  ) {
    throw new EvidenceError(
      "SCHEMA_INVALID",
      `${path} in ${store.describe()} is not the evidence that its name says. Take the snapshot into another folder.`,
      { path },
    );
  }
  return { path, object: parsed as unknown as EvidenceObject };
}

/** As much of a call as judging takes for granted. */
function isCall(call: unknown): boolean {
  const { operation, outcome, input } = (call ?? {}) as Record<string, unknown>;
  return (
    typeof operation === "string" &&
    outcomeSchema.safeParse(outcome).success &&
    typeof input === "object" &&
    input !== null
  );
}

function parseOrNothing(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
