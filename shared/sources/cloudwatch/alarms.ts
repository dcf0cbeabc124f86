import { reads, source } from "../source.ts";
import { cloudwatch } from "./service.ts";

/**
 * Every alarm of a region, those that combine other alarms included, with its metric, its threshold
 * and what it does when it rings.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const alarms = source({
  name: "cloudwatch.alarms",
  scope: "regional",
  operations: [reads(cloudwatch, "DescribeAlarms", { actions: ["cloudwatch:DescribeAlarms"] })],
  async gather({ open }) {
    const { client, sdk } = await open(cloudwatch);
    let NextToken: string | undefined;
    do {
      const page = new sdk.DescribeAlarmsCommand({
        // Without this AWS leaves composite alarms out.
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        // 100 is the largest page.
        MaxRecords: 100,
        NextToken,
      });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
