import { reads, source } from "../source.ts";
import { hubDescription } from "./hub.ts";
import { securityHub } from "./service.ts";

/** The most controls that Security Hub lists in a page, and associations that it gives at once. */
const PAGE_ITEMS = 100;

/**
 * Which controls of the standards that are on in a region are checked, and which somebody switched
 * off, with the reason given: what is off has no findings.
 *
 * `DescribeStandardsControls` says the same by the ids of before consolidated controls; the operations
 * below are those that AWS names for controls across standards.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ListSecurityControlDefinitions.html
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchGetStandardsControlAssociations.html
 */
export const controlAssociations = source({
  name: "securityhub.control-associations",
  scope: "regional",
  operations: [
    hubDescription,
    reads(securityHub, "GetEnabledStandards", {
      actions: ["securityhub:GetEnabledStandards"],
    }),
    reads(securityHub, "ListSecurityControlDefinitions", {
      actions: ["securityhub:ListSecurityControlDefinitions"],
      streamed: true,
    }),
    reads(securityHub, "BatchGetStandardsControlAssociations", {
      actions: ["securityhub:BatchGetStandardsControlAssociations"],
      streamed: true,
    }),
  ],
  async gather({ open, incomplete }) {
    const { client, sdk } = await open(securityHub);
    // Where Security Hub is off this throws: there are no standards to ask for.
    await client.send(new sdk.DescribeHubCommand({}));
    let NextToken: string | undefined;
    do {
      const standards = await client.send(
        new sdk.GetEnabledStandardsCommand({ MaxResults: PAGE_ITEMS, NextToken }),
      );
      ({ NextToken } = standards);
      for (const { StandardsArn } of standards.StandardsSubscriptions ?? []) {
        if (StandardsArn !== undefined) await readAssociations(StandardsArn);
      }
    } while (NextToken);

    async function readAssociations(StandardsArn: string): Promise<void> {
      let next: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListSecurityControlDefinitionsCommand({
            StandardsArn,
            MaxResults: PAGE_ITEMS,
            NextToken: next,
          }),
        );
        next = page.NextToken;
        const ids = (page.SecurityControlDefinitions ?? []).flatMap(({ SecurityControlId }) =>
          SecurityControlId === undefined ? [] : [{ SecurityControlId, StandardsArn }],
        );
        if (ids.length === 0) continue;
        const { UnprocessedAssociations = [] } = await client.send(
          new sdk.BatchGetStandardsControlAssociationsCommand({
            StandardsControlAssociationIds: ids,
          }),
        );
        const [first] = UnprocessedAssociations;
        if (first !== undefined) {
          incomplete(
            `Security Hub did not say whether ${UnprocessedAssociations.length} controls are on (${first.ErrorCode})`,
          );
        }
      } while (next);
    }
  },
});
