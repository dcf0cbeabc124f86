import * as z from "zod";
import { configSchema } from "./schema.ts";

/**
 * The JSON Schema of soc2.yaml for editors (draft 7, which their YAML extensions read). It says less
 * than the loader does: nothing of names that are no persons, dates in the past, or unknown ids.
 */
export function configJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(configSchema, { target: "draft-7", io: "input" }) };
}
