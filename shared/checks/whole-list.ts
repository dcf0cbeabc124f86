import type { Cited, Recorded } from "../evidence/cited.ts";
import { type EvidenceView, Unread } from "../evidence/evidence-view.ts";
import type { OperationName, Source, SourceInput, SourceOutput } from "../sources/source.ts";

/** The names under which AWS's services give the token for the next page. */
const TOKEN_MEMBERS = ["NextToken", "nextToken"] as const;

/**
 * All pages of a list in one region, to be asked before something is said to be missing from it.
 * A page without a token for the next is the last one, and it is only reached through those before.
 *
 * @param firstInput what the first page is asked with, so that a refusal can be cited
 * @throws Unread where the list was not read to its end
 */
export function wholeList<S extends Source, Name extends OperationName<S>>(
  evidence: EvidenceView,
  source: S,
  operation: Name,
  firstInput: SourceInput<S, Name>,
  region: string | null,
): Cited<Recorded<SourceOutput<S, Name>>>[] {
  const pages = evidence.answers(source, operation).filter(({ file }) => file.region === region);
  if (pages.some(({ value }) => isLastPage(value))) return pages;
  evidence.call(source, operation, firstInput, region ?? undefined);
  throw new Unread(`${operation} was not read to its last page`, pages[0] ?? null);
}

function isLastPage(page: unknown): boolean {
  if (typeof page !== "object" || page === null) return false;
  const members: Readonly<Record<string, unknown>> = { ...page };
  return TOKEN_MEMBERS.every((name) => members[name] === undefined || members[name] === "");
}
