import type { Cited, Recorded } from "../../evidence/cited.ts";
import { recorderStatus } from "../../sources/config/recorder-status.ts";
import { recorders } from "../../sources/config/recorders.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { accountInRegion } from "../account/account-in-region.ts";
import { inUnusedRegion, regionUse, SIGNS_OF_USE } from "../account/region-use.ts";
import {
  check,
  covers,
  fail,
  indeterminate,
  type JudgeContext,
  type Judgement,
  type Population,
  pass,
} from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";

type Page = Recorded<SourceOutput<typeof recorders, "DescribeConfigurationRecorders">>;
type Recorder = NonNullable<Page["ConfigurationRecorders"]>[number];

const recordersByRegion: Population<Cited<Page>> = {
  definition: "the account in every region, by its configuration recorder",
  needs: [recorders],
  placedBy: SIGNS_OF_USE,
  *members(context) {
    for (const page of context.evidence.answers(recorders, "DescribeConfigurationRecorders")) {
      yield accountInRegion(page, page.at("ConfigurationRecorders"), context);
    }
  },
};

/**
 * AWS Config records every type of resource, and delivers. Recorders that AWS's services make for
 * themselves record only what those services need, and do not count.
 */
export const recorderOn = check({
  id: "config.recorder-on",
  title: "AWS Config records every resource and delivers",
  severity: "medium",
  controls: [covers("DT-04", "configuration recorders and delivery")],
  why: "The recorder's history is what shows when a setting changed and what it was before; without it a departure from the baseline leaves no trace.",
  fix: {
    downtime: "none",
    steps:
      "Make a recorder of all resource types and a delivery channel to a bucket, and start it. It costs 0.003 USD per recorded change; daily recording limits that where much changes.",
    cli: "aws configservice put-configuration-recorder --region REGION --configuration-recorder name=default,roleARN=ROLE_ARN --recording-group allSupported=true && aws configservice put-delivery-channel --region REGION --delivery-channel name=default,s3BucketName=BUCKET && aws configservice start-configuration-recorder --region REGION --configuration-recorder-name default",
    cdk: 'new config.CfnConfigurationRecorder(this, "Recorder", { roleArn: role.roleArn, recordingGroup: { allSupported: true } }); new config.CfnDeliveryChannel(this, "Delivery", { s3BucketName: bucket.bucketName });',
  },
  references: {
    cis: { "1.2.0": "2.5", "5.0.0": "3.3" },
    fsbp: ["Config.1"],
    prowler: ["config_recorder_all_regions_enabled"],
    docs: [
      "https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html",
      "https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html",
      "https://docs.aws.amazon.com/config/latest/APIReference/API_DeliveryChannelStatus.html",
    ],
  },
  population: recordersByRegion,
  needs: [recorderStatus],
  judge(page, context, { id, region }) {
    const use = regionUse(context.evidence, region);
    const list = page.at("ConfigurationRecorders");
    if (list.value === undefined) {
      return indeterminate(`AWS Config does not list the recorders of ${region}.`, page);
    }
    const own = list.each().find(({ value }) => !value.servicePrincipal);
    const judgement =
      own === undefined
        ? fail(`Account ${id} has no configuration recorder in ${region}.`, list)
        : judgeRecorder(own, region, context);
    return inUnusedRegion(judgement, use);
  },
});

function judgeRecorder(
  recorder: Cited<Recorder>,
  region: string | null,
  context: JudgeContext,
): Judgement {
  const group = recorder.at("recordingGroup");
  const name = `The recorder ${recorder.value.name ?? "without a name"} in ${region}`;
  const at = region ?? undefined;
  const { evidence } = context;
  const statuses = evidence.call(recorderStatus, "DescribeConfigurationRecorderStatus", {}, at);
  const status =
    statuses.outcome === "ok"
      ? statuses.response
          .at("ConfigurationRecordersStatus")
          .each()
          .find(({ value }) => value.name === recorder.value.name)
      : undefined;
  if (status?.value.recording === undefined) {
    return indeterminate(`AWS Config does not say whether ${lower(name)} runs.`, statuses.at);
  }
  if (!status.value.recording) return fail(`${name} is stopped.`, status);
  if (status.value.lastStatus?.toUpperCase() === "FAILURE") {
    const why = status.value.lastErrorCode ?? "no reason given";
    return fail(`${name} could not record when it last tried (${why}).`, status);
  }
  const deliveries = evidence.call(recorderStatus, "DescribeDeliveryChannelStatus", {}, at);
  const channels = deliveries.outcome === "ok" ? deliveries.response : undefined;
  const [channel] = channels?.at("DeliveryChannelsStatus").each() ?? [];
  if (channel === undefined) return fail(`${name} has no delivery channel.`, deliveries.at);
  const { configHistoryDeliveryInfo: history, configStreamDeliveryInfo: stream } = channel.value;
  for (const info of [history, stream]) {
    if (info?.lastStatus?.toUpperCase() !== "FAILURE") continue;
    const why = info.lastErrorCode ?? "no reason given";
    return fail(`${name} could not deliver when it last tried (${why}).`, channel);
  }
  return judgeTypes(name, group, recorder, status, channel);
}

function judgeTypes(
  name: string,
  group: Cited<Recorder["recordingGroup"]>,
  ...[recorder, ...others]: [Cited<unknown>, ...Cited<unknown>[]]
): Judgement {
  const { allSupported, resourceTypes = [], exclusionByResourceTypes } = group.value ?? {};
  if (allSupported === true) {
    return pass(`${name} records every type of resource and delivers.`, group, ...others);
  }
  const excluded = exclusionByResourceTypes?.resourceTypes ?? [];
  if (excluded.length > 0) {
    const reason = `${name} records every type of resource but ${listInWords(excluded)}.`;
    return { ...fail(reason, group), severity: "low" };
  }
  if (allSupported === false) {
    const reason = `${name} records ${resourceTypes.length} types of resource only.`;
    return fail(reason, group);
  }
  return indeterminate(`AWS Config does not say what ${lower(name)} records.`, recorder);
}

function lower(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
