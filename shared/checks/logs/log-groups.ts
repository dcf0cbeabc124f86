import type { Cited, Recorded } from "../../evidence/cited.ts";
import { logGroups as source } from "../../sources/logs/log-groups.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

type Page = Recorded<SourceOutput<typeof source, "DescribeLogGroups">>;

/** One log group as CloudWatch Logs describes it. */
export type LogGroup = NonNullable<Page["logGroups"]>[number];

/**
 * Every log group. Those of the delivery class only pass logs on and keep them for a day, which
 * cannot be changed.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
 */
export const logGroups: Population<Cited<LogGroup>> = {
  definition: "every log group",
  needs: [source],
  *members({ evidence, account, partition }) {
    for (const group of evidence.items(source, "DescribeLogGroups", "logGroups")) {
      const { logGroupName, logGroupClass } = group.value;
      const { region } = group.file;
      const id = logGroupName ?? group.citation.pointer;
      const member = {
        of: group,
        resource: {
          id,
          arn:
            logGroupName === undefined
              ? null
              : `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`,
          type: "AWS::Logs::LogGroup",
          region,
        },
        at: group,
        // The list leaves tags out, and asking for each would cost a call per group.
        tags: null,
      };
      const excluded = `${id} is of the delivery class, which passes logs on and keeps them for a day.`;
      yield logGroupClass === "DELIVERY" ? { ...member, excluded } : member;
    }
  },
};
