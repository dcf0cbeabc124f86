import * as z from "zod";
import { inclusionProofSchema } from "./inclusion-proof.ts";
import { manifestLinkSchema } from "./manifest.ts";
import { VERIFY_REPORT_SCHEMA } from "./verify.ts";

/** The shapes that `verify --json` prints. Members that a reader does not know it passes over. */

const faultSchema = z.looseObject({
  code: z.string(),
  path: z.string().nullable(),
  sequence: z.int().optional(),
  message: z.string(),
});

const lockSchema = z.looseObject({
  compliance: z.int(),
  governance: z.int(),
  expired: z.int(),
  unlocked: z.int(),
  earliestEnd: z.string().nullable(),
});

const snapshotSchema = z.looseObject({
  sequence: z.int().min(1),
  snapshot: z.string(),
  account: z.string(),
  manifestSha256: z.string(),
  complete: z.boolean(),
  fileCount: z.int(),
  byteCount: z.int(),
  comparedCount: z.int(),
  unchangedCount: z.int(),
  hasReports: z.boolean(),
  incomplete: z.array(
    z.looseObject({
      criterion: z.string(),
      source: z.string(),
      region: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  gaps: z.array(z.string()),
  nonce: z.string().nullable(),
  replayOf: z.string().nullable(),
  nextExpectedBy: z.string().nullable(),
  signedBy: z.array(z.string()),
  lock: lockSchema.nullable(),
});

const exitCodeSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

/** `verify-report/1`, what `verify --json` prints. */
export const verifyReportSchema = z.looseObject({
  schema: z.literal(VERIFY_REPORT_SCHEMA),
  exitCode: exitCodeSchema,
  consistent: z.boolean(),
  faults: z.array(faultSchema),
  warnings: z.array(faultSchema),
  snapshots: z.array(snapshotSchema),
  head: z.looseObject({ ...manifestLinkSchema.shape, snapshot: z.string() }).nullable(),
  signer: z
    .looseObject({
      keyId: z.string(),
      algorithm: z.string(),
      trusted: z.boolean(),
      trust: z.enum(["given", "introduced", "none"]),
    })
    .nullable(),
  lock: lockSchema.nullable(),
});

/** `file-report/1`, what `verify --file --json` and `verify --proof --json` print. */
export const fileReportSchema = z.looseObject({
  schema: z.literal("file-report/1"),
  exitCode: exitCodeSchema,
  faults: z.array(faultSchema),
  warnings: z.array(faultSchema),
  signedBy: z.array(z.string()),
  trusted: z.boolean(),
  lock: lockSchema.nullable(),
  proof: inclusionProofSchema.nullable(),
});
