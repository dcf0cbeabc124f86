import type { Cited } from "../../evidence/cited.ts";
import { httpListenerRules } from "../../sources/elbv2/http-listener-rules.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyListener, outOfReach, TLS_PROTOCOLS } from "./every-listener.ts";
import { markedPages } from "./marked-pages.ts";

/** What a listener does with a request, as far as it matters here. */
interface Action {
  readonly Type?: string | undefined;
  readonly RedirectConfig?: { readonly Protocol?: string | undefined } | undefined;
}

/**
 * A listener that the internet reaches takes TLS, or does no more with plain HTTP than send it to
 * HTTPS or refuse it: by its default action and by each of its rules.
 */
export const listenerEncrypted = check({
  id: "elbv2.listener-encrypted",
  title: "No listener on the internet forwards plain HTTP",
  severity: "high",
  controls: [covers("DP-02", "listeners and distributions")],
  why: "Whoever is on the path, in a café or at a provider, reads and changes what customers send over plain HTTP: passwords and sessions first.",
  fix: {
    downtime: "none",
    steps:
      "Make the default action a redirect to HTTPS, and delete the rules that forward elsewhere. Programs that do not follow redirects have to be moved first.",
    cli: `aws elbv2 modify-listener --listener-arn LISTENER_ARN --default-actions '[{"Type":"redirect","RedirectConfig":{"Protocol":"HTTPS","Port":"443","StatusCode":"HTTP_301"}}]'`,
    cdk: "loadBalancer.addRedirect();",
  },
  references: {
    fsbp: ["ELB.1", "ELB.18"],
    prowler: ["elbv2_ssl_listeners"],
    docs: [
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html",
    ],
  },
  population: everyListener,
  needs: [httpListenerRules],
  judge(owned, { evidence }, { id, region }) {
    const { listener, balancer } = owned;
    const outside = outOfReach(owned, id);
    if (outside !== null) return outside;
    const protocol = listener.at("Protocol");
    if (TLS_PROTOCOLS.has(protocol.value)) {
      return pass(`The listener ${id} takes ${protocol.value} alone.`, protocol);
    }
    if (protocol.value !== "HTTP") {
      return indeterminate(
        `Elastic Load Balancing does not say which protocol the listener ${id} takes.`,
        listener,
      );
    }
    if (balancer?.value.Scheme !== "internet-facing") {
      return indeterminate(
        `Elastic Load Balancing does not say whether the internet reaches the listener ${id}.`,
        balancer ?? listener,
      );
    }
    const actions = listener.at("DefaultActions");
    if (!actions.each().every(isHarmless)) {
      return fail(`The listener ${id} forwards plain HTTP from the internet.`, protocol, actions);
    }
    // Only once the default is harmless do the rules matter.
    const { ListenerArn } = listener.value;
    const rules = markedPages((marker) =>
      evidence.call(
        httpListenerRules,
        "DescribeRules",
        { ListenerArn, PageSize: 400, ...marker },
        region ?? undefined,
      ),
    ).flatMap((page) => page.at("Rules").each());
    const [open] = rules.filter((rule) => !rule.at("Actions").each().every(isHarmless));
    if (open !== undefined) {
      return fail(
        `The listener ${id} redirects by default, but a rule of it forwards plain HTTP from the internet.`,
        open,
      );
    }
    if (
      actions.each().length === 0 ||
      rules.some((rule) => rule.at("Actions").each().length === 0)
    ) {
      return indeterminate(
        `Elastic Load Balancing does not say what the listener ${id} does with plain HTTP.`,
        actions,
      );
    }
    return pass(
      `The listener ${id} sends plain HTTP to HTTPS or refuses it, and so does each of its rules.`,
      actions,
      ...rules,
    );
  },
});

/** A redirect to HTTPS, or an answer that the load balancer gives itself. */
function isHarmless({ value: { Type, RedirectConfig } }: Cited<Action>): boolean {
  if (Type === "fixed-response") return true;
  return Type === "redirect" && RedirectConfig?.Protocol === "HTTPS";
}
