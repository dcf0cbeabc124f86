import { externalFolder } from "../external/external-path.ts";
import type { PlannedSource } from "../integrity/manifest.ts";
import type { Source } from "../sources/source.ts";

/** What stands for a criterion where a source is read once for all. */
export const EXTERNAL = "external";

/** Sources by the group in which they are read: in the account, each by a call of its own. */
export type ExternalGroups = Readonly<Record<string, readonly Source[]>>;

/** The name of a group among the collectors' results: `external-severe`. */
export function externalItem(group: string): string {
  return `${EXTERNAL}-${group}`;
}

/** The name of the group that reads a source. */
export function externalItemOf(groups: ExternalGroups, source: string): string {
  const own = Object.entries(groups).find(([, sources]) =>
    sources.some(({ name }) => name === source),
  );
  return externalItem(own?.[0] ?? "");
}

/** The external sources with each region in which they are read. */
export function externalExpected(
  sources: readonly Source[],
  regions: readonly string[],
): PlannedSource[] {
  return sources.flatMap(({ name, scope }): PlannedSource[] =>
    (scope === "global" ? [null] : regions).map((region) => ({
      criterion: EXTERNAL,
      source: name,
      region,
    })),
  );
}

/** `import-` and the first 16 hex digits of the file's SHA-256. */
const IMPORT_FILE = /^(import-[0-9a-f]{16})(?:\.part-\d{4})?\.ndjson$/;

/** The source under which a file's findings are filed. */
export function importSourceOf(sha256: string): string {
  return `import-${sha256.slice(0, 16)}`;
}

/** Whether a source is what somebody imported: no plan knows of it. */
export function isImport(source: string): boolean {
  return /^import-[0-9a-f]{16}$/.test(source);
}

/** What was filed among the external findings of a snapshot, by name. */
export function importsAmong(paths: Iterable<string>, snapshot: string): PlannedSource[] {
  const folder = externalFolder(snapshot);
  const sources = new Set<string>();
  for (const path of paths) {
    const source = IMPORT_FILE.exec(path.slice(folder.length))?.[1];
    if (path.startsWith(folder) && source !== undefined) sources.add(source);
  }
  return [...sources].map((source) => ({ criterion: EXTERNAL, source, region: null }));
}
