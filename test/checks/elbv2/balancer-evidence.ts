import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { httpListenerRules } from "../../../shared/sources/elbv2/http-listener-rules.ts";
import { listeners } from "../../../shared/sources/elbv2/listeners.ts";
import { loadBalancerAttributes } from "../../../shared/sources/elbv2/load-balancer-attributes.ts";
import { loadBalancers } from "../../../shared/sources/elbv2/load-balancers.ts";
import { loadBalancerLogDeliveries } from "../../../shared/sources/elbv2/log-deliveries.ts";
import { sslPolicies } from "../../../shared/sources/elbv2/ssl-policies.ts";
import { loadBalancerWebAcls } from "../../../shared/sources/wafv2/load-balancer-web-acls.ts";
import { type RecordedCall, recorded } from "../judging.ts";
import { call } from "../recorded-call.ts";

export type Members = Readonly<Record<string, Json>>;

export const ARN =
  "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188";
export const listenerArn = (port: number) =>
  `${ARN.replace(":loadbalancer/", ":listener/")}/f2f7dc8efc522ab${port}`;

/** A load balancer as DescribeLoadBalancers lists it: on the internet unless said otherwise. */
export const balancer = (other: Members = {}): Members => ({
  LoadBalancerArn: ARN,
  LoadBalancerName: "web",
  Type: "application",
  Scheme: "internet-facing",
  ...other,
});

export const REDIRECT: Members = {
  Type: "redirect",
  RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" },
};
export const FORWARD: Members = { Type: "forward", TargetGroupArn: "arn:aws:target" };

/** A listener as DescribeListeners lists it. */
export const listener = (Protocol: string, Port: number, other: Members = {}): Members => ({
  ListenerArn: listenerArn(Port),
  LoadBalancerArn: ARN,
  Protocol,
  Port,
  DefaultActions: [FORWARD],
  ...other,
});

type Answered = "denied" | "gone";

/** What a test says of one load balancer; what is left out was read and is empty. */
export interface BalancerState {
  readonly balancers?: readonly Members[] | "denied";
  readonly listeners?: readonly Members[] | Answered;
  /** The rules of each HTTP listener, beside its default. */
  readonly rules?: readonly Members[] | Answered;
  /** Protocols by TLS policy. */
  readonly policies?: Readonly<Record<string, readonly string[]>> | "denied";
  readonly attributes?: Readonly<Record<string, string>> | Answered;
  /** What CloudWatch Logs delivers, by the ARN of what sends it. */
  readonly delivered?: Readonly<Record<string, string>> | "denied";
  readonly webAcl?: Members | null | Answered;
}

/** The evidence of every source that the checks of load balancers read. */
export function balancerEvidence(state: BalancerState): StoredEvidence[] {
  const { balancers = [balancer()], rules = [], policies = {}, delivered = {} } = state;
  const own = state.listeners ?? [];
  const listed = call(
    "DescribeLoadBalancers",
    { PageSize: 400 },
    balancers === "denied" ? "denied" : { LoadBalancers: balancers },
  );
  const arns = (balancers === "denied" ? [] : balancers).flatMap(
    ({ LoadBalancerArn }) => LoadBalancerArn ?? [],
  );
  const described = arns.map((LoadBalancerArn) =>
    call(
      "DescribeListeners",
      { LoadBalancerArn, PageSize: 400 },
      typeof own === "string"
        ? own
        : { Listeners: own.filter((one) => one.LoadBalancerArn === LoadBalancerArn) },
    ),
  );
  const http = typeof own === "string" ? [] : own.filter(({ Protocol }) => Protocol === "HTTP");
  const asked = http.map(({ ListenerArn = null }) =>
    call(
      "DescribeRules",
      { ListenerArn, PageSize: 400 },
      typeof rules === "string" ? rules : { Rules: rules },
    ),
  );
  const names = typeof own === "string" ? [] : own.flatMap(({ SslPolicy }) => SslPolicy ?? []);
  const versions = names.map((Name) =>
    call(
      "DescribeSSLPolicies",
      { Names: [Name] },
      policies === "denied"
        ? "denied"
        : {
            SslPolicies: Object.entries(policies).map(([policy, SslProtocols]) => ({
              Name: policy,
              SslProtocols,
            })),
          },
    ),
  );
  const { attributes = {}, webAcl = null } = state;
  const attributed = arns.map((LoadBalancerArn) =>
    call(
      "DescribeLoadBalancerAttributes",
      { LoadBalancerArn },
      typeof attributes === "string"
        ? attributes
        : { Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })) },
    ),
  );
  const acls = arns.map((ResourceArn) =>
    call(
      "GetWebACLForResource",
      { ResourceArn },
      typeof webAcl === "string" ? webAcl : webAcl === null ? {} : { WebACL: webAcl },
    ),
  );
  return [
    recorded(loadBalancers, [listed]),
    recorded(listeners, [listed, ...described]),
    recorded(httpListenerRules, [listed, ...described, ...asked]),
    recorded(sslPolicies, [listed, ...described, ...versions]),
    recorded(loadBalancerAttributes, [listed, ...attributed]),
    recorded(loadBalancerLogDeliveries, [listed, ...deliveryCalls(delivered)]),
    recorded(loadBalancerWebAcls, [listed, ...acls]),
  ];
}

/** The two lists of what CloudWatch Logs delivers: log type by the ARN of what sends it. */
export function deliveryCalls(delivered: Readonly<Record<string, string>> | "denied") {
  const entries = delivered === "denied" ? [] : Object.entries(delivered);
  return [
    call(
      "DescribeDeliverySources",
      { limit: 50 },
      delivered === "denied"
        ? "denied"
        : {
            deliverySources: entries.map(([arn, logType], index) => ({
              name: `source-${index}`,
              resourceArns: [arn],
              logType,
            })),
          },
    ),
    call(
      "DescribeDeliveries",
      { limit: 50 },
      {
        deliveries: entries.map((_entry, index) => ({
          id: `delivery-${index}`,
          deliverySourceName: `source-${index}`,
        })),
      },
    ),
  ] satisfies RecordedCall<typeof loadBalancerLogDeliveries>[];
}
