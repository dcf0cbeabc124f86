import type { Cited } from "../../evidence/cited.ts";
import { classicLoadBalancerAttributes } from "../../sources/elb/load-balancer-attributes.ts";
import { classicLoadBalancerPolicies } from "../../sources/elb/load-balancer-policies.ts";
import {
  type AnyCheck,
  check,
  covers,
  fail,
  indeterminate,
  notApplicable,
  pass,
} from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import {
  CLASSIC_TLS_PROTOCOLS,
  classicOutOfReach,
  everyClassicLoadBalancer,
  frontProtocols,
} from "./classic-load-balancers.ts";

/** Attributes of an SSL policy that switch a protocol version before TLS 1.2 on. */
const OBSOLETE_PROTOCOL = /^Protocol-(?:SSLv2|SSLv3|TLSv1|TLSv1\.1)$/;

/** What holds for load balancers of the second generation holds for the Classic ones that are left. */
export const classicLoadBalancersProtected: readonly AnyCheck[] = [
  check({
    id: "elb.listener-encrypted",
    title: "No Classic Load Balancer on the internet takes plain HTTP",
    severity: "high",
    controls: [covers("DP-02", "listeners and distributions")],
    why: "A Classic Load Balancer cannot redirect: what comes over plain HTTP is handed to the product, readable by everyone on the path.",
    fix: {
      downtime: "none",
      steps:
        "Add an HTTPS listener and delete the HTTP one; where visitors still type http://, move to an application load balancer, which can redirect.",
      cli: "aws elb delete-load-balancer-listeners --load-balancer-name NAME --load-balancer-ports 80",
      cdk: 'new elb.LoadBalancer(this, "Classic", { vpc, listeners: [{ externalPort: 443, externalProtocol: elb.LoadBalancingProtocol.HTTPS, internalPort: 80, sslCertificateArn }] });',
    },
    references: {
      fsbp: ["ELB.3"],
      prowler: ["elb_ssl_listeners"],
      docs: [
        "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html",
      ],
    },
    population: everyClassicLoadBalancer,
    judge(balancer, _context, { id }) {
      const outside = classicOutOfReach(balancer, id);
      if (outside !== null) return outside;
      const protocols = frontProtocols(balancer);
      const [plain] = protocols.filter(({ value }) => value === "HTTP");
      if (plain !== undefined) {
        return fail(`The Classic Load Balancer ${id} takes plain HTTP from the internet.`, plain);
      }
      const [unsaid] = protocols.filter(({ value }) => value === undefined);
      if (unsaid !== undefined || balancer.value.ListenerDescriptions === undefined) {
        return indeterminate(
          `Elastic Load Balancing does not say which protocols ${id} takes.`,
          unsaid ?? balancer,
        );
      }
      const [encrypted, ...others] = protocols.filter(({ value }) =>
        CLASSIC_TLS_PROTOCOLS.has(value),
      );
      return encrypted === undefined
        ? notApplicable(
            `The Classic Load Balancer ${id} passes TCP on as it comes; where there is TLS, it ends at the instances.`,
            balancer.at("ListenerDescriptions"),
          )
        : pass(`The Classic Load Balancer ${id} takes no plain HTTP.`, encrypted, ...others);
    },
  }),
  check({
    id: "elb.tls-version-current",
    title: "Every Classic Load Balancer on the internet demands TLS 1.2 or later",
    severity: "medium",
    controls: [covers("DP-02", "listeners and distributions")],
    why: "TLS 1.0 and 1.1 have known weaknesses and are withdrawn as standards; the policy that a Classic Load Balancer begins with still takes them.",
    fix: {
      downtime: "none",
      steps: "Give each HTTPS and SSL listener the predefined policy that takes TLS 1.2 only.",
      cli: "aws elb create-load-balancer-policy --load-balancer-name NAME --policy-name tls-1-2 --policy-type-name SSLNegotiationPolicyType --policy-attributes AttributeName=Reference-Security-Policy,AttributeValue=ELBSecurityPolicy-TLS-1-2-2017-01 && aws elb set-load-balancer-policies-of-listener --load-balancer-name NAME --load-balancer-port 443 --policy-names tls-1-2",
    },
    references: {
      prowler: ["elb_insecure_ssl_ciphers"],
      docs: [
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerPolicies.html",
      ],
    },
    population: everyClassicLoadBalancer,
    needs: [classicLoadBalancerPolicies],
    judge(balancer, { evidence }, { id, region }) {
      const outside = classicOutOfReach(balancer, id);
      if (outside !== null) return outside;
      const described = balancer.at("ListenerDescriptions");
      const encrypted = described
        .each()
        .filter(({ value }) => CLASSIC_TLS_PROTOCOLS.has(value.Listener?.Protocol));
      if (encrypted.length === 0) {
        return described.value === undefined
          ? indeterminate(`Elastic Load Balancing lists no listeners of ${id}.`, balancer)
          : notApplicable(`The Classic Load Balancer ${id} ends no TLS.`, described);
      }
      const { LoadBalancerName } = balancer.value;
      const answer = evidence.call(
        classicLoadBalancerPolicies,
        "DescribeLoadBalancerPolicies",
        { LoadBalancerName },
        region ?? undefined,
      );
      const policies =
        answer.outcome === "ok" ? answer.response.at("PolicyDescriptions").each() : [];
      const negotiated = encrypted.map((listener) =>
        policies.find(
          ({ value }) =>
            value.PolicyTypeName === "SSLNegotiationPolicyType" &&
            listener.value.PolicyNames?.includes(value.PolicyName ?? "") === true,
        ),
      );
      const switches = negotiated.map((policy) =>
        (policy?.at("PolicyAttributeDescriptions").each() ?? []).filter(({ value }) =>
          value.AttributeName?.startsWith("Protocol-"),
        ),
      );
      const obsolete = switches.flat().filter(isOnAndObsolete);
      const [first, ...others] = obsolete;
      if (first !== undefined) {
        const names = new Set(obsolete.map(({ value }) => value.AttributeName?.slice(9) ?? ""));
        return fail(
          `The Classic Load Balancer ${id} allows ${listInWords([...names])}.`,
          first,
          ...others,
        );
      }
      return switches.every((listed) => listed.some(({ value }) => value.AttributeValue === "true"))
        ? pass(
            `The Classic Load Balancer ${id} allows nothing before TLS 1.2.`,
            described,
            ...negotiated.flatMap((policy) => policy ?? []),
          )
        : indeterminate(
            `Elastic Load Balancing does not say which TLS versions ${id} allows.`,
            described,
            answer.at,
          );
    },
  }),
  check({
    id: "elb.access-logged",
    title: "Every Classic Load Balancer on the internet writes access logs",
    severity: "medium",
    controls: [covers("LG-03", "load balancers")],
    why: "Which address asked for what stands only in the access log; without it nobody can tell afterwards what was taken.",
    fix: {
      downtime: "none",
      steps: "Switch access logs on, to a bucket that lets Elastic Load Balancing write.",
      cli: `aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes '{"AccessLog":{"Enabled":true,"S3BucketName":"LOG_BUCKET","EmitInterval":5}}'`,
      cdk: 'new elb.LoadBalancer(this, "Classic", { vpc, accessLoggingPolicy: { enabled: true, s3BucketName: "LOG_BUCKET" } });',
    },
    references: {
      fsbp: ["ELB.5"],
      prowler: ["elb_logging_enabled"],
      docs: [
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancerAttributes.html",
      ],
    },
    population: everyClassicLoadBalancer,
    needs: [classicLoadBalancerAttributes],
    judge(balancer, { evidence }, { id, region }) {
      const outside = classicOutOfReach(balancer, id);
      if (outside !== null) return outside;
      const { LoadBalancerName } = balancer.value;
      const answer = evidence.call(
        classicLoadBalancerAttributes,
        "DescribeLoadBalancerAttributes",
        { LoadBalancerName },
        region ?? undefined,
      );
      const enabled =
        answer.outcome === "ok"
          ? answer.response.at("LoadBalancerAttributes").at("AccessLog").at("Enabled")
          : answer.at.as(undefined);
      switch (enabled.value) {
        case true:
          return pass(`The Classic Load Balancer ${id} writes access logs.`, enabled);
        case false:
          return fail(`The Classic Load Balancer ${id} writes no access logs.`, enabled);
        default:
          return indeterminate(
            `Elastic Load Balancing does not say whether ${id} writes access logs.`,
            enabled,
          );
      }
    },
  }),
  check({
    id: "elb.web-acl-possible",
    title: "No Classic Load Balancer faces the internet, where AWS WAF cannot protect it",
    severity: "low",
    controls: [covers("NW-03", "load balancers")],
    why: "A web ACL cannot be attached to a Classic Load Balancer, so what comes through it is filtered by the product alone.",
    fix: {
      downtime: "brief interruption",
      steps:
        "Move the targets to an application load balancer with a web ACL and change the DNS record, or record a decision that names what filters instead.",
      cli: "aws elbv2 create-load-balancer --name NAME --type application --subnets SUBNET_A SUBNET_B --security-groups GROUP",
      cdk: 'new elbv2.ApplicationLoadBalancer(this, "LoadBalancer", { vpc, internetFacing: true });',
    },
    references: {
      docs: [
        "https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/migrate-classic-load-balancer.html",
      ],
    },
    population: everyClassicLoadBalancer,
    judge(balancer, _context, { id }) {
      const outside = classicOutOfReach(balancer, id);
      return (
        outside ??
        fail(
          `The Classic Load Balancer ${id} faces the internet, and AWS WAF cannot protect it.`,
          balancer.at("Scheme"),
        )
      );
    },
  }),
];

interface PolicyAttribute {
  readonly AttributeName?: string | undefined;
  readonly AttributeValue?: string | undefined;
}

function isOnAndObsolete({ value }: Cited<PolicyAttribute>): boolean {
  return value.AttributeValue === "true" && OBSOLETE_PROTOCOL.test(value.AttributeName ?? "");
}
