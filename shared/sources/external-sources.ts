import { accessAnalyzerFindings } from "./accessanalyzer/findings-v2.ts";
import { conformancePacks } from "./config/conformance-packs.ts";
import { configRuleCompliance } from "./config/rule-compliance.ts";
import { guardDutyFindings } from "./guardduty/findings.ts";
import { inspectorFindings } from "./inspector2/findings.ts";
import { macieFindings } from "./macie2/findings.ts";
import { controlAssociations } from "./securityhub/control-associations.ts";
import { findingAggregators } from "./securityhub/finding-aggregators.ts";
import { FINDINGS_SHARDS, securityHubFindings } from "./securityhub/findings.ts";
import type { Source } from "./source.ts";

/**
 * What is read of other tools, once for all criteria, in groups that are read apart from each other in
 * the account: the shards of Security Hub, which may take minutes each, and all the others together.
 */
export const EXTERNAL_GROUPS: Readonly<Record<string, readonly Source[]>> = {
  ...Object.fromEntries(
    securityHubFindings.map((shard, index) => [FINDINGS_SHARDS[index]?.name, [shard]]),
  ),
  others: [
    findingAggregators,
    controlAssociations,
    configRuleCompliance,
    conformancePacks,
    guardDutyFindings,
    inspectorFindings,
    macieFindings,
    accessAnalyzerFindings,
  ],
};

/** All of them. */
export const EXTERNAL_SOURCES: readonly Source[] = Object.values(EXTERNAL_GROUPS).flat();
