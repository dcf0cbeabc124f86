import { describe, expect, it } from "vitest";
import { listenerEncrypted } from "../../../shared/checks/elbv2/listener-encrypted.ts";
import { listenerTlsVersionCurrent } from "../../../shared/checks/elbv2/tls-version-current.ts";
import { httpListenerRules } from "../../../shared/sources/elbv2/http-listener-rules.ts";
import { citations, outcomes, recorded } from "../judging.ts";
import {
  type BalancerState,
  balancer,
  balancerEvidence,
  FORWARD,
  listener,
  listenerArn,
  REDIRECT,
} from "./balancer-evidence.ts";

const rule = (...Actions: (typeof FORWARD)[]) => ({
  RuleArn: `${listenerArn(80).replace(":listener/", ":listener-rule/")}/1`,
  Actions,
});
const redirecting = listener("HTTP", 80, { DefaultActions: [REDIRECT] });
const HOSTILE = "=<b>\"x'\u202e";

describe("elbv2.listener-encrypted", () => {
  it.each<[string, BalancerState, string[]]>([
    [
      "passes a listener that takes TLS, of either kind",
      { listeners: [listener("HTTPS", 443), listener("TLS", 8443)] },
      [
        "pass web:443: The listener web:443 takes HTTPS alone.",
        "pass web:8443: The listener web:8443 takes TLS alone.",
      ],
    ],
    [
      "passes plain HTTP that is sent to HTTPS",
      { listeners: [redirecting] },
      [
        "pass web:80: The listener web:80 sends plain HTTP to HTTPS or refuses it, and so does each of its rules.",
      ],
    ],
    [
      "passes plain HTTP that is refused, by a rule too",
      {
        listeners: [listener("HTTP", 80, { DefaultActions: [{ Type: "fixed-response" }] })],
        rules: [rule(REDIRECT), rule({ Type: "fixed-response" })],
      },
      [
        "pass web:80: The listener web:80 sends plain HTTP to HTTPS or refuses it, and so does each of its rules.",
      ],
    ],
    [
      "fails plain HTTP that is forwarded",
      { listeners: [listener("HTTP", 80)] },
      ["fail web:80: The listener web:80 forwards plain HTTP from the internet."],
    ],
    [
      "fails a redirect that stays on HTTP",
      {
        listeners: [
          listener("HTTP", 80, {
            DefaultActions: [
              { Type: "redirect", RedirectConfig: { Protocol: "#{protocol}", Port: "8080" } },
            ],
          }),
        ],
      },
      ["fail web:80: The listener web:80 forwards plain HTTP from the internet."],
    ],
    [
      "fails a rule that forwards, though the default redirects",
      { listeners: [redirecting], rules: [rule(REDIRECT), rule(FORWARD)] },
      [
        "fail web:80: The listener web:80 redirects by default, but a rule of it forwards plain HTTP from the internet.",
      ],
    ],
    [
      "fails by the default alone when the rules were denied",
      { listeners: [listener("HTTP", 80)], rules: "denied" },
      [
        "indeterminate 123456789012: Not all of the listeners of application, network and gateway load balancers in eu-west-1 could be read: AccessDenied on elbv2:DescribeRules.",
        "fail web:80: The listener web:80 forwards plain HTTP from the internet.",
      ],
    ],
    [
      "does not pass when the rules were denied",
      { listeners: [redirecting], rules: "denied" },
      ["indeterminate web:80: web:80 could not be judged: AccessDenied on elbv2:DescribeRules."],
    ],
    [
      "does not pass where the default action is left out",
      { listeners: [listener("HTTP", 80, { DefaultActions: [] })] },
      [
        "indeterminate web:80: Elastic Load Balancing does not say what the listener web:80 does with plain HTTP.",
      ],
    ],
    [
      "does not pass where a rule's actions are left out",
      { listeners: [redirecting], rules: [{ RuleArn: "arn" }] },
      [
        "indeterminate web:80: Elastic Load Balancing does not say what the listener web:80 does with plain HTTP.",
      ],
    ],
    [
      "does not apply to an internal load balancer",
      { balancers: [balancer({ Scheme: "internal" })], listeners: [listener("HTTP", 80)] },
      ["not-applicable web:80: The listener web:80 takes nothing from the internet."],
    ],
    [
      "does not apply to what is passed on as it comes",
      { listeners: [listener("TCP", 443)] },
      [
        "not-applicable web:443: The listener web:443 passes TCP on as it comes; where there is TLS, it ends at the target.",
      ],
    ],
    [
      "does not guess a protocol or a scheme",
      {
        balancers: [balancer({ Scheme: null })],
        listeners: [listener("HTTP", 80), listener("NEW", 81)],
      },
      [
        "indeterminate web:80: Elastic Load Balancing does not say whether the internet reaches the listener web:80.",
        "indeterminate web:81: Elastic Load Balancing does not say which protocol the listener web:81 takes.",
      ],
    ],
    [
      "counts a load balancer that is gone as gone",
      { listeners: [redirecting], rules: "gone" },
      [
        "not-applicable 123456789012: Account 123456789012 has none of the listeners of application, network and gateway load balancers left to judge.",
      ],
    ],
    [
      "keeps a hostile name as it is",
      { balancers: [balancer({ LoadBalancerName: HOSTILE })], listeners: [listener("TLS", 443)] },
      [`pass ${HOSTILE}:443: The listener ${HOSTILE}:443 takes TLS alone.`],
    ],
    [
      "has none in an account without load balancers",
      { balancers: [] },
      [
        "not-applicable 123456789012: Account 123456789012 has none of the listeners of application, network and gateway load balancers.",
      ],
    ],
    [
      "is indeterminate when the load balancers were denied",
      { balancers: "denied" },
      [
        "indeterminate 123456789012: Not all of the listeners of application, network and gateway load balancers in eu-west-1 could be read: AccessDenied on elbv2:DescribeLoadBalancers.",
      ],
    ],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(listenerEncrypted, balancerEvidence(state))).toEqual(expected);
  });

  it("finds a rule that forwards on the second page", () => {
    const [, , , ...rest] = balancerEvidence({ listeners: [redirecting] });
    const [lists, all] = balancerEvidence({ listeners: [redirecting] });
    const input = { ListenerArn: listenerArn(80), PageSize: 400 };
    const paged = recorded(httpListenerRules, [
      { operation: "DescribeLoadBalancers", response: { LoadBalancers: [balancer()] } },
      { operation: "DescribeRules", input, response: { Rules: [], NextMarker: "two" } },
      {
        operation: "DescribeRules",
        input: { ...input, Marker: "two" },
        response: { Rules: [rule(FORWARD)] },
      },
    ]);
    const stored = [lists, all, paged, ...rest].flatMap((one) => one ?? []);
    expect(outcomes(listenerEncrypted, stored)).toEqual([
      "fail web:80: The listener web:80 redirects by default, but a rule of it forwards plain HTTP from the internet.",
    ]);
    expect(citations(listenerEncrypted, stored)).toEqual([
      "elbv2.http-listener-rules.eu-west-1.json#/calls/2/response/Rules/0",
    ]);
  });
});

describe("elbv2.tls-version-current", () => {
  const POLICY = "ELBSecurityPolicy-2016-08";
  const https = listener("HTTPS", 443, { SslPolicy: POLICY });

  it.each<[string, BalancerState, string[]]>([
    [
      "passes a policy from TLS 1.2 on",
      { listeners: [https], policies: { [POLICY]: ["TLSv1.2", "TLSv1.3"] } },
      [
        `pass web:443: The listener web:443 allows only TLSv1.2 and TLSv1.3 by its policy ${POLICY}.`,
      ],
    ],
    [
      "fails a policy that allows anything older",
      { listeners: [https], policies: { [POLICY]: ["TLSv1.1", "TLSv1.2"] } },
      [`fail web:443: The listener web:443 allows TLSv1.1 by its policy ${POLICY}.`],
    ],
    [
      "names each older version",
      { listeners: [https], policies: { [POLICY]: ["SSLv3", "TLSv1", "TLSv1.2"] } },
      [`fail web:443: The listener web:443 allows SSLv3 and TLSv1 by its policy ${POLICY}.`],
    ],
    [
      "does not judge a version that it does not know",
      { listeners: [https], policies: { [POLICY]: ["TLSv1.2", "TLSv9"] } },
      [
        `indeterminate web:443: Elastic Load Balancing does not say which TLS versions the policy ${POLICY} of the listener web:443 allows.`,
      ],
    ],
    [
      "does not pass a policy that allows nothing, or is not described",
      { listeners: [https], policies: { [POLICY]: [] } },
      [
        `indeterminate web:443: Elastic Load Balancing does not say which TLS versions the policy ${POLICY} of the listener web:443 allows.`,
      ],
    ],
    [
      "does not take another policy's answer for its own",
      { listeners: [https], policies: { Other: ["TLSv1.2"] } },
      [
        `indeterminate web:443: Elastic Load Balancing does not say which TLS versions the policy ${POLICY} of the listener web:443 allows.`,
      ],
    ],
    [
      "is indeterminate when the policies were denied",
      { listeners: [https], policies: "denied" },
      [
        "indeterminate web:443: web:443 could not be judged: AccessDenied on elbv2:DescribeSSLPolicies.",
      ],
    ],
    [
      "is indeterminate for a listener without a policy",
      { listeners: [listener("HTTPS", 443)] },
      [
        "indeterminate web:443: Elastic Load Balancing does not say which TLS policy the listener web:443 has.",
      ],
    ],
    [
      "does not apply to plain HTTP, which another check judges",
      { listeners: [listener("HTTP", 80)] },
      ["not-applicable web:80: The listener web:80 takes plain HTTP, which has no TLS version."],
    ],
    [
      "does not apply to an internal load balancer",
      { balancers: [balancer({ Scheme: "internal" })], listeners: [https] },
      ["not-applicable web:443: The listener web:443 takes nothing from the internet."],
    ],
  ])("%s", (_sentence, state, expected) => {
    expect(outcomes(listenerTlsVersionCurrent, balancerEvidence(state))).toEqual(expected);
  });

  it("cites the policy's name and what it allows", () => {
    const state = { listeners: [https], policies: { [POLICY]: ["TLSv1.2"] } };
    expect(citations(listenerTlsVersionCurrent, balancerEvidence(state))).toEqual([
      "elbv2.listeners.eu-west-1.json#/calls/1/response/Listeners/0/SslPolicy",
      "elbv2.ssl-policies.eu-west-1.json#/calls/2/response/SslPolicies/0/SslProtocols",
    ]);
  });
});
