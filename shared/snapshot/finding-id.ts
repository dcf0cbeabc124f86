import { hash } from "node:crypto";
import type { AnyCheck, Resource } from "../checks/check.ts";

/**
 * The id of a finding: the first 16 hex digits of SHA-256 over RFC 8785 of
 * `[check's original id, account, region or null, resource id]`, where the resource id is the ARN
 * when there is one. Decisions hang on it, so it never changes.
 */
export function findingId(
  check: Pick<AnyCheck, "id" | "aliases">,
  account: string,
  resource: Resource,
): string {
  const original = check.aliases?.[0] ?? check.id;
  // RFC 8785 of a list of strings and null is what JSON.stringify gives.
  const text = JSON.stringify([original, account, resource.region, resource.arn ?? resource.id]);
  return hash("sha256", text, "hex").slice(0, 16);
}
