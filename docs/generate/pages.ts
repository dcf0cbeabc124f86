import type { Generated } from "./generated.ts";

/** Every generated file but the catalogue of checks. */
export async function pages(_root: string): Promise<Generated[]> {
  return [];
}
