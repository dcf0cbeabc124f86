import * as z from "zod";
import { snapshotNameSchema } from "../shared/evidence/snapshot-name.ts";

const instant = z.iso.datetime({ offset: true }).transform((time) => new Date(time).toISOString());
const nonce = z.string().min(1).max(256);

/** What the scheduler, or a person, gives `start`. */
export const startEventSchema = z.object({
  /** Without it, now. */
  scheduledFor: instant.optional(),
  nonce: nonce.optional(),
});

/** What the workflow gives `plan`. */
export const planEventSchema = z.object({
  snapshot: snapshotNameSchema,
  nonce: nonce.nullable(),
  scheduledFor: instant,
  executionStartedAt: instant,
});

/** What the workflow gives `collect`. */
export const collectEventSchema = z.object({
  snapshot: snapshotNameSchema,
  executionStartedAt: instant,
  criterion: z.string(),
});

/** How one collector ended. */
const collectorResultSchema = z.union([
  z.object({
    criterion: z.string(),
    error: z.object({ name: z.string(), cause: z.string() }),
  }),
  z.object({
    criterion: z.string(),
    complete: z.boolean(),
    objects: z.int(),
    findings: z.int(),
  }),
]);

/** What a collector gave back, or how it failed. */
export type CollectorResult = z.output<typeof collectorResultSchema>;

/** What the workflow gives `manifest`. */
export const manifestEventSchema = planEventSchema.extend({
  results: z.array(collectorResultSchema),
});
