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
  /** Whose findings of which account they are: newer ones of all of these take their place. */
  covers: z.array(z.strictObject({ tool: z.string(), account: z.string() })).min(1),
  /** The files beside it that hold the findings, in order, as they were written. */
  parts: z
    .array(
      z.strictObject({
        name: z.string().regex(/^part-\d{4}\.ndjson$/),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1),
});
export type ImportedFile = z.infer<typeof importedFileSchema>;
