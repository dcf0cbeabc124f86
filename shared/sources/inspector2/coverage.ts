import { reads, source } from "../source.ts";
import { inspector2 } from "./service.ts";

/** Single images are left out: their repository says how they are scanned. */
const RESOURCE_TYPES = ["AWS_EC2_INSTANCE", "AWS_ECR_REPOSITORY", "AWS_LAMBDA_FUNCTION"];

/**
 * Which of the account's instances, repositories and functions Inspector looks through for weak
 * packages, and why not the others. It is not asked where it is switched off, which
 * `inspector2.account-status` tells by the same call. A delegated administrator would be told of
 * every account: the others show it in their own evidence.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListCoverage.html
 */
export const coverage = source({
  name: "inspector2.coverage",
  scope: "regional",
  operations: [
    reads(inspector2, "BatchGetAccountStatus", { actions: ["inspector2:BatchGetAccountStatus"] }),
    reads(inspector2, "ListCoverage", { actions: ["inspector2:ListCoverage"] }),
  ],
  async gather({ account, open }) {
    const { client, sdk } = await open(inspector2);
    const { accounts = [] } = await client.send(
      new sdk.BatchGetAccountStatusCommand({ accountIds: [account] }),
    );
    const own = accounts.find(({ accountId }) => accountId === account);
    if (own?.state?.status === "DISABLED") return;
    const isEqual = (value: string) => ({ comparison: "EQUALS" as const, value });
    let nextToken: string | undefined;
    do {
      const page = new sdk.ListCoverageCommand({
        filterCriteria: {
          accountId: [isEqual(account)],
          resourceType: RESOURCE_TYPES.map(isEqual),
          scanType: [isEqual("PACKAGE")],
        },
        // 200 is the largest page.
        maxResults: 200,
        nextToken,
      });
      ({ nextToken } = await client.send(page));
    } while (nextToken);
  },
});
