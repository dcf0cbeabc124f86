import { reads, source } from "../source.ts";
import { configService } from "./service.ts";

/** Who made a rule that Security Hub runs its own controls by. */
const SECURITY_HUB = "securityhub.amazonaws.com";

/**
 * What AWS Config's rules of a region say, and of which resources. Rules that Security Hub made are
 * listed but not asked for their resources: their results are Security Hub's findings.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRules.html
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeComplianceByConfigRule.html
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_GetComplianceDetailsByConfigRule.html
 */
export const configRuleCompliance = source({
  name: "config.rule-compliance",
  scope: "regional",
  operations: [
    reads(configService, "DescribeConfigRules", { actions: ["config:DescribeConfigRules"] }),
    reads(configService, "DescribeComplianceByConfigRule", {
      actions: ["config:DescribeComplianceByConfigRule"],
    }),
    reads(configService, "GetComplianceDetailsByConfigRule", {
      actions: ["config:GetComplianceDetailsByConfigRule"],
      gone: ["NoSuchConfigRuleException"],
      streamed: true,
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(configService);
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new sdk.DescribeConfigRulesCommand({ NextToken }));
      ({ NextToken } = page);
      for (const { ConfigRuleName, CreatedBy } of page.ConfigRules ?? []) {
        if (ConfigRuleName !== undefined && CreatedBy !== SECURITY_HUB) names.push(ConfigRuleName);
      }
    } while (NextToken);
    do {
      const page = new sdk.DescribeComplianceByConfigRuleCommand({ NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
    await each(names, async (ConfigRuleName) => {
      let next: string | undefined;
      do {
        // 100 is the largest page.
        const page = await client.send(
          new sdk.GetComplianceDetailsByConfigRuleCommand({
            ConfigRuleName,
            Limit: 100,
            NextToken: next,
          }),
        );
        next = page.NextToken;
      } while (next);
    });
  },
});
