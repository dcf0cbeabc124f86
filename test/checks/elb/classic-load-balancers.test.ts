import { describe, expect, it } from "vitest";
import { classicLoadBalancersProtected } from "../../../shared/checks/elb/classic-load-balancers-protected.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { classicLoadBalancerAttributes } from "../../../shared/sources/elb/load-balancer-attributes.ts";
import { classicLoadBalancerPolicies } from "../../../shared/sources/elb/load-balancer-policies.ts";
import { classicLoadBalancers } from "../../../shared/sources/elb/load-balancers.ts";
import { outcomes, recorded } from "../judging.ts";
import { call } from "../recorded-call.ts";

type Members = Readonly<Record<string, Json>>;

const listening = (Protocol: string, LoadBalancerPort: number, ...PolicyNames: string[]) => ({
  Listener: { Protocol, LoadBalancerPort },
  PolicyNames,
});
const classic = (ListenerDescriptions: Json, other: Members = {}): Members => ({
  LoadBalancerName: "old",
  Scheme: "internet-facing",
  ListenerDescriptions,
  ...other,
});
const tls = (versions: Readonly<Record<string, string>>, PolicyName = "tls"): Members => ({
  PolicyName,
  PolicyTypeName: "SSLNegotiationPolicyType",
  PolicyAttributeDescriptions: Object.entries(versions).map(([name, AttributeValue]) => ({
    AttributeName: name,
    AttributeValue,
  })),
});

interface State {
  readonly balancers: readonly Members[] | "denied";
  readonly policies?: readonly Members[] | "denied";
  readonly enabled?: boolean | null | "denied" | "gone";
}

function evidence({ balancers, policies = [], enabled = true }: State): StoredEvidence[] {
  const listed = call(
    "DescribeLoadBalancers",
    { PageSize: 400 },
    balancers === "denied" ? "denied" : { LoadBalancerDescriptions: balancers },
  );
  const input = { LoadBalancerName: "old" };
  const isAsked = balancers !== "denied" && balancers.length > 0;
  const described = call(
    "DescribeLoadBalancerPolicies",
    input,
    policies === "denied" ? policies : { PolicyDescriptions: policies },
  );
  const attributed = call(
    "DescribeLoadBalancerAttributes",
    input,
    typeof enabled === "string"
      ? enabled
      : { LoadBalancerAttributes: enabled === null ? {} : { AccessLog: { Enabled: enabled } } },
  );
  return [
    recorded(classicLoadBalancers, [listed]),
    recorded(classicLoadBalancerPolicies, isAsked ? [listed, described] : [listed]),
    recorded(classicLoadBalancerAttributes, isAsked ? [listed, attributed] : [listed]),
  ];
}

const [encrypted, version, logged, protectable] = classicLoadBalancersProtected;
const inside = classic([listening("HTTP", 80)], { Scheme: "internal" });
const INSIDE = "not-applicable old: The Classic Load Balancer old takes nothing from the internet.";
const https = classic([listening("HTTPS", 443, "stick", "tls"), listening("TCP", 25)]);

describe.each<[string, typeof encrypted, [string, State, string[]][]]>([
  [
    "elb.listener-encrypted",
    encrypted,
    [
      [
        "passes HTTPS, beside TCP",
        { balancers: [https] },
        ["pass old: The Classic Load Balancer old takes no plain HTTP."],
      ],
      [
        "fails plain HTTP, beside HTTPS too",
        { balancers: [classic([listening("HTTPS", 443), listening("HTTP", 80)])] },
        ["fail old: The Classic Load Balancer old takes plain HTTP from the internet."],
      ],
      [
        "does not apply to TCP alone",
        { balancers: [classic([listening("TCP", 443)])] },
        [
          "not-applicable old: The Classic Load Balancer old passes TCP on as it comes; where there is TLS, it ends at the instances.",
        ],
      ],
      [
        "does not pass where a listener's protocol is left out",
        { balancers: [classic([listening("HTTPS", 443), { PolicyNames: [] }])] },
        ["indeterminate old: Elastic Load Balancing does not say which protocols old takes."],
      ],
      ["does not apply inside", { balancers: [inside] }, [INSIDE]],
    ],
  ],
  [
    "elb.tls-version-current",
    version,
    [
      [
        "passes TLS 1.2 alone",
        {
          balancers: [https],
          policies: [tls({ "Protocol-TLSv1": "false", "Protocol-TLSv1.2": "true" })],
        },
        ["pass old: The Classic Load Balancer old allows nothing before TLS 1.2."],
      ],
      [
        "fails what is switched on and older",
        {
          balancers: [https],
          policies: [
            tls({
              "Protocol-SSLv3": "true",
              "Protocol-TLSv1.1": "true",
              "Protocol-TLSv1.2": "true",
              "AES128-SHA": "true",
            }),
          ],
        },
        ["fail old: The Classic Load Balancer old allows SSLv3 and TLSv1.1."],
      ],
      [
        "does not judge by a policy that no listener has",
        {
          balancers: [https],
          policies: [
            tls({ "Protocol-TLSv1.2": "true" }),
            tls({ "Protocol-TLSv1": "true" }, "unused"),
          ],
        },
        ["pass old: The Classic Load Balancer old allows nothing before TLS 1.2."],
      ],
      [
        "does not pass where the listener's policy is not described",
        { balancers: [https], policies: [tls({ "Protocol-TLSv1.2": "true" }, "unused")] },
        ["indeterminate old: Elastic Load Balancing does not say which TLS versions old allows."],
      ],
      [
        "is indeterminate when the policies were denied",
        { balancers: [https], policies: "denied" },
        [
          "indeterminate old: old could not be judged: AccessDenied on elb:DescribeLoadBalancerPolicies.",
        ],
      ],
      [
        "does not apply where no TLS ends",
        { balancers: [classic([listening("TCP", 443)])] },
        ["not-applicable old: The Classic Load Balancer old ends no TLS."],
      ],
      ["does not apply inside", { balancers: [inside] }, [INSIDE]],
    ],
  ],
  [
    "elb.access-logged",
    logged,
    [
      [
        "passes one that logs",
        { balancers: [https], enabled: true },
        ["pass old: The Classic Load Balancer old writes access logs."],
      ],
      [
        "fails one that does not",
        { balancers: [https], enabled: false },
        ["fail old: The Classic Load Balancer old writes no access logs."],
      ],
      [
        "does not pass where it is left out",
        { balancers: [https], enabled: null },
        ["indeterminate old: Elastic Load Balancing does not say whether old writes access logs."],
      ],
      [
        "is indeterminate when the attributes were denied",
        { balancers: [https], enabled: "denied" },
        [
          "indeterminate old: old could not be judged: AccessDenied on elb:DescribeLoadBalancerAttributes.",
        ],
      ],
      [
        "counts one that is gone as gone",
        { balancers: [https], enabled: "gone" },
        [
          "not-applicable 123456789012: Account 123456789012 has none of the Classic Load Balancers left to judge.",
        ],
      ],
      ["does not apply inside", { balancers: [inside] }, [INSIDE]],
    ],
  ],
  [
    "elb.web-acl-possible",
    protectable,
    [
      [
        "fails what the internet reaches",
        { balancers: [https] },
        [
          "fail old: The Classic Load Balancer old faces the internet, and AWS WAF cannot protect it.",
        ],
      ],
      ["does not apply inside", { balancers: [inside] }, [INSIDE]],
    ],
  ],
])("%s", (_id, check, rows) => {
  if (check === undefined) throw new Error("A check is missing.");
  it.each<[string, State, string[]]>([
    ...rows,
    [
      "has none where there is nothing",
      { balancers: [] },
      ["not-applicable 123456789012: Account 123456789012 has none of the Classic Load Balancers."],
    ],
    [
      "is indeterminate when the list was denied",
      { balancers: "denied" },
      [
        "indeterminate 123456789012: Not all of the Classic Load Balancers in eu-west-1 could be read: AccessDenied on elb:DescribeLoadBalancers.",
      ],
    ],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(check, evidence(state))).toEqual(expected);
  });
});
