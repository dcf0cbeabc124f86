import * as z from "zod";

/** A snapshot's name: its scheduled time in UTC with hyphens for colons. */
export const snapshotNameSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
