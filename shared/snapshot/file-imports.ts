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
 * The imports that the next snapshot files: of each tool those that no snapshot has yet, else those
 * that the last one filed. What is not imported anew stands on with its age: left out, its findings
 * would look mended.
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
  const lastWith = await lastSnapshotsWith(store, snapshot);
  const lastOf = ({ importedFrom }: ImportedFile) =>
    lastWith.get(importSourceOf(importedFrom.sha256)) ?? "";
  return [...Map.groupBy(files, ({ importedFrom }) => importedFrom.tool).values()].flatMap(
    (sameTool) => {
      const waiting = sameTool.filter((file) => lastOf(file) === "");
      if (waiting.length > 0) return waiting;
      const last = sameTool.map(lastOf).sort().at(-1);
      return sameTool.filter((file) => lastOf(file) === last);
    },
  );
}

/** The imports that are whole: each ends with the file that says so. */
async function importedFiles(
  store: Pick<Store, "list" | "read" | "describe">,
): Promise<ImportedFile[]> {
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
 * The last snapshot that holds each import, by the import's name: `import-<16 hex digits>`.
 *
 * @param except a snapshot that does not count, because it is being taken
 */
export async function lastSnapshotsWith(
  store: Pick<Store, "list">,
  except: string | null,
): Promise<Map<string, string>> {
  const last = new Map<string, string>();
  for await (const { path } of store.list("external/")) {
    const [, snapshot = "", name = ""] = path.split("/");
    const [source = ""] = name.split(".");
    if (snapshot === except || !isImport(source)) continue;
    if (snapshot > (last.get(source) ?? "")) last.set(source, snapshot);
  }
  return last;
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
