import type { ListAnalyzersCommandOutput } from "@aws-sdk/client-accessanalyzer";

type ListAnalyzers = (nextToken: string | undefined) => Promise<ListAnalyzersCommandOutput>;
type Analyzer = NonNullable<ListAnalyzersCommandOutput["analyzers"]>[number];

/**
 * The types of analyzer that look for access from outside; the others look for unused or internal
 * access.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html
 */
export const EXTERNAL_ACCESS_TYPES: ReadonlySet<string | undefined> = new Set([
  "ACCOUNT",
  "ORGANIZATION",
]);

/**
 * The most analyzers that Access Analyzer gives in one page.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAnalyzers.html
 */
export const ANALYZERS_PAGE_ITEMS = 100;

/** Every analyzer of a region, page by page. */
export async function everyAnalyzer(list: ListAnalyzers): Promise<Analyzer[]> {
  const found: Analyzer[] = [];
  let nextToken: string | undefined;
  do {
    const page = await list(nextToken);
    found.push(...(page.analyzers ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}
