import { reads, source } from "../source.ts";
import { macie } from "./service.ts";

/** The largest page of Macie, and the most findings that it gives at once. */
const PAGE_ITEMS = 50;

/** How Macie refuses where it is switched off: as if for want of permission. */
const NOT_ENABLED = "Macie is not enabled";

/**
 * Every finding of Amazon Macie in a region: sensitive data that it found, and buckets that lie open.
 *
 * @see https://docs.aws.amazon.com/macie/latest/APIReference/findings.html
 * @see https://docs.aws.amazon.com/macie/latest/APIReference/findings-describe.html
 */
export const macieFindings = source({
  name: "macie2.findings",
  scope: "regional",
  operations: [
    reads(macie, "ListFindings", {
      actions: ["macie2:ListFindings"],
      notEnabledSays: NOT_ENABLED,
      streamed: true,
    }),
    reads(macie, "GetFindings", { actions: ["macie2:GetFindings"], streamed: true }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(macie);
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new sdk.ListFindingsCommand({ maxResults: PAGE_ITEMS, nextToken }),
      );
      ({ nextToken } = page);
      const { findingIds = [] } = page;
      if (findingIds.length === 0) continue;
      await client.send(new sdk.GetFindingsCommand({ findingIds }));
    } while (nextToken);
  },
});
