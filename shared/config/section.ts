import * as z from "zod";

/**
 * A mapping whose unknown keys are errors. Its messages say what is allowed, since what was found
 * is told from the file itself.
 */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === "unrecognized_keys"
        ? `one of the keys ${keys}`
        : `a mapping with keys out of ${keys}`,
  });
}

/** A list with at least one item, each item once (which the loader checks). */
export function listOf<Item extends z.ZodType>(item: Item, allowed: string) {
  return z.array(item, { error: allowed }).min(1, { error: allowed }).meta({ uniqueItems: true });
}

/** A mapping by names out of many; `allowedKeys` says which, for the error message. */
export function mapOf<Key extends z.core.$ZodRecordKey, Value extends z.core.$ZodType>(
  key: Key,
  value: Value,
  allowedKeys: string,
) {
  return z.partialRecord(key, value, {
    error: ({ code }) =>
      code === "invalid_type" ? `a mapping whose keys are ${allowedKeys}` : allowedKeys,
  });
}
