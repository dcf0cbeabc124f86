import { loadBalancerWebAcls } from "../../sources/wafv2/load-balancer-web-acls.ts";
import { check, covers, fail, notApplicable, pass } from "../check.ts";
import { everyLoadBalancer } from "./load-balancers.ts";

/**
 * Each application load balancer on the internet has a web ACL, and one that filters something. SOC 2
 * itself asks for no such filter; the control does, or for a recorded alternative.
 */
export const loadBalancerWebAclAttached = check({
  id: "elbv2.web-acl-attached",
  title: "Every application load balancer on the internet has a web ACL",
  severity: "medium",
  controls: [covers("NW-03", "load balancers")],
  why: "Managed rules stop the scanners and exploits that reach every public address within hours, and buy the days that it takes to patch.",
  fix: {
    downtime: "none",
    steps:
      "Make a web ACL with AWS's managed rules, in count mode first, and associate it. Where something else filters, record a decision that names it.",
    cli: "aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn LOAD_BALANCER_ARN",
    cdk: 'new wafv2.CfnWebACLAssociation(this, "WebAcl", { resourceArn: loadBalancer.loadBalancerArn, webAclArn: webAcl.attrArn });',
  },
  references: {
    prowler: ["elbv2_waf_acl_attached"],
    docs: [
      "https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html",
      "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html",
    ],
  },
  population: everyLoadBalancer,
  needs: [loadBalancerWebAcls],
  judge(balancer, { evidence }, { id, region }) {
    const { LoadBalancerArn: ResourceArn = "" } = balancer.value;
    const type = balancer.at("Type");
    if (type.value !== undefined && type.value !== "application") {
      return notApplicable(
        `${id} is a ${type.value} load balancer, which sees no web requests to filter.`,
        type,
      );
    }
    const scheme = balancer.at("Scheme");
    if (scheme.value === "internal") {
      return notApplicable(`The load balancer ${id} takes nothing from the internet.`, scheme);
    }
    const answer = evidence.call(
      loadBalancerWebAcls,
      "GetWebACLForResource",
      { ResourceArn },
      region ?? undefined,
    );
    const acl = answer.outcome === "ok" ? answer.response.at("WebACL") : undefined;
    if (acl?.value === undefined || acl.value === null) {
      return fail(`The load balancer ${id} has no web ACL.`, acl ?? answer.at);
    }
    const { DefaultAction, Name } = acl.value;
    const ruleCount =
      (acl.value.Rules?.length ?? 0) +
      (acl.value.PreProcessFirewallManagerRuleGroups?.length ?? 0) +
      (acl.value.PostProcessFirewallManagerRuleGroups?.length ?? 0);
    return ruleCount === 0 && DefaultAction?.Block === undefined
      ? fail(`The web ACL ${Name} of the load balancer ${id} has no rule, so it lets all in.`, acl)
      : pass(`The load balancer ${id} has the web ACL ${Name}.`, acl.at("ARN"));
  },
});
