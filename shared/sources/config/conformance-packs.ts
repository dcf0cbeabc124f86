import { reads, source } from "../source.ts";
import { configService } from "./service.ts";

/**
 * What the conformance packs of a region come to, rule by rule. What their rules say of resources is
 * in `config.rule-compliance`.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePacks.html
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePackCompliance.html
 */
export const conformancePacks = source({
  name: "config.conformance-packs",
  scope: "regional",
  operations: [
    reads(configService, "DescribeConformancePacks", {
      actions: ["config:DescribeConformancePacks"],
    }),
    reads(configService, "DescribeConformancePackCompliance", {
      actions: ["config:DescribeConformancePackCompliance"],
      gone: ["NoSuchConformancePackException"],
      streamed: true,
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(configService);
    let NextToken: string | undefined;
    do {
      const page = await client.send(new sdk.DescribeConformancePacksCommand({ NextToken }));
      ({ NextToken } = page);
      await each(page.ConformancePackDetails ?? [], async ({ ConformancePackName }) => {
        let next: string | undefined;
        do {
          const compliance = await client.send(
            new sdk.DescribeConformancePackComplianceCommand({
              ConformancePackName,
              NextToken: next,
            }),
          );
          next = compliance.NextToken;
        } while (next);
      });
    } while (NextToken);
  },
});
