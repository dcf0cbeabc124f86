import type { Cited } from "../../evidence/cited.ts";

/** The pages of one list in one region, as far as they were read. */
export interface ListedPages<Page> {
  readonly pages: readonly Cited<Page>[];
  /** Whether the last page is among them: only then does a missing item prove anything. */
  readonly whole: boolean;
}

/**
 * The pages that belong to a region. A page without a token for the next is the last one, and it is
 * only ever reached through all pages before it.
 */
export function pagesIn<Page extends { readonly NextToken?: string | undefined }>(
  answers: readonly Cited<Page>[],
  region: string | null,
): ListedPages<Page> {
  const pages = answers.filter(({ file }) => file.region === region);
  return {
    pages,
    whole: pages.some(({ value }) => value.NextToken === undefined || value.NextToken === ""),
  };
}
