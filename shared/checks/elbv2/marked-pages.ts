import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type Answer, Unread } from "../../evidence/evidence-view.ts";

/**
 * The pages of one list of Elastic Load Balancing, from the first to the last.
 *
 * @param ask the answer to the call for the page that `Marker` names; the first has none
 * @throws Unread where a page was not answered, Gone where what the list belongs to was deleted
 */
export function markedPages<Output extends { readonly NextMarker?: string | undefined }>(
  ask: (Marker: { readonly Marker?: string }) => Answer<Output>,
): Cited<Recorded<Output>>[] {
  const pages: Cited<Recorded<Output>>[] = [];
  const seen = new Set<string>();
  let marker: string | undefined;
  do {
    const answer = ask(marker === undefined ? {} : { Marker: marker });
    if (answer.outcome !== "ok") throw new Unread("a page was not answered", answer.at);
    pages.push(answer.response);
    const next: { readonly NextMarker?: string | undefined } = answer.response.value;
    marker = next.NextMarker || undefined;
    if (marker !== undefined && seen.has(marker)) {
      throw new Unread("a page names itself as the next", answer.response);
    }
    seen.add(marker ?? "");
  } while (marker !== undefined);
  return pages;
}
