import * as z from "zod";
import { snapshotTime } from "../integrity/bundle-layout.ts";
import { unsafePathReason } from "../integrity/safe-path.ts";

/** What `schema` says in records of this release. */
export const SHARE_SCHEMA = "share/1";

/** The longest name of a recipient, in UTF-16 code units. */
export const MAX_RECIPIENT_CHARACTERS = 200;

const timeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "must be ISO 8601 UTC, to the second");

/** One version of one object that a link opens. */
export const sharedObjectSchema = z.strictObject({
  path: z.string().refine((path) => unsafePathReason(path) === undefined, "is not a safe path"),
  versionId: z.string().min(1).max(1024),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lowercase hexadecimal digits"),
});

/**
 * `share/1`: who gave links to whom, to what and until when. It never holds a link or any part of a
 * signature: it is sealed, and read by whoever reads the evidence. Every rule is in
 * `docs/formats/share.md`.
 */
export const shareRecordSchema = z.strictObject({
  schema: z.literal(SHARE_SCHEMA),
  snapshot: z
    .string()
    .refine((name) => snapshotTime(name) !== undefined, "must be the name of a snapshot"),
  for: z.string().min(1).max(MAX_RECIPIENT_CHARACTERS),
  by: z.string().regex(/^arn:/, "must be an ARN"),
  created: timeSchema,
  asked: timeSchema,
  expires: timeSchema,
  why: z.enum(["asked", "credentials"]),
  page: sharedObjectSchema,
  objects: z.array(sharedObjectSchema),
});

/** A whole record. */
export type ShareRecord = z.infer<typeof shareRecordSchema>;
/** One entry of `objects[]`. */
export type SharedObject = z.infer<typeof sharedObjectSchema>;

const MAX_SLUG_CHARACTERS = 40;

/** A recipient's name as file names have it: `Jo Müller, CPA` is `jo-muller-cpa`. */
export function slugOf(recipient: string): string {
  const words = recipient.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = words
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_SLUG_CHARACTERS)
    .replace(/^-+|-+$/g, "");
  return slug === "" ? "share" : slug;
}
