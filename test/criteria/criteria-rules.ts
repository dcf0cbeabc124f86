import type { Criterion } from "../../shared/criteria/criteria.ts";

/** What breaks the rules of the criteria's catalogue, one sentence each; empty when nothing does. */
export function breachesOf(criteria: readonly Criterion[]): string[] {
  const breaches: string[] = [];
  if (criteria.length !== 61) breaches.push(`There are ${criteria.length} criteria, not 61.`);
  const seen = new Set<string>();
  for (const { id, folder, name, about } of criteria) {
    for (const label of [id, folder, name, about]) {
      if (seen.has(label)) breaches.push(`${id}: "${label}" stands twice.`);
      seen.add(label);
    }
    if (!/^(CC|A|C|PI|P)\d+\.\d+$/.test(id)) breaches.push(`${id}: not a criterion's number.`);
    if (!/^(CC|A|C|PI|P)\d+\.\d+-[a-z0-9-]+$/.test(folder)) {
      breaches.push(`${id}: "${folder}" is not a folder name.`);
    }
    if (!folder.startsWith(`${id}-`)) breaches.push(`${id}: "${folder}" begins otherwise.`);
    if (!/^[A-Z].*[.?]$/.test(about) || about.split(/[.?!] /).length > 2) {
      breaches.push(`${id}: about is not one or two sentences.`);
    }
  }
  return breaches;
}
