import { reads, source } from "../source.ts";
import { recorderListing } from "./recorders.ts";
import { configService } from "./service.ts";

/**
 * Whether the configuration recorders of a region run, and whether what they record is delivered.
 * Where there is no recorder, nothing more is asked.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorderStatus.html
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeDeliveryChannelStatus.html
 */
export const recorderStatus = source({
  name: "config.recorder-status",
  scope: "regional",
  operations: [
    recorderListing,
    reads(configService, "DescribeConfigurationRecorderStatus", {
      actions: ["config:DescribeConfigurationRecorderStatus"],
    }),
    reads(configService, "DescribeDeliveryChannelStatus", {
      actions: ["config:DescribeDeliveryChannelStatus"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(configService);
    const { ConfigurationRecorders = [] } = await client.send(
      new sdk.DescribeConfigurationRecordersCommand({}),
    );
    if (ConfigurationRecorders.length === 0) return;
    await each(
      [
        () => client.send(new sdk.DescribeConfigurationRecorderStatusCommand({})),
        () => client.send(new sdk.DescribeDeliveryChannelStatusCommand({})),
      ],
      (read) => read(),
    );
  },
});
