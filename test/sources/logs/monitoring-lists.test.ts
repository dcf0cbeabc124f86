import { describe, expect, it } from "vitest";
import { alarms } from "../../../shared/sources/cloudwatch/alarms.ts";
import { recorderStatus } from "../../../shared/sources/config/recorder-status.ts";
import { recorders } from "../../../shared/sources/config/recorders.ts";
import { detectorSettings } from "../../../shared/sources/guardduty/detector-settings.ts";
import { detectors } from "../../../shared/sources/guardduty/detectors.ts";
import { openFindings } from "../../../shared/sources/guardduty/open-findings.ts";
import { accountStatus } from "../../../shared/sources/inspector2/account-status.ts";
import { logGroups } from "../../../shared/sources/logs/log-groups.ts";
import { metricFilters } from "../../../shared/sources/logs/metric-filters.ts";
import { hub } from "../../../shared/sources/securityhub/hub.ts";
import { standards } from "../../../shared/sources/securityhub/standards.ts";
import { subscriptions } from "../../../shared/sources/sns/subscriptions.ts";
import type { Source } from "../../../shared/sources/source.ts";
import {
  callsOf,
  gatherFrom,
  type ScriptedAnswer,
  type ScriptedRequest,
} from "../s3/scripted-aws.ts";

const REGION = "eu-west-1";
const json = (body: object): ScriptedAnswer => ({ body: JSON.stringify(body) });
const jsonError = (code: string, message: string, status = 400): ScriptedAnswer => ({
  status,
  body: JSON.stringify({ __type: code, message }),
});
const xmlError = (code: string, message: string, status = 400): ScriptedAnswer => ({
  status,
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
});
const page = (list: string, member: string) => (token: string | null) =>
  json({ [list]: [], ...(token === null ? {} : { [member]: token }) });
const snsPage = (token: string | null): ScriptedAnswer => ({
  body: `<ListSubscriptionsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsResult><Subscriptions></Subscriptions>${token === null ? "" : `<NextToken>${token}</NextToken>`}</ListSubscriptionsResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListSubscriptionsResponse>`,
});
/** `NextToken=two` of a query, `"nextToken":"two"` of a body, `nextToken=two` of an address. */
const tokenOf = ({ body, url }: ScriptedRequest) =>
  /next_?token"?[=:]"?(\w+)/i.exec(`${body} ${url}`)?.[1] ?? null;

interface Listing {
  readonly source: Source;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly token: string;
  readonly page: (token: string | null) => ScriptedAnswer;
  readonly error?: typeof jsonError;
}

const LISTINGS: readonly Listing[] = [
  {
    source: logGroups,
    operation: "DescribeLogGroups",
    input: { limit: 50 },
    token: "nextToken",
    page: page("logGroups", "nextToken"),
  },
  {
    source: metricFilters,
    operation: "DescribeMetricFilters",
    input: { limit: 50 },
    token: "nextToken",
    page: page("metricFilters", "nextToken"),
  },
  {
    source: alarms,
    operation: "DescribeAlarms",
    input: { AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 },
    token: "NextToken",
    page: page("MetricAlarms", "NextToken"),
  },
  {
    source: subscriptions,
    operation: "ListSubscriptions",
    input: {},
    token: "NextToken",
    page: snsPage,
    error: xmlError,
  },
  {
    source: detectors,
    operation: "ListDetectors",
    input: { MaxResults: 50 },
    token: "NextToken",
    page: page("detectorIds", "nextToken"),
  },
];

const SCP =
  "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform this with an explicit deny in a service control policy";

describe.each(LISTINGS.map((listing) => [listing.source.name, listing] as const))(
  "%s",
  (_name, { source, operation, input, token, page: pageOf, error = jsonError }) => {
    const inputs = (calls: readonly { readonly input: unknown }[]) => calls.map((one) => one.input);

    it("is read in the largest pages to the last, past one that is empty", async () => {
      const { gathered } = await gatherFrom(
        (request) => pageOf(tokenOf(request) === null ? "two" : null),
        source,
        REGION,
      );
      expect(gathered.incompleteReason).toBeUndefined();
      expect(callsOf(gathered)).toEqual([`${operation} ${REGION} ok`, `${operation} ${REGION} ok`]);
      expect(inputs(gathered.calls)).toEqual([input, { ...input, [token]: "two" }]);
    });

    it("costs one call where there is nothing", async () => {
      const { gathered, requests } = await gatherFrom(() => pageOf(null), source, REGION);
      expect(gathered.complete).toBe(true);
      expect(requests).toHaveLength(1);
    });

    it("is incomplete where half of it is missing, and keeps the first half", async () => {
      const { gathered } = await gatherFrom(
        (request) =>
          tokenOf(request) === null ? pageOf("two") : error("InternalFailure", "no", 500),
        source,
        REGION,
      );
      expect(gathered.complete).toBe(false);
      expect(callsOf(gathered)).toEqual([
        `${operation} ${REGION} ok`,
        `${operation} ${REGION} error`,
      ]);
    });

    it("ends at a paging token that comes again", async () => {
      const { gathered } = await gatherFrom(() => pageOf("again"), source, REGION);
      expect(gathered.incompleteReason).toContain("paging token");
    });

    it.each([
      ["denied", "AccessDeniedException", "no", "denied"],
      ["closed by an SCP", "AccessDeniedException", SCP, "denied"],
      ["throttled", "ThrottlingException", "slow down", "throttled"],
      ["not opted in", "UnrecognizedClientException", "no such token", "region-disabled"],
    ])(
      "is incomplete where it is %s, with AWS's words kept",
      async (_why, code, message, outcome) => {
        const { gathered } = await gatherFrom(() => error(code, message), source, REGION);
        expect(gathered.complete).toBe(false);
        expect(callsOf(gathered)).toEqual([`${operation} ${REGION} ${outcome}`]);
        expect(gathered.calls[0]?.error).toEqual({ code, message });
      },
    );
  },
);

const byPath =
  (answers: Readonly<Record<string, ScriptedAnswer>>) => (request: ScriptedRequest) => {
    const key = Object.keys(answers).find((one) =>
      request.target === ""
        ? new RegExp(`${one}(\\?.*)?$`).test(request.url)
        : request.target === one,
    );
    return (key === undefined ? undefined : answers[key]) ?? jsonError("InternalFailure", "?", 500);
  };

describe("what is asked of each detector", () => {
  const listed = json({ detectorIds: ["d1", "d2"] });
  it("is asked of each, and one denial loses no other", async () => {
    const { gathered } = await gatherFrom(
      byPath({
        "/detector": listed,
        "/detector/d1": jsonError("AccessDeniedException", "no", 403),
        "/detector/d2": json({ status: "ENABLED", serviceRole: "r" }),
      }),
      detectorSettings,
      REGION,
    );
    expect(gathered.incompleteReason).toBe("AccessDeniedException on guardduty:GetDetector");
    expect(callsOf(gathered)).toEqual([
      "ListDetectors eu-west-1 ok",
      "GetDetector eu-west-1 denied",
      "GetDetector eu-west-1 ok",
    ]);
  });

  it("are the findings that are not archived, 50 at a time, and none are asked for where none are", async () => {
    const { gathered, requests } = await gatherFrom(
      (request) => {
        if (request.url.includes("/findings/get")) return json({ findings: [{ id: "f1" }] });
        if (request.url.includes("/d2/findings")) return json({ findingIds: [] });
        if (request.url.includes("/d1/findings")) return json({ findingIds: ["f1"] });
        return listed;
      },
      openFindings,
      REGION,
    );
    expect(gathered.incompleteReason).toBeUndefined();
    expect(callsOf(gathered).sort()).toEqual([
      "GetFindings eu-west-1 ok",
      "ListDetectors eu-west-1 ok",
      "ListFindings eu-west-1 ok",
      "ListFindings eu-west-1 ok",
    ]);
    const asked = requests.find(({ url }) => url.includes("/d1/findings"))?.body ?? "";
    expect(JSON.parse(asked)).toEqual({
      findingCriteria: { criterion: { "service.archived": { equals: ["false"] } } },
      maxResults: 50,
    });
  });
});

describe("AWS Config", () => {
  const listed = json({ ConfigurationRecorders: [{ name: "default" }] });
  it("is asked for state and delivery, each of which may be denied alone", async () => {
    const { gathered } = await gatherFrom(
      byPath({
        DescribeConfigurationRecorders: listed,
        DescribeConfigurationRecorderStatus: jsonError("AccessDeniedException", "no"),
        DescribeDeliveryChannelStatus: json({ DeliveryChannelsStatus: [] }),
      }),
      recorderStatus,
      REGION,
    );
    expect(gathered.complete).toBe(false);
    expect(callsOf(gathered)).toEqual([
      "DescribeConfigurationRecorders eu-west-1 ok",
      "DescribeConfigurationRecorderStatus eu-west-1 denied",
      "DescribeDeliveryChannelStatus eu-west-1 ok",
    ]);
  });

  it.each<[string, Source]>([
    ["list", recorders],
    ["state", recorderStatus],
  ])("costs one call for the %s where there is no recorder", async (_what, source) => {
    const { gathered, requests } = await gatherFrom(
      () => json({ ConfigurationRecorders: [] }),
      source,
      REGION,
    );
    expect(gathered.complete).toBe(true);
    expect(requests).toHaveLength(1);
  });
});

describe("Security Hub", () => {
  it.each<[string, Source, string, string]>([
    ["the hub not switched on", hub, "InvalidAccessException", "not-enabled"],
    ["standards not switched on", standards, "InvalidAccessException", "not-enabled"],
    ["the hub denied", hub, "AccessDeniedException", "denied"],
    ["standards denied", standards, "AccessDeniedException", "denied"],
  ])("tells %s, by one call", async (_what, source, code, outcome) => {
    const { gathered, requests } = await gatherFrom(
      () => jsonError(code, "said", 401),
      source,
      REGION,
    );
    expect(gathered.complete).toBe(outcome === "not-enabled");
    expect(callsOf(gathered)).toEqual([`DescribeHub ${REGION} ${outcome}`]);
    expect(gathered.calls[0]?.error).toEqual({ code, message: "said" });
    expect(requests).toHaveLength(1);
  });

  it("gives its standards page by page", async () => {
    const { gathered } = await gatherFrom(
      (request) => {
        if (!request.url.includes("/standards")) return json({ HubArn: "arn" });
        return page(
          "StandardsSubscriptions",
          "NextToken",
        )(tokenOf(request) === null ? "two" : null);
      },
      standards,
      REGION,
    );
    expect(gathered.incompleteReason).toBeUndefined();
    expect(gathered.calls.slice(1).map(({ input }) => input)).toEqual([
      { MaxResults: 100 },
      { MaxResults: 100, NextToken: "two" },
    ]);
  });
});

describe("Inspector", () => {
  it("is asked about this account", async () => {
    const { gathered } = await gatherFrom(() => json({ accounts: [] }), accountStatus, REGION);
    expect(gathered.complete).toBe(true);
    expect(gathered.calls[0]).toMatchObject({
      operation: "BatchGetAccountStatus",
      input: { accountIds: ["123456789012"] },
    });
  });
});
