import { describe, expect, it } from "vitest";
import { domainNames } from "../../shared/sources/apigateway/domain-names.ts";
import { restApis } from "../../shared/sources/apigateway/rest-apis.ts";
import { restStages } from "../../shared/sources/apigateway/rest-stages.ts";
import { apis } from "../../shared/sources/apigatewayv2/apis.ts";
import { stages } from "../../shared/sources/apigatewayv2/stages.ts";
import { distributionConfigs } from "../../shared/sources/cloudfront/distribution-configs.ts";
import { distributions } from "../../shared/sources/cloudfront/distributions.ts";
import { distributionLogDeliveries } from "../../shared/sources/cloudfront/log-deliveries.ts";
import { classicLoadBalancerAttributes } from "../../shared/sources/elb/load-balancer-attributes.ts";
import { classicLoadBalancerPolicies } from "../../shared/sources/elb/load-balancer-policies.ts";
import { classicLoadBalancers } from "../../shared/sources/elb/load-balancers.ts";
import { httpListenerRules } from "../../shared/sources/elbv2/http-listener-rules.ts";
import { listeners } from "../../shared/sources/elbv2/listeners.ts";
import { loadBalancerAttributes } from "../../shared/sources/elbv2/load-balancer-attributes.ts";
import { loadBalancers } from "../../shared/sources/elbv2/load-balancers.ts";
import { loadBalancerLogDeliveries } from "../../shared/sources/elbv2/log-deliveries.ts";
import { sslPolicies } from "../../shared/sources/elbv2/ssl-policies.ts";
import type { Source } from "../../shared/sources/source.ts";
import { loadBalancerWebAcls } from "../../shared/sources/wafv2/load-balancer-web-acls.ts";
import {
  callsOf,
  gatherFrom,
  type ScriptedAnswer,
  type ScriptedRequest,
} from "./s3/scripted-aws.ts";
import { escaped, HOSTILE, xml } from "./wire-text.ts";

const REGION = "us-east-1";

const json = (value: object) => JSON.stringify(value);
const marker = (token: string | null) =>
  token === null ? "" : `<NextMarker>${token}</NextMarker>`;

/** A list with one item of this name, and where it goes on (`null` at the end). */
const PAGES: Readonly<Record<string, (name: string, token: string | null) => string>> = {
  "elasticloadbalancing 2012-06-01 DescribeLoadBalancers": (name, token) =>
    xml(
      "DescribeLoadBalancers",
      `<LoadBalancerDescriptions><member><LoadBalancerName>${escaped(name)}</LoadBalancerName><ListenerDescriptions><member><Listener><Protocol>HTTPS</Protocol></Listener></member></ListenerDescriptions></member></LoadBalancerDescriptions>${marker(token)}`,
    ),
  "elasticloadbalancing 2015-12-01 DescribeLoadBalancers": (name, token) =>
    xml(
      "DescribeLoadBalancers",
      `<LoadBalancers><member><LoadBalancerArn>${escaped(name)}</LoadBalancerArn><Type>application</Type><Scheme>internet-facing</Scheme></member></LoadBalancers>${marker(token)}`,
    ),
  "cloudfront  ListDistributions": (name, token) =>
    `<DistributionList><Quantity>1</Quantity><IsTruncated>${token !== null}</IsTruncated>${marker(token)}<Items><DistributionSummary><Id>E1</Id><Enabled>true</Enabled><Comment>${escaped(name)}</Comment></DistributionSummary></Items></DistributionList>`,
  "apigateway  GetRestApis": (name, position) =>
    json({ item: [{ id: "a1", name }], ...(position === null ? {} : { position }) }),
  "apigateway  GetApis": (name, token) =>
    json({ items: [{ apiId: "h1", name }], ...(token === null ? {} : { nextToken: token }) }),
};

/** Answers to what is asked of each item. */
const DETAILS: Readonly<Record<string, string>> = {
  DescribeLoadBalancerAttributes: xml("DescribeLoadBalancerAttributes", ""),
  DescribeLoadBalancerPolicies: xml("DescribeLoadBalancerPolicies", ""),
  DescribeListeners: xml(
    "DescribeListeners",
    "<Listeners><member><ListenerArn>arn:80</ListenerArn><Protocol>HTTP</Protocol></member><member><ListenerArn>arn:443</ListenerArn><Protocol>HTTPS</Protocol><SslPolicy>current</SslPolicy></member></Listeners>",
  ),
  DescribeRules: xml("DescribeRules", "<Rules></Rules>"),
  DescribeSSLPolicies: xml("DescribeSSLPolicies", "<SslPolicies></SslPolicies>"),
  GetDistributionConfig: "<DistributionConfig><Enabled>true</Enabled></DistributionConfig>",
};

interface Row {
  readonly source: Source;
  /** The list that the source begins with, a key of `PAGES`. */
  readonly list: string;
  /** What is asked beside it where there is one item, and the code that says that it is gone. */
  readonly asked?: readonly string[];
  readonly gone?: readonly [operation: string, code: string];
}

const CLASSIC = "elasticloadbalancing 2012-06-01 DescribeLoadBalancers";
const BALANCERS = "elasticloadbalancing 2015-12-01 DescribeLoadBalancers";
const DISTRIBUTIONS = "cloudfront  ListDistributions";
const REST_APIS = "apigateway  GetRestApis";
const APIS = "apigateway  GetApis";
const LISTENERS_GONE = ["DescribeListeners", "LoadBalancerNotFound"] as const;

const ROWS: readonly Row[] = [
  { source: classicLoadBalancers, list: CLASSIC },
  {
    source: classicLoadBalancerAttributes,
    list: CLASSIC,
    asked: ["DescribeLoadBalancerAttributes"],
    gone: ["DescribeLoadBalancerAttributes", "LoadBalancerNotFound"],
  },
  {
    source: classicLoadBalancerPolicies,
    list: CLASSIC,
    asked: ["DescribeLoadBalancerPolicies"],
    gone: ["DescribeLoadBalancerPolicies", "LoadBalancerNotFound"],
  },
  { source: loadBalancers, list: BALANCERS },
  {
    source: loadBalancerAttributes,
    list: BALANCERS,
    asked: ["DescribeLoadBalancerAttributes"],
    gone: ["DescribeLoadBalancerAttributes", "LoadBalancerNotFound"],
  },
  { source: listeners, list: BALANCERS, asked: ["DescribeListeners"], gone: LISTENERS_GONE },
  {
    source: httpListenerRules,
    list: BALANCERS,
    asked: ["DescribeListeners", "DescribeRules"],
    gone: ["DescribeRules", "ListenerNotFound"],
  },
  { source: sslPolicies, list: BALANCERS, asked: ["DescribeListeners", "DescribeSSLPolicies"] },
  {
    source: loadBalancerLogDeliveries,
    list: BALANCERS,
    asked: ["DescribeDeliverySources", "DescribeDeliveries"],
  },
  {
    source: loadBalancerWebAcls,
    list: BALANCERS,
    asked: ["GetWebACLForResource"],
    gone: ["GetWebACLForResource", "WAFNonexistentItemException"],
  },
  { source: distributions, list: DISTRIBUTIONS },
  {
    source: distributionConfigs,
    list: DISTRIBUTIONS,
    asked: ["GetDistributionConfig"],
    gone: ["GetDistributionConfig", "NoSuchDistribution"],
  },
  {
    source: distributionLogDeliveries,
    list: DISTRIBUTIONS,
    asked: ["DescribeDeliverySources", "DescribeDeliveries"],
  },
  { source: restApis, list: REST_APIS },
  {
    source: restStages,
    list: REST_APIS,
    asked: ["GetStages"],
    gone: ["GetStages", "NotFoundException"],
  },
  { source: apis, list: APIS },
  { source: stages, list: APIS, asked: ["GetStages"], gone: ["GetStages", "NotFoundException"] },
  { source: domainNames, list: REST_APIS, asked: ["GetDomainNames"] },
];

/** The operation that a request asks for: by target, by form, or by path. */
function operationOf({ target, body, url }: ScriptedRequest): string {
  if (target !== "") return target;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return action;
  const [path = ""] = url.split("?");
  if (path.endsWith("/config")) return "GetDistributionConfig";
  if (path.endsWith("/stages")) return "GetStages";
  if (path.endsWith("/domainnames")) return "GetDomainNames";
  if (path.endsWith("/restapis")) return "GetRestApis";
  return path.endsWith("/apis") ? "GetApis" : "ListDistributions";
}

function pageOf(request: ScriptedRequest, operation: string): string {
  const version = /(?:^|&)Version=([\d-]+)/.exec(request.body)?.[1] ?? "";
  return `${request.service} ${version} ${operation}`;
}

const isXml = (request: ScriptedRequest) =>
  request.service === "cloudfront" || request.body.includes("Version=");

function failing(request: ScriptedRequest, code: string, message = "no"): ScriptedAnswer {
  return {
    status: 400,
    body: isXml(request)
      ? `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
      : json({ __type: code, message }),
  };
}

/** An answer that comes before the row's own; undefined lets that stand. */
type Before = (
  operation: string,
  count: number,
  request: ScriptedRequest,
) => ScriptedAnswer | undefined;

function gather(row: Row, before: Before = () => undefined, name = "one") {
  const counts = new Map<string, number>();
  return gatherFrom(
    (request) => {
      const operation = operationOf(request);
      const count = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, count);
      const page = pageOf(request, operation);
      const own =
        page === row.list
          ? PAGES[page]?.(name, null)
          : (DETAILS[operation] ?? (isXml(request) ? "<x></x>" : "{}"));
      return before(operation, count, request) ?? { body: own ?? "{}" };
    },
    row.source,
    REGION,
  );
}

const SCP =
  "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: it with an explicit deny in a service control policy";

describe.each(ROWS.map((row) => [row.source.name, row] as const))("%s", (_name, row) => {
  const { asked = [], gone, source } = row;
  const list = row.list.split(" ").at(-1) ?? "";
  const also = source === domainNames ? ["GetApis"] : [];
  const calls = (outcome: string, ...operations: readonly string[]) =>
    operations.map((operation) => `${operation} ${REGION} ${outcome}`);
  const last = asked.at(-1);

  it("asks for the list once, and for what belongs to each item", async () => {
    const { gathered } = await gather(row);
    expect(gathered.incompleteReason).toBeUndefined();
    expect(callsOf(gathered).sort()).toEqual(calls("ok", list, ...also, ...asked).sort());
    expect(source.operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining([list, ...also, ...asked]),
    );
  });

  it("costs its lists alone where there is nothing", async () => {
    const { gathered } = await gather(row, (operation, _count, request) =>
      operation === list ? { body: isXml(request) ? xml(list, "") : "{}" } : undefined,
    );
    expect([callsOf(gathered).sort(), gathered.complete]).toEqual([
      calls("ok", list, ...also).sort(),
      true,
    ]);
  });

  it("keeps a hostile name as it is", async () => {
    const { gathered } = await gather(row, undefined, HOSTILE);
    expect(gathered.complete).toBe(true);
    expect(JSON.stringify(gathered.calls.map(({ response }) => response ?? null))).toContain(
      JSON.stringify(HOSTILE).slice(1, -1),
    );
  });

  it("goes on to the last page, and keeps the first one when that is denied", async () => {
    const paged: Before = (operation, count) =>
      operation === list && count === 1
        ? { body: PAGES[row.list]?.("first", "two") ?? "" }
        : undefined;
    const whole = await gather(row, paged);
    expect(whole.gathered.complete).toBe(true);
    expect(callsOf(whole.gathered).filter((call) => call.startsWith(`${list} `))).toHaveLength(2);
    const half = await gather(row, (operation, count, request) =>
      operation === list && count === 2
        ? failing(request, "AccessDenied")
        : paged(operation, count, request),
    );
    expect(half.gathered.complete).toBe(false);
    expect(callsOf(half.gathered)).toEqual(
      expect.arrayContaining([...calls("ok", list), ...calls("denied", list)]),
    );
  });

  it.each([
    ["AccessDeniedException", "denied", "no"],
    ["AccessDenied", "denied", SCP],
    ["ThrottlingException", "throttled", "Rate exceeded"],
    ["UnrecognizedClientException", "region-disabled", "The security token is invalid."],
    ["InternalFailure", "error", "no"],
  ])("is incomplete when the list ends with %s (%s)", async (code, outcome, message) => {
    const { gathered } = await gather(row, (operation, _count, request) =>
      operation === list ? failing(request, code, message) : undefined,
    );
    expect(callsOf(gathered)).toEqual(expect.arrayContaining(calls(outcome, list)));
    expect(gathered.complete).toBe(false);
    expect(gathered.calls.find(({ operation }) => operation === list)?.error).toEqual({
      code,
      message,
    });
  });

  if (last !== undefined) {
    it("is incomplete when what it is there for is denied, and keeps the rest", async () => {
      const { gathered } = await gather(row, (operation, _count, request) =>
        operation === last ? failing(request, "AccessDeniedException") : undefined,
      );
      expect(gathered.complete).toBe(false);
      expect(callsOf(gathered)).toEqual(
        expect.arrayContaining([...calls("ok", list), ...calls("denied", last)]),
      );
    });
  }

  if (gone !== undefined) {
    const [operation, code] = gone;
    it("goes on when an item was deleted meanwhile", async () => {
      const { gathered } = await gather(row, (asking, _count, request) =>
        asking === operation ? failing(request, code) : undefined,
      );
      expect(gathered.complete).toBe(true);
      expect(callsOf(gathered)).toContain(`${operation} ${REGION} gone`);
    });
  }
});

describe("what is not asked", () => {
  const inside = (type: string, scheme: string) =>
    xml(
      "DescribeLoadBalancers",
      `<LoadBalancers><member><LoadBalancerArn>arn</LoadBalancerArn><Type>${type}</Type><Scheme>${scheme}</Scheme></member></LoadBalancers>`,
    );

  it.each([
    ["the web ACL of an internal load balancer", loadBalancerWebAcls, "application", "internal"],
    ["the web ACL of a network load balancer", loadBalancerWebAcls, "network", "internet-facing"],
    ["deliveries where all is internal", loadBalancerLogDeliveries, "application", "internal"],
  ])("%s", async (_sentence, source, type, scheme) => {
    const { gathered } = await gatherFrom(() => ({ body: inside(type, scheme) }), source);
    expect(callsOf(gathered)).toEqual([`DescribeLoadBalancers ${REGION} ok`]);
  });

  it("the configuration of a distribution that is switched off", async () => {
    const { gathered } = await gatherFrom(
      () => ({
        body: "<DistributionList><Quantity>1</Quantity><Items><DistributionSummary><Id>E1</Id><Enabled>false</Enabled></DistributionSummary></Items></DistributionList>",
      }),
      distributionConfigs,
    );
    expect(callsOf(gathered)).toEqual([`ListDistributions ${REGION} ok`]);
  });

  it("the policies of a Classic Load Balancer that ends no TLS", async () => {
    const { gathered } = await gatherFrom(
      () => ({
        body: xml(
          "DescribeLoadBalancers",
          "<LoadBalancerDescriptions><member><LoadBalancerName>a</LoadBalancerName><ListenerDescriptions><member><Listener><Protocol>HTTP</Protocol></Listener></member></ListenerDescriptions></member></LoadBalancerDescriptions>",
        ),
      }),
      classicLoadBalancerPolicies,
    );
    expect(callsOf(gathered)).toEqual([`DescribeLoadBalancers ${REGION} ok`]);
  });

  it("the same TLS policy twice", async () => {
    const two =
      "<Listeners><member><Protocol>HTTPS</Protocol><SslPolicy>current</SslPolicy></member><member><Protocol>TLS</Protocol><SslPolicy>current</SslPolicy></member></Listeners>";
    const row = ROWS.find(({ source }) => source === sslPolicies);
    if (row === undefined) throw new Error("The row is missing.");
    const { gathered } = await gather(row, (operation) =>
      operation === "DescribeListeners" ? { body: xml("DescribeListeners", two) } : undefined,
    );
    expect(callsOf(gathered)).toEqual(
      ["DescribeLoadBalancers", "DescribeListeners", "DescribeSSLPolicies"].map(
        (operation) => `${operation} ${REGION} ok`,
      ),
    );
  });
});

it("a list of distributions that goes on without saying where is incomplete", async () => {
  const { gathered } = await gatherFrom(
    () => ({
      body: "<DistributionList><Quantity>0</Quantity><IsTruncated>true</IsTruncated></DistributionList>",
    }),
    distributions,
  );
  expect(gathered.incompleteReason).toBe(
    "ListDistributions said that its list goes on, but not where",
  );
});

it("deliveries of CloudFront's logs are asked for where they are set up", async () => {
  const row = ROWS.find(({ source }) => source === distributionLogDeliveries);
  if (row === undefined) throw new Error("The row is missing.");
  const { requests } = await gatherFrom(
    (request) => ({
      body:
        operationOf(request) === "ListDistributions"
          ? (PAGES[row.list]?.("one", null) ?? "")
          : "{}",
    }),
    row.source,
    "eu-west-1",
  );
  expect(requests.slice(1).map(({ region }) => region)).toEqual(["us-east-1", "us-east-1"]);
});
