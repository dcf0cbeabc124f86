import { hash } from "node:crypto";
import { EvidenceError } from "../errors/evidence-error.ts";
import { externalStem } from "../external/external-path.ts";
import {
  type ImportedFile,
  INBOX,
  importedFileSchema,
  inboxFolder,
} from "../external/imported-file.ts";
import { type PartFrame, PartWriter } from "../external/part-writer.ts";
import type { Store } from "../store/store.ts";
import { importSourceOf, isImport } from "./external-plan.ts";

/** Where imports are filed. */
export interface FileImportsInput {
  readonly store: Store;
  readonly snapshot: string;
  readonly account: string;
}

/**
 * Files the imports that stand, whole: header, findings, and how each was read. The inbox is left as it
 * is.
 *
 * @returns the sources under which they were filed
 * @throws EvidenceError SCHEMA_INVALID when the inbox holds what no import wrote
 */
export async function fileImports(input: FileImportsInput): Promise<string[]> {
  const filed: string[] = [];
  for (const file of await standingImports(input.store, input.snapshot)) {
    const source = importSourceOf(file.importedFrom.sha256);
    await fileOne(input, source, file);
    filed.push(source);
  }
  return filed;
}

/**
 * The imports that the next snapshot files: those that no snapshot has yet, and those that the last one
 * filed unless newer ones hold findings of all their tools and accounts. What is not imported anew
 * stands on with its age: left out, its findings would look mended.
 *
 * @param snapshot the one that is being taken; what it has already does not count
 * @throws EvidenceError SCHEMA_INVALID when the inbox holds what no import wrote
 */
export async function standingImports(
  store: Pick<Store, "list" | "read" | "describe">,
  snapshot: string | null,
): Promise<ImportedFile[]> {
  const files = await importedFiles(store);
  if (files.length === 0) return [];
  const filed = await filedImports(store, snapshot);
  const filedOf = ({ importedFrom }: ImportedFile) =>
    filed.get(importSourceOf(importedFrom.sha256));
  const last = [...filed.values()]
    .map((one) => one.last)
    .sort()
    .at(-1);
  const candidates = files.filter((file) => {
    const own = filedOf(file);
    return own === undefined || own.last === last;
  });
  const isNewer = (one: ImportedFile, other: ImportedFile) => {
    const before = filedOf(other)?.first;
    const since = filedOf(one)?.first;
    return before !== undefined && (since === undefined || since > before);
  };
  return candidates.filter((file) => {
    const anew = new Set(candidates.filter((other) => isNewer(other, file)).flatMap(coverage));
    return !coverage(file).every((one) => anew.has(one));
  });
}

function coverage({ covers }: ImportedFile): string[] {
  return covers.map(({ tool, account }) => JSON.stringify([tool, account]));
}

/** The imports that are whole: each ends with the file that says so. */
async function importedFiles(
  store: Pick<Store, "list" | "read" | "describe">,
): Promise<ImportedFile[]> {
  const files: ImportedFile[] = [];
  for await (const { path } of store.list(INBOX)) {
    if (!path.endsWith("/import.json")) continue;
    const file = await importedFile(store, path);
    if (file !== undefined) files.push(file);
  }
  return files;
}

/**
 * What an `import.json` says; undefined where there is none.
 *
 * @throws EvidenceError SCHEMA_INVALID when it is not what an import writes
 */
export async function importedFile(
  store: Pick<Store, "read" | "describe">,
  path: string,
): Promise<ImportedFile | undefined> {
  const bytes = await store.read(path);
  if (bytes === undefined) return undefined;
  const parsed = importedFileSchema.safeParse(parsedOrNothing(bytes));
  if (parsed.success) return parsed.data;
  throw new EvidenceError(
    "SCHEMA_INVALID",
    `${path} in ${store.describe()} is not what import writes. Move ${path.split("/").slice(0, -1).join("/")} away and import the file again.`,
    { path },
  );
}

/** The snapshots that hold an import. */
interface Filed {
  readonly first: string;
  readonly last: string;
}

/**
 * The first and the last snapshot that hold each import, by the import's name: `import-<16 hex digits>`.
 *
 * @param except a snapshot that does not count, because it is being taken
 */
export async function filedImports(
  store: Pick<Store, "list">,
  except: string | null,
): Promise<Map<string, Filed>> {
  const filed = new Map<string, Filed>();
  for await (const { path } of store.list("external/")) {
    const [, snapshot = "", name = ""] = path.split("/");
    const [source = ""] = name.split(".");
    if (snapshot === except || !isImport(source)) continue;
    const { first, last } = filed.get(source) ?? { first: snapshot, last: snapshot };
    filed.set(source, {
      first: snapshot < first ? snapshot : first,
      last: snapshot > last ? snapshot : last,
    });
  }
  return filed;
}

/**
 * The bytes of an import's part, as they were imported.
 *
 * @throws EvidenceError SCHEMA_INVALID when it is gone or another
 */
export async function importedPart(
  store: Pick<Store, "read" | "describe">,
  { importedFrom }: ImportedFile,
  { name, sha256 }: ImportedFile["parts"][number],
): Promise<Uint8Array> {
  const folder = inboxFolder(importedFrom.sha256);
  const bytes = await store.read(`${folder}${name}`);
  if (bytes !== undefined && hash("sha256", bytes, "hex") === sha256) return bytes;
  throw new EvidenceError(
    "SCHEMA_INVALID",
    `${folder}${name} in ${store.describe()} is ${bytes === undefined ? "gone" : "not as it was imported"}. Move ${folder} away and import ${importedFrom.file} again.`,
    { path: `${folder}${name}` },
  );
}

async function fileOne(
  { store, snapshot, account }: FileImportsInput,
  source: string,
  file: ImportedFile,
): Promise<void> {
  const { importedFrom, importedAt, findings } = file;
  const place = { snapshot, source, region: null };
  const frame: PartFrame<null> = {
    header: (part) => ({ schema: "external/1", ...place, account, part, importedFrom }),
    end: (lines, last) => ({
      end:
        last === undefined
          ? { continues: true, lines }
          : {
              ...{ continues: false, lines, complete: true },
              ...{ startedAt: importedAt, completedAt: importedAt },
              ...{ awsDateMin: null, awsDateMax: null, findings },
            },
    }),
  };
  const writer = new PartWriter<null>(externalStem(place), frame, async (path, bytes) => {
    await store.put(path, bytes);
  });
  for (const part of file.parts) {
    const bytes = await importedPart(store, file, part);
    for (const line of new TextDecoder().decode(bytes).split("\n")) {
      if (line !== "") await writer.addText(line);
    }
  }
  await writer.close(null);
}

function parsedOrNothing(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
