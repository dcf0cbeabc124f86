import type { Json } from "./evidence-object.ts";

/** JSON text that is equal for equal values, whatever the order of their members. */
export function stableText(value: Json | undefined): string {
  // Written out, because it is run for every call and every look-up: JSON.stringify with a function
  // that sorts takes five times as long.
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (isList(value)) return `[${value.map(stableText).join()}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${stableText(member)}`);
  }
  return `{${members.join()}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
