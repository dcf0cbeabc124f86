import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import {
  callSchema,
  instantSchema,
  type Json,
  type Redaction,
  redactionSchema,
} from "../evidence/evidence-object.ts";
import { snapshotNameSchema } from "../evidence/snapshot-name.ts";

const count = z.int().min(0);

/** Where findings came from that a person added. */
export const importedFromSchema = z.strictObject({
  /** The file's own name, without its folders. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: count,
  format: z.enum(["asff", "ocsf"]),
  /** `Prowler`; null where the findings name none or several. */
  tool: z.string().nullable(),
  /** The tool's version as its findings state it; null where they state none. */
  toolVersion: z.string().nullable(),
  /** This product's, which took the file in. */
  importedBy: z.string(),
});
export type ImportedFrom = z.infer<typeof importedFromSchema>;

/** The first line of each part: whose findings, from where. */
export const externalHeaderSchema = z.strictObject({
  schema: z.literal("external/1"),
  snapshot: snapshotNameSchema,
  source: z.string(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().nullable(),
  part: z.int().min(1),
  collectedBy: z
    .strictObject({ principal: z.string(), version: z.string(), sdk: z.string() })
    .optional(),
  importedFrom: importedFromSchema.optional(),
});
export type ExternalHeader = z.infer<typeof externalHeaderSchema>;

/** One API request and its answer, as in `evidence/1`; redactions point into this line. */
export const callLineSchema = z.strictObject({
  call: callSchema,
  redactions: z.array(redactionSchema),
});

/** One finding of a file that was imported, as it stood there; redactions point into this line. */
export const findingLineSchema = z.strictObject({
  finding: z.record(z.string(), z.unknown()),
  redactions: z.array(redactionSchema),
});

/** The last line of each part. Only in the last part is it said whether everything was read. */
export const externalEndSchema = z.strictObject({
  end: z.union([
    z.strictObject({
      /** More follows in the next part. */
      continues: z.literal(true),
      /** Lines between the first and this one. */
      lines: count,
    }),
    z.strictObject({
      continues: z.literal(false),
      lines: count,
      complete: z.boolean(),
      /** Why not everything was read; absent when it was. */
      incompleteReason: z.string().optional(),
      startedAt: instantSchema,
      completedAt: instantSchema,
      /** First and last Date header, AWS's own clock; null where AWS was not asked. */
      awsDateMin: instantSchema.nullable(),
      awsDateMax: instantSchema.nullable(),
      /** How many findings were read, in all parts together. */
      findings: count,
    }),
  ]),
});
/** How a source ended, as the last line of its last part says. */
export type ExternalEnd = Extract<
  z.infer<typeof externalEndSchema>["end"],
  { readonly continues: false }
>;

/** A line between the first and the last. */
export type ExternalLine =
  | { readonly call: z.infer<typeof callSchema> }
  | { readonly finding: { readonly [key: string]: Json } };

/** One part, read. */
export interface ExternalPart {
  readonly path: string;
  readonly header: ExternalHeader;
  readonly end: z.infer<typeof externalEndSchema>["end"];
}

/** A line with where it stands: line 1 is the header. */
export interface PlacedLine {
  readonly line: number;
  readonly value: ExternalLine;
  /** Where something was cut out of it. */
  readonly redactions: readonly Redaction[];
}

/**
 * Reads the frame of one part: its first and last line.
 *
 * @throws EvidenceError SCHEMA_INVALID when it is not a whole part of `external/1`
 */
export function readPart(bytes: Uint8Array, path: string): ExternalPart {
  const lastBreak = bytes.length - 1;
  if (bytes[lastBreak] !== LINE_FEED) throw invalid(path, "it ends in the middle of a line");
  const header = externalHeaderSchema.safeParse(
    parsed(bytes.subarray(0, bytes.indexOf(LINE_FEED)), path, 1),
  );
  if (!header.success) throw invalid(path, "its first line is not that of external/1");
  const beforeLast = bytes.lastIndexOf(LINE_FEED, lastBreak - 1);
  const end = externalEndSchema.safeParse(
    parsed(bytes.subarray(beforeLast + 1, lastBreak), path, "last"),
  );
  if (!end.success) throw invalid(path, "its last line does not say how it ends");
  return { path, header: header.data, end: end.data.end };
}

/**
 * The lines between the first and the last of a part that `readPart` took, one at a time.
 *
 * @throws EvidenceError SCHEMA_INVALID where a line is neither a call nor a finding
 */
export function* linesOf(bytes: Uint8Array, path: string): Generator<PlacedLine> {
  let line = 1;
  let start = bytes.indexOf(LINE_FEED) + 1;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, start);
    // What follows the last line feed but one is the last line, which holds no evidence.
    if (end === -1 || end === bytes.length - 1) return;
    line += 1;
    const value = parsed(bytes.subarray(start, end), path, line);
    if (!isExternalLine(value)) throw invalid(path, `line ${line} is neither a call nor a finding`);
    yield { line, value, redactions: redactionsOf(value) };
    start = end + 1;
  }
}

const LINE_FEED = 0x0a;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function parsed(bytes: Uint8Array, path: string, line: number | "last"): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw invalid(path, `line ${line} is no JSON`);
  }
}

/** As much of a line as normalising takes for granted. */
function isExternalLine(value: unknown): value is ExternalLine {
  if (typeof value !== "object" || value === null) return false;
  const { call, finding } = value as { readonly call?: unknown; readonly finding?: unknown };
  return isObject(call) ? typeof Reflect.get(call, "operation") === "string" : isObject(finding);
}

function redactionsOf(value: object): readonly Redaction[] {
  const list: unknown = Reflect.get(value, "redactions");
  // Of most lines nothing was cut.
  if (Array.isArray(list) && list.length === 0) return [];
  const parsed = z.array(redactionSchema).safeParse(list);
  return parsed.success ? parsed.data : [];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function invalid(path: string, why: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_INVALID",
    `${path} is no external/1: ${why}. Take the snapshot into another folder.`,
    { path },
  );
}
