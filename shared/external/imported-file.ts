import * as z from "zod";
import { instantSchema } from "../evidence/evidence-object.ts";
import { importedFromSchema } from "./external-object.ts";

/** Where imports wait for the next snapshot. */
export const INBOX = "inbox/import-";

/** Where one file's findings wait: by the file's SHA-256, so that importing it again changes nothing. */
export function inboxFolder(sha256: string): string {
  return `${INBOX}${sha256.slice(0, 16)}/`;
}

/** `import.json`, written last: without it an import counts for nothing. */
export const importedFileSchema = z.strictObject({
  schema: z.literal("import/1"),
  importedFrom: importedFromSchema,
  importedAt: instantSchema,
  findings: z.int().min(1),
  /** Names of the files beside it that hold the findings, in order. */
  parts: z.array(z.string().regex(/^part-\d{4}\.ndjson$/)).min(1),
});
export type ImportedFile = z.infer<typeof importedFileSchema>;
