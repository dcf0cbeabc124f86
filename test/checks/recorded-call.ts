import type { Json } from "../../shared/evidence/evidence-object.ts";

/** A recorded call with its answer, or with the outcome that stands in place of one. */
export const call = <Operation extends string>(
  operation: Operation,
  input: Readonly<Record<string, Json>>,
  answer: Readonly<Record<string, Json>> | "denied" | "gone",
) =>
  typeof answer === "string"
    ? { operation, input, outcome: answer }
    : { operation, input, response: answer };
