import { reads, source } from "../source.ts";
import { configService } from "./service.ts";

/**
 * What it takes to know the configuration recorders of a region: each source that asks about them
 * declares it beside its own operations.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html
 */
export const recorderListing = reads(configService, "DescribeConfigurationRecorders", {
  actions: ["config:DescribeConfigurationRecorders"],
});

/** The configuration recorders of a region, and what they record. */
export const recorders = source({
  name: "config.recorders",
  scope: "regional",
  operations: [recorderListing],
  async gather({ open }) {
    const { client, sdk } = await open(configService);
    await client.send(new sdk.DescribeConfigurationRecordersCommand({}));
  },
});
