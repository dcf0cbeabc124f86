import { describe, expect, it } from "vitest";
import { recorderOn } from "../../../shared/checks/config/recorder-on.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { recorderStatus } from "../../../shared/sources/config/recorder-status.ts";
import { recorders } from "../../../shared/sources/config/recorders.ts";
import { useEvidence } from "../account/use-evidence.ts";
import { ACCOUNT, citations, judged, outcomes, type RecordedCall, recorded } from "../judging.ts";

type Members = { readonly [member: string]: Json };
type Answer = Pick<RecordedCall<typeof recorderStatus>, "outcome" | "response">;

const RECORDER: Members = {
  name: "default",
  roleARN: `arn:aws:iam::${ACCOUNT}:role/config`,
  recordingGroup: { allSupported: true, includeGlobalResourceTypes: true, resourceTypes: [] },
};
const STATUS: Members = { name: "default", recording: true, lastStatus: "SUCCESS" };
const CHANNEL: Members = {
  name: "default",
  configHistoryDeliveryInfo: { lastStatus: "SUCCESS" },
  configStreamDeliveryInfo: { lastStatus: "SUCCESS" },
};
const config = ({
  listed = [RECORDER],
  status = { response: { ConfigurationRecordersStatus: [STATUS] } },
  delivery = { response: { DeliveryChannelsStatus: [CHANNEL] } },
}: {
  readonly listed?: readonly Members[];
  readonly status?: Answer;
  readonly delivery?: Answer;
} = {}) => {
  const list = {
    operation: "DescribeConfigurationRecorders",
    response: { ConfigurationRecorders: listed },
  } as const;
  return [
    recorded(recorders, [list]),
    recorded(recorderStatus, [
      list,
      { operation: "DescribeConfigurationRecorderStatus", ...status },
      { operation: "DescribeDeliveryChannelStatus", ...delivery },
    ]),
  ];
};
const withStatus = (members: Members) =>
  config({ status: { response: { ConfigurationRecordersStatus: [{ ...STATUS, ...members }] } } });
const withDelivery = (members: Members) =>
  config({ delivery: { response: { DeliveryChannelsStatus: [{ ...CHANNEL, ...members }] } } });
const withGroup = (recordingGroup: Members) =>
  config({ listed: [{ ...RECORDER, recordingGroup }] });
const HELD = useEvidence({ groups: 1 });
const NO_RECORDER = `fail ${ACCOUNT}: Account ${ACCOUNT} has no configuration recorder in eu-west-1.`;

describe("config.recorder-on", () => {
  it.each([
    [
      "passes when everything is recorded and delivered",
      config(),
      `pass ${ACCOUNT}: The recorder default in eu-west-1 records every type of resource and delivers.`,
    ],
    ["fails without a recorder", config({ listed: [] }), NO_RECORDER],
    [
      "does not count a recorder that a service of AWS made for itself",
      config({ listed: [{ ...RECORDER, servicePrincipal: "inspector2.amazonaws.com" }] }),
      NO_RECORDER,
    ],
    [
      "fails when it is stopped",
      withStatus({ recording: false }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 is stopped.`,
    ],
    [
      "fails when it could not record",
      withStatus({ lastStatus: "FAILURE", lastErrorCode: "AccessDenied" }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 could not record when it last tried (AccessDenied).`,
    ],
    [
      "takes a state that is written otherwise",
      withStatus({ lastStatus: "Failure" }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 could not record when it last tried (no reason given).`,
    ],
    [
      "fails without a delivery channel",
      config({ delivery: { response: { DeliveryChannelsStatus: [] } } }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 has no delivery channel.`,
    ],
    [
      "fails when history was not delivered",
      withDelivery({
        configHistoryDeliveryInfo: { lastStatus: "FAILURE", lastErrorCode: "NoSuchBucket" },
      }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 could not deliver when it last tried (NoSuchBucket).`,
    ],
    [
      "fails when changes were not delivered",
      withDelivery({ configStreamDeliveryInfo: { lastStatus: "FAILURE" } }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 could not deliver when it last tried (no reason given).`,
    ],
    [
      "passes before anything was to be delivered",
      withDelivery({ configHistoryDeliveryInfo: {}, configStreamDeliveryInfo: {} }),
      `pass ${ACCOUNT}: The recorder default in eu-west-1 records every type of resource and delivers.`,
    ],
    [
      "fails when only some types are recorded",
      withGroup({ allSupported: false, resourceTypes: ["AWS::EC2::VPC", "AWS::IAM::Role"] }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 records 2 types of resource only.`,
    ],
    [
      "fails when some types are left out",
      withGroup({
        allSupported: false,
        exclusionByResourceTypes: { resourceTypes: ["AWS::EC2::NetworkInterface"] },
      }),
      `fail ${ACCOUNT}: The recorder default in eu-west-1 records every type of resource but AWS::EC2::NetworkInterface.`,
    ],
    [
      "is indeterminate when the types are left out",
      withGroup({}),
      `indeterminate ${ACCOUNT}: AWS Config does not say what the recorder default in eu-west-1 records.`,
    ],
    [
      "is indeterminate when the state is another recorder's",
      withStatus({ name: "other" }),
      `indeterminate ${ACCOUNT}: AWS Config does not say whether the recorder default in eu-west-1 runs.`,
    ],
    [
      "is indeterminate when the state is denied",
      config({ status: { outcome: "denied" } }),
      `indeterminate ${ACCOUNT}: Account ${ACCOUNT} could not be judged: AccessDenied on config:DescribeConfigurationRecorderStatus.`,
    ],
    [
      "is indeterminate when delivery is denied",
      config({ delivery: { outcome: "denied" } }),
      `indeterminate ${ACCOUNT}: Account ${ACCOUNT} could not be judged: AccessDenied on config:DescribeDeliveryChannelStatus.`,
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(recorderOn, [...evidence, ...HELD])).toEqual([expected]);
  });

  it("lets a stopped recorder fail though delivery is denied", () => {
    const evidence = config({
      status: { response: { ConfigurationRecordersStatus: [{ ...STATUS, recording: false }] } },
      delivery: { outcome: "denied" },
    });
    expect(outcomes(recorderOn, [...evidence, ...HELD])).toEqual([
      expect.stringContaining(
        `fail ${ACCOUNT}: The recorder default in eu-west-1 is stopped. Not all of`,
      ),
    ]);
  });

  it("is indeterminate when recorders are denied", () => {
    const denied = [recorders, recorderStatus].map((source) =>
      recorded(source, [{ operation: "DescribeConfigurationRecorders", outcome: "denied" }]),
    );
    expect(outcomes(recorderOn, [...denied, ...HELD])).toEqual([
      `indeterminate ${ACCOUNT}: Not all of the account in every region, by its configuration recorder in eu-west-1 could be read: AccessDenied on config:DescribeConfigurationRecorders.`,
    ]);
  });

  it("is medium where something runs, low in a region that holds nothing", () => {
    const severity = (evidence: typeof HELD) =>
      judged(recorderOn, [...config({ listed: [] }), ...evidence]).findings[0]?.severity;
    expect(severity(HELD)).toBe("medium");
    expect(severity(useEvidence({}))).toBe("low");
  });

  it("cites what is recorded, the state and the delivery", () => {
    expect(citations(recorderOn, config())).toEqual([
      "config.recorders.eu-west-1.json#/calls/0/response/ConfigurationRecorders/0/recordingGroup",
      "config.recorder-status.eu-west-1.json#/calls/1/response/ConfigurationRecordersStatus/0",
      "config.recorder-status.eu-west-1.json#/calls/2/response/DeliveryChannelsStatus/0",
    ]);
  });
});
