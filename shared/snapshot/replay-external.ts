import { instantOfSnapshot } from "../evidence/instant.ts";
import {
  type ExternalEnd,
  type ExternalHeader,
  linesOf,
  readPart,
} from "../external/external-object.ts";
import { externalFolder, externalStem, standingParts } from "../external/external-path.ts";
import { EXTERNAL_SOURCES } from "../sources/external-sources.ts";
import type { EvidenceReader, Store } from "../store/store.ts";
import { importsAmong } from "./external-plan.ts";
import type { ExternalGatherer } from "./gatherer.ts";

/**
 * What other tools had found when a snapshot was recorded, to be brought together again: calls as they
 * were recorded, and what had been imported. Null where the recording has none of either.
 *
 * @param principal who recorded it
 */
export async function recordedExternal(
  reader: EvidenceReader,
  snapshot: string,
  principal: string,
): Promise<ExternalGatherer | null> {
  const paths = new Set<string>();
  for await (const { path } of reader.list(externalFolder(snapshot))) paths.add(path);
  const sources = EXTERNAL_SOURCES.filter(({ name }) =>
    [...paths].some((path) => path.startsWith(`${externalFolder(snapshot)}${name}.`)),
  );
  const imports = importsAmong(paths, snapshot);
  if (sources.length === 0 && imports.length === 0) return null;
  const collectedBy = await whoCollected(reader, paths);
  return {
    collectedBy: collectedBy ?? { principal, version: "none", sdk: "none" },
    sources,
    async stream({ source, region }, receive) {
      let last: ExternalEnd | undefined;
      for (const path of standingParts(
        externalStem({ snapshot, source: source.name, region }),
        paths,
      )) {
        const bytes = (await reader.read(path)) ?? new Uint8Array();
        const { end } = readPart(bytes, path);
        last = end.continues ? undefined : end;
        for (const { value, redactions } of linesOf(bytes, path)) {
          if (!("call" in value)) continue;
          await receive({
            call: value.call,
            redactions: redactions.map(({ pointer, rule }) => ({
              pointer: pointer.replace(/^\/call/, ""),
              rule,
            })),
          });
        }
      }
      const where = region === null ? "" : ` in ${region}`;
      const instant = instantOfSnapshot(snapshot);
      const missing = `The recording has no ${source.name}${where}`;
      const reason = last === undefined ? missing : last.incompleteReason;
      return {
        startedAt: last?.startedAt ?? instant,
        completedAt: last?.completedAt ?? instant,
        complete: last?.complete === true,
        ...(reason === undefined ? {} : { incompleteReason: reason }),
        writable: true,
      };
    },
    async refile(store, into) {
      for (const { source } of imports) {
        for (const path of standingParts(externalStem({ snapshot, source, region: null }), paths)) {
          await refilePart(reader, path, store, { from: snapshot, into });
        }
      }
    },
  };
}

/** A part as it was, under the name of the snapshot that it is filed for again. */
async function refilePart(
  reader: EvidenceReader,
  path: string,
  store: Store,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  const bytes = (await reader.read(path)) ?? new Uint8Array();
  readPart(bytes, path);
  const end = bytes.indexOf(LINE_FEED);
  const rest = bytes.subarray(end + 1);
  // Its members in the order in which they stand: all but one come to the same bytes.
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as ExternalHeader;
  const first = new TextEncoder().encode(`${JSON.stringify({ ...header, snapshot: into })}\n`);
  const refiled = new Uint8Array(first.length + rest.length);
  refiled.set(first);
  refiled.set(rest, first.length);
  const name = path.slice(externalFolder(from).length);
  await store.put(`${externalFolder(into)}${name}`, refiled);
}

const LINE_FEED = 0x0a;

async function whoCollected(reader: EvidenceReader, paths: ReadonlySet<string>) {
  for (const path of paths) {
    if (!path.endsWith(".ndjson") || /\/(?:findings|import-)/.test(path)) continue;
    const bytes = (await reader.read(path)) ?? new Uint8Array();
    const { collectedBy } = readPart(bytes, path).header;
    if (collectedBy !== undefined) return collectedBy;
  }
  return undefined;
}
