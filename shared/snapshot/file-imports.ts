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
import { importSourceOf } from "./external-plan.ts";

/** Where imports are filed. */
export interface FileImportsInput {
  readonly store: Store;
  readonly snapshot: string;
  readonly account: string;
}

/**
 * Files what was imported and no snapshot has yet, whole: header, findings, and how it was read. The
 * inbox is left as it is; each file is filed once, by the first snapshot that is taken after it.
 *
 * @returns the sources under which they were filed now
 * @throws EvidenceError SCHEMA_INVALID when the inbox holds what no import wrote
 */
export async function fileImports(input: FileImportsInput): Promise<string[]> {
  const filed: string[] = [];
  for (const file of await importedFiles(input.store)) {
    const source = importSourceOf(file.importedFrom.sha256);
    if ((await snapshotWith(input.store, source, input.snapshot)) !== null) continue;
    await fileOne(input, source, file);
    filed.push(source);
  }
  return filed;
}

/** The imports that are whole: each ends with the file that says so. */
async function importedFiles(store: Store): Promise<ImportedFile[]> {
  const files: ImportedFile[] = [];
  for await (const { path } of store.list(INBOX)) {
    if (!path.endsWith("/import.json")) continue;
    const parsed = importedFileSchema.safeParse(parsedOrNothing(await store.read(path)));
    if (!parsed.success) {
      throw new EvidenceError(
        "SCHEMA_INVALID",
        `${path} in ${store.describe()} is not what import writes. Move ${path.split("/").slice(0, -1).join("/")} away and import the file again.`,
        { path },
      );
    }
    files.push(parsed.data);
  }
  return files;
}

/**
 * The snapshot that holds an import; null where none does.
 *
 * @param source its name there: `import-<16 hex digits>`
 * @param except a snapshot that does not count, because it is being taken
 */
export async function snapshotWith(
  store: Pick<Store, "list">,
  source: string,
  except?: string,
): Promise<string | null> {
  for await (const { path } of store.list("external/")) {
    const [, snapshot = "", name = ""] = path.split("/");
    if (snapshot !== except && name.startsWith(`${source}.`)) return snapshot;
  }
  return null;
}

async function fileOne(
  { store, snapshot, account }: FileImportsInput,
  source: string,
  { importedFrom, importedAt, findings, parts }: ImportedFile,
): Promise<void> {
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
  const folder = inboxFolder(importedFrom.sha256);
  for (const part of parts) {
    const bytes = await store.read(`${folder}${part}`);
    if (bytes === undefined) {
      throw new EvidenceError(
        "SCHEMA_INVALID",
        `${folder}${part} in ${store.describe()} is gone. Move ${folder} away and import ${importedFrom.file} again.`,
        { path: `${folder}${part}` },
      );
    }
    for (const line of new TextDecoder().decode(bytes).split("\n")) {
      if (line !== "") await writer.addText(line);
    }
  }
  await writer.close(null);
}

function parsedOrNothing(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
