import * as z from "zod";
import { registerSchema } from "./register-schema.ts";

/** decisions.yaml as a JSON Schema of draft 7, which editors read. */
export function registerJsonSchema(): object {
  return z.toJSONSchema(registerSchema, { target: "draft-7", io: "input", reused: "ref" });
}
