import { reads, source } from "../source.ts";
import { inspector2 } from "./service.ts";

/**
 * Every finding of Amazon Inspector in a region, of this account alone: a delegated administrator
 * would be told of every account, which have evidence of their own. Nothing is asked where Inspector
 * is switched off.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
 */
export const inspectorFindings = source({
  name: "inspector2.findings",
  scope: "regional",
  operations: [
    reads(inspector2, "BatchGetAccountStatus", { actions: ["inspector2:BatchGetAccountStatus"] }),
    reads(inspector2, "ListFindings", { actions: ["inspector2:ListFindings"], streamed: true }),
  ],
  async gather({ account, open }) {
    const { client, sdk } = await open(inspector2);
    const { accounts = [] } = await client.send(
      new sdk.BatchGetAccountStatusCommand({ accountIds: [account] }),
    );
    const own = accounts.find(({ accountId }) => accountId === account);
    if (own?.state?.status === "DISABLED") return;
    let nextToken: string | undefined;
    do {
      const page = new sdk.ListFindingsCommand({
        filterCriteria: { awsAccountId: [{ comparison: "EQUALS", value: account }] },
        // 100 is the largest page.
        maxResults: 100,
        nextToken,
      });
      ({ nextToken } = await client.send(page));
    } while (nextToken);
  },
});
