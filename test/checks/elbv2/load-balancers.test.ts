import { describe, expect, it } from "vitest";
import { loadBalancerAccessLogged } from "../../../shared/checks/elbv2/access-logged.ts";
import { loadBalancerDeletionProtected } from "../../../shared/checks/elbv2/deletion-protected.ts";
import { loadBalancerWebAclAttached } from "../../../shared/checks/elbv2/web-acl-attached.ts";
import { citations, outcomes } from "../judging.ts";
import {
  ARN,
  type BalancerState,
  balancer,
  balancerEvidence,
  listener,
} from "./balancer-evidence.ts";

const NONE =
  "not-applicable 123456789012: Account 123456789012 has none of the application, network and gateway load balancers.";
const DENIED =
  "indeterminate 123456789012: Not all of the application, network and gateway load balancers in eu-west-1 could be read: AccessDenied on elbv2:DescribeLoadBalancers.";
const LOGS = "access_logs.s3.enabled";
const network = (other = {}) => balancer({ Type: "network", ...other });

describe("elbv2.access-logged", () => {
  it.each<[string, BalancerState, string[]]>([
    [
      "passes logs to a bucket",
      { attributes: { [LOGS]: "true" } },
      ["pass web: The load balancer web writes its access logs to a bucket."],
    ],
    [
      "passes logs that CloudWatch Logs delivers",
      { attributes: { [LOGS]: "false" }, delivered: { [ARN]: "ALB_ACCESS_LOGS" } },
      ["pass web: CloudWatch Logs delivers the access logs of the load balancer web."],
    ],
    [
      "fails where there are none",
      { attributes: { [LOGS]: "false" } },
      ["fail web: The load balancer web writes no access logs."],
    ],
    [
      "fails where other logs, or another's, are delivered",
      {
        attributes: { [LOGS]: "false" },
        delivered: { [ARN]: "ALB_HEALTH_CHECK_LOGS", [`${ARN}0`]: "ALB_ACCESS_LOGS" },
      },
      ["fail web: The load balancer web writes no access logs."],
    ],
    [
      "does not fail on deliveries that were denied",
      { attributes: { [LOGS]: "false" }, delivered: "denied" },
      ["indeterminate web: web could not be judged: AccessDenied on logs:DescribeDeliverySources."],
    ],
    [
      "does not pass on a source of logs that nothing delivers",
      { attributes: {} },
      [
        "indeterminate web: Elastic Load Balancing does not say whether the load balancer web writes access logs.",
      ],
    ],
    [
      "is indeterminate when the attributes were denied",
      { attributes: "denied" },
      [
        "indeterminate web: web could not be judged: AccessDenied on elbv2:DescribeLoadBalancerAttributes.",
      ],
    ],
    [
      "fails a network load balancer that ends TLS",
      {
        balancers: [network()],
        attributes: { [LOGS]: "false" },
        listeners: [listener("TLS", 443)],
      },
      ["fail web: The load balancer web writes no access logs."],
    ],
    [
      "does not apply to a network load balancer without TLS",
      {
        balancers: [network()],
        attributes: { [LOGS]: "false" },
        listeners: [listener("TCP", 443)],
      },
      [
        "not-applicable web: The network load balancer web has no TLS listener, and logs nothing but TLS; its connections are in the flow logs.",
      ],
    ],
    [
      "does not apply to gateways, or inside",
      {
        balancers: [
          balancer({ Type: "gateway" }),
          balancer({ LoadBalancerArn: `${ARN}1`, LoadBalancerName: "in", Scheme: "internal" }),
        ],
      },
      [
        "not-applicable web: The load balancer web hands packets to appliances and writes no access logs.",
        "not-applicable in: The load balancer in takes nothing from the internet.",
      ],
    ],
    ["has none where there is nothing", { balancers: [] }, [NONE]],
    ["is indeterminate when the list was denied", { balancers: "denied" }, [DENIED]],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(loadBalancerAccessLogged, balancerEvidence(state))).toEqual(expected);
  });
});

describe("elbv2.deletion-protected", () => {
  const PROTECTED = "deletion_protection.enabled";

  it.each<[string, BalancerState, string[]]>([
    [
      "passes a protected one",
      { attributes: { [PROTECTED]: "true" } },
      ["pass web: The load balancer web is protected from deletion."],
    ],
    [
      "fails one that is not, inside too",
      { balancers: [balancer({ Scheme: "internal" })], attributes: { [PROTECTED]: "false" } },
      ["fail web: The load balancer web is not protected from deletion."],
    ],
    [
      "does not pass where it is not said",
      { attributes: { [LOGS]: "true" } },
      [
        "indeterminate web: Elastic Load Balancing does not say whether the load balancer web is protected from deletion.",
      ],
    ],
    [
      "counts one that is gone as gone",
      { attributes: "gone" },
      [
        "not-applicable 123456789012: Account 123456789012 has none of the application, network and gateway load balancers left to judge.",
      ],
    ],
    ["has none where there is nothing", { balancers: [] }, [NONE]],
    ["is indeterminate when the list was denied", { balancers: "denied" }, [DENIED]],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(loadBalancerDeletionProtected, balancerEvidence(state))).toEqual(expected);
  });
});

describe("elbv2.web-acl-attached", () => {
  const acl = {
    Name: "edge",
    ARN: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge/1",
    DefaultAction: { Allow: {} },
    Rules: [{ Name: "common" }],
  };

  it.each<[string, BalancerState, string[]]>([
    [
      "passes a web ACL with a rule",
      { webAcl: acl },
      ["pass web: The load balancer web has the web ACL edge."],
    ],
    [
      "passes one whose rules are Firewall Manager's",
      { webAcl: { ...acl, Rules: [], PreProcessFirewallManagerRuleGroups: [{ Name: "all" }] } },
      ["pass web: The load balancer web has the web ACL edge."],
    ],
    [
      "passes one that blocks what it does not know",
      { webAcl: { ...acl, Rules: [], DefaultAction: { Block: {} } } },
      ["pass web: The load balancer web has the web ACL edge."],
    ],
    [
      "fails one that lets all in",
      { webAcl: { ...acl, Rules: [] } },
      ["fail web: The web ACL edge of the load balancer web has no rule, so it lets all in."],
    ],
    ["fails where there is none", {}, ["fail web: The load balancer web has no web ACL."]],
    [
      "is indeterminate when it was denied",
      { webAcl: "denied" },
      ["indeterminate web: web could not be judged: AccessDenied on wafv2:GetWebACLForResource."],
    ],
    [
      "does not apply to network load balancers, or inside",
      {
        balancers: [
          network(),
          balancer({ LoadBalancerArn: `${ARN}1`, LoadBalancerName: "in", Scheme: "internal" }),
        ],
      },
      [
        "not-applicable web: web is a network load balancer, which sees no web requests to filter.",
        "not-applicable in: The load balancer in takes nothing from the internet.",
      ],
    ],
    ["has none where there is nothing", { balancers: [] }, [NONE]],
    ["is indeterminate when the list was denied", { balancers: "denied" }, [DENIED]],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(loadBalancerWebAclAttached, balancerEvidence(state))).toEqual(expected);
  });

  it("cites the web ACL", () => {
    expect(citations(loadBalancerWebAclAttached, balancerEvidence({ webAcl: acl }))).toEqual([
      "wafv2.load-balancer-web-acls.eu-west-1.json#/calls/1/response/WebACL/ARN",
    ]);
  });
});
