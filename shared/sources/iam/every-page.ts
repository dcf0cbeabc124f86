/** What every page of an IAM list says about the pages after it. */
interface IamPage {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/**
 * The most items that IAM gives in one page of a list.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const IAM_PAGE_ITEMS = 1000;

/**
 * Reads an IAM list page by page until IAM says that there is no more. IAM may give fewer items than
 * asked for and still have more, so that only `IsTruncated` ends the list.
 */
export async function everyPage(
  read: (marker: string | undefined) => Promise<IamPage>,
  incomplete: (reason: string) => void,
): Promise<void> {
  let marker: string | undefined;
  do {
    const page = await read(marker);
    if (page.IsTruncated === true && page.Marker === undefined) {
      incomplete("IAM said that its list goes on, but not where");
      return;
    }
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
}
