import { listeners } from "../../sources/elbv2/listeners.ts";
import { loadBalancerAttributes } from "../../sources/elbv2/load-balancer-attributes.ts";
import { loadBalancerLogDeliveries } from "../../sources/elbv2/log-deliveries.ts";
import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { deliveredAccessLogs } from "../logs/delivered-logs.ts";
import { TLS_PROTOCOLS } from "./every-listener.ts";
import { attributeOf, everyLoadBalancer } from "./load-balancers.ts";
import { markedPages } from "./marked-pages.ts";

/** Each load balancer that the internet reaches writes access logs, to a bucket or by CloudWatch Logs. */
export const loadBalancerAccessLogged = check({
  id: "elbv2.access-logged",
  title: "Every load balancer on the internet writes access logs",
  severity: "medium",
  controls: [covers("LG-03", "load balancers")],
  why: "Which address asked for what, and what it was answered, stands only in the access log; without it nobody can tell afterwards what was taken.",
  fix: {
    downtime: "none",
    steps:
      "Switch access logs on, to a bucket that lets Elastic Load Balancing write and that keeps them as long as policy says.",
    cli: "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=LOG_BUCKET",
    cdk: "loadBalancer.logAccessLogs(logBucket);",
  },
  references: {
    fsbp: ["ELB.5"],
    prowler: ["elbv2_logging_enabled"],
    docs: [
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html",
    ],
  },
  population: everyLoadBalancer,
  needs: [loadBalancerAttributes, listeners, loadBalancerLogDeliveries],
  judge(balancer, { evidence }, { id, region }) {
    const { LoadBalancerArn } = balancer.value;
    const type = balancer.at("Type");
    const scheme = balancer.at("Scheme");
    if (type.value === "gateway") {
      return notApplicable(
        `The load balancer ${id} hands packets to appliances and writes no access logs.`,
        type,
      );
    }
    if (scheme.value === "internal") {
      return notApplicable(`The load balancer ${id} takes nothing from the internet.`, scheme);
    }
    const { value: enabled, at } = attributeOf(evidence, balancer, "access_logs.s3.enabled");
    if (enabled?.value === "true") {
      return pass(`The load balancer ${id} writes its access logs to a bucket.`, enabled);
    }
    const { delivery, lists } = deliveredAccessLogs(
      evidence,
      loadBalancerLogDeliveries,
      LoadBalancerArn,
      region,
    );
    if (delivery !== undefined) {
      return pass(`CloudWatch Logs delivers the access logs of the load balancer ${id}.`, delivery);
    }
    if (type.value === "network") {
      const own = markedPages((marker) =>
        evidence.call(
          listeners,
          "DescribeListeners",
          { LoadBalancerArn, PageSize: 400, ...marker },
          region ?? undefined,
        ),
      );
      const protocols = own.flatMap((page) => page.at("Listeners").each());
      if (!protocols.some(({ value }) => TLS_PROTOCOLS.has(value.Protocol))) {
        return notApplicable(
          `The network load balancer ${id} has no TLS listener, and logs nothing but TLS; its connections are in the flow logs.`,
          type,
          ...own,
        );
      }
    }
    return enabled?.value === "false"
      ? fail(`The load balancer ${id} writes no access logs.`, enabled, ...lists)
      : indeterminate(
          `Elastic Load Balancing does not say whether the load balancer ${id} writes access logs.`,
          at,
        );
  },
});
