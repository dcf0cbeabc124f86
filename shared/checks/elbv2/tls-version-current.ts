import { sslPolicies } from "../../sources/elbv2/ssl-policies.ts";
import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { obsoleteAmong } from "../obsolete-tls.ts";
import { everyListener, outOfReach, TLS_PROTOCOLS } from "./every-listener.ts";

/** The TLS policy of each encrypted listener on the internet allows nothing before TLS 1.2. */
export const listenerTlsVersionCurrent = check({
  id: "elbv2.tls-version-current",
  title: "Every encrypted listener on the internet demands TLS 1.2 or later",
  severity: "medium",
  controls: [covers("DP-02", "listeners and distributions")],
  why: "TLS 1.0 and 1.1 have known weaknesses and are withdrawn as standards; a policy that still takes them is what scanners of customers report.",
  fix: {
    downtime: "none",
    steps:
      "Choose a policy that takes TLS 1.2 and 1.3 only. The access logs tell beforehand whether a client still comes with less.",
    cli: "aws elbv2 modify-listener --listener-arn LISTENER_ARN --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06",
    cdk: 'loadBalancer.addListener("Https", { port: 443, certificates, sslPolicy: elbv2.SslPolicy.RECOMMENDED_TLS, defaultTargetGroups });',
  },
  references: {
    fsbp: ["ELB.17"],
    prowler: ["elbv2_insecure_ssl_ciphers"],
    docs: [
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SslPolicy.html",
    ],
  },
  population: everyListener,
  needs: [sslPolicies],
  judge(owned, { evidence }, { id, region }) {
    const { listener } = owned;
    const outside = outOfReach(owned, id);
    if (outside !== null) return outside;
    const protocol = listener.at("Protocol");
    if (protocol.value === "HTTP") {
      return notApplicable(
        `The listener ${id} takes plain HTTP, which has no TLS version.`,
        protocol,
      );
    }
    const policy = listener.at("SslPolicy");
    if (!TLS_PROTOCOLS.has(protocol.value) || policy.value === undefined) {
      return indeterminate(
        `Elastic Load Balancing does not say which TLS policy the listener ${id} has.`,
        listener,
      );
    }
    const answer = evidence.call(
      sslPolicies,
      "DescribeSSLPolicies",
      { Names: [policy.value] },
      region ?? undefined,
    );
    const allowed =
      answer.outcome === "ok"
        ? answer.response
            .at("SslPolicies")
            .each()
            .find(({ value }) => value.Name === policy.value)
            ?.at("SslProtocols")
        : undefined;
    const obsolete = obsoleteAmong(allowed?.value ?? []);
    if (allowed === undefined || obsolete === null) {
      return indeterminate(
        `Elastic Load Balancing does not say which TLS versions the policy ${policy.value} of the listener ${id} allows.`,
        policy,
        answer.at,
      );
    }
    return obsolete.length > 0
      ? fail(
          `The listener ${id} allows ${listInWords(obsolete)} by its policy ${policy.value}.`,
          policy,
          allowed,
        )
      : pass(
          `The listener ${id} allows only ${listInWords(allowed.value ?? [])} by its policy ${policy.value}.`,
          policy,
          allowed,
        );
  },
});
