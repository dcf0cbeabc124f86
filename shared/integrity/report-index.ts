import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { mediaTypeOf, placeOf } from "./bundle-layout.ts";
import { compareUtf8, equalBytes } from "./bytes.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { assertSafePath } from "./safe-path.ts";
import { parseStrictJson } from "./strict-json.ts";

/** What `schema` says in report indexes of this release. */
export const REPORTS_SCHEMA = "reports/1";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** `reports/1`: what was rendered after the seal, and of which manifest it shows the content. */
export const reportIndexSchema = z.strictObject({
  schema: z.literal(REPORTS_SCHEMA),
  snapshot: z.string(),
  manifestSha256: sha256Schema,
  files: z.array(
    z.strictObject({
      path: z.string(),
      size: z.int().min(0),
      sha256: sha256Schema,
      mediaType: z.string().min(1).max(256),
    }),
  ),
});

/** A whole report index. */
export type ReportIndex = z.infer<typeof reportIndexSchema>;

/** Makes the index of reports whose paths begin with `snapshots/<snapshot>/reports/`. */
export function buildReportIndex(
  snapshot: string,
  manifestSha256: string,
  files: readonly { path: string; size: number; sha256: string }[],
): ReportIndex {
  return {
    schema: REPORTS_SCHEMA,
    snapshot,
    manifestSha256,
    files: files
      .map((file) => ({ ...file, mediaType: mediaTypeOf(file.path) }))
      .toSorted((left, right) => compareUtf8(left.path, right.path)),
  };
}

/** The stored bytes: RFC 8785. */
export function encodeReportIndex(index: ReportIndex): Uint8Array {
  return canonicalBytes(index);
}

/**
 * Reads a report index whose signature has been checked.
 *
 * @param path names the file in errors
 * @throws EvidenceError JSON_INVALID, SCHEMA_UNKNOWN, SCHEMA_INVALID or PATH_UNSAFE
 */
export function parseReportIndex(bytes: Uint8Array, path: string): ReportIndex {
  const value = parseStrictJson(bytes, path);
  const stated = z.looseObject({ schema: z.string() }).safeParse(value).data?.schema;
  if (stated !== undefined && stated !== REPORTS_SCHEMA) {
    throw new EvidenceError(
      "SCHEMA_UNKNOWN",
      `${path} states the schema ${JSON.stringify(stated)}, which this release does not know.`,
      { path },
    );
  }
  const parsed = reportIndexSchema.safeParse(value);
  if (!parsed.success) throw invalid(path, z.prettifyError(parsed.error));
  const index = parsed.data;
  let before = "";
  for (const file of index.files) {
    assertSafePath(file.path);
    const place = placeOf(file.path);
    if (place.kind !== "report" || place.snapshot !== index.snapshot) {
      throw invalid(
        path,
        `it lists ${JSON.stringify(file.path)}, which is no report of this snapshot`,
      );
    }
    if (compareUtf8(before, file.path) >= 0) throw invalid(path, "its files are not sorted");
    before = file.path;
  }
  if (!equalBytes(encodeReportIndex(index), bytes))
    throw invalid(path, "its bytes are not canonical");
  return index;
}

function invalid(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_INVALID",
    `${path} breaks the rules of ${REPORTS_SCHEMA}: ${what}`,
    { path },
  );
}
