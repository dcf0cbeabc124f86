import type { Cited, Recorded } from "../../evidence/cited.ts";
import { listeners } from "../../sources/elbv2/listeners.ts";
import { loadBalancers } from "../../sources/elbv2/load-balancers.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { type Judgement, notApplicable, type Population } from "../check.ts";
import type { LoadBalancer } from "./load-balancers.ts";

/** One listener as AWS describes it. */
export type Listener = NonNullable<
  Recorded<SourceOutput<typeof listeners, "DescribeListeners">>["Listeners"]
>[number];

/** A listener, and the load balancer that it belongs to where that was listed. */
export interface OwnedListener {
  readonly listener: Cited<Listener>;
  readonly balancer: Cited<LoadBalancer> | undefined;
}

/** Protocols that end TLS at the load balancer. */
export const TLS_PROTOCOLS: ReadonlySet<string | undefined> = new Set(["HTTPS", "TLS"]);

/** Protocols whose bytes a load balancer passes on as they come. */
const PASSED_ON: ReadonlySet<string | undefined> = new Set([
  "TCP",
  "UDP",
  "TCP_UDP",
  "QUIC",
  "TCP_QUIC",
  "GENEVE",
]);

/** Every listener of every load balancer: `larkspur-web:443`. */
export const everyListener: Population<OwnedListener> = {
  definition: "the listeners of application, network and gateway load balancers",
  needs: [listeners, loadBalancers],
  *members({ evidence }) {
    const byArn = new Map(
      evidence
        .items(loadBalancers, "DescribeLoadBalancers", "LoadBalancers")
        .map((balancer) => [balancer.value.LoadBalancerArn, balancer] as const),
    );
    for (const listener of evidence.items(listeners, "DescribeListeners", "Listeners")) {
      const { ListenerArn: arn, LoadBalancerArn, Port } = listener.value;
      const balancer = byArn.get(LoadBalancerArn);
      const name = balancer?.value.LoadBalancerName ?? LoadBalancerArn;
      yield {
        of: { listener, balancer },
        resource: {
          id: name === undefined ? (arn ?? listener.citation.pointer) : `${name}:${Port ?? "any"}`,
          arn: arn ?? null,
          type: "AWS::ElasticLoadBalancingV2::Listener",
          region: listener.file.region,
        },
        at: listener,
        // The list has no tags, and reading them takes further calls.
        tags: null,
      };
    }
  },
};

/** Why what crosses the listener is nothing that it could encrypt; null where it could. */
export function outOfReach({ listener, balancer }: OwnedListener, id: string): Judgement | null {
  const protocol = listener.at("Protocol");
  if (PASSED_ON.has(protocol.value)) {
    return notApplicable(
      `The listener ${id} passes ${protocol.value} on as it comes; where there is TLS, it ends at the target.`,
      protocol,
    );
  }
  const scheme = balancer?.at("Scheme");
  return scheme?.value === "internal"
    ? notApplicable(`The listener ${id} takes nothing from the internet.`, scheme)
    : null;
}
