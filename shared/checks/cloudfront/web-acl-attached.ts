import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyDistribution, switchedOff } from "./every-distribution.ts";

/** Each distribution has a web ACL, or a decision that names what filters instead. */
export const distributionWebAclAttached = check({
  id: "cloudfront.web-acl-attached",
  title: "Every distribution has a web ACL",
  severity: "medium",
  controls: [covers("NW-03", "distributions")],
  why: "A filter at the edge stops scanners and exploits before they reach the product, and takes the load off it.",
  fix: {
    downtime: "none",
    steps:
      "Make a web ACL with AWS's managed rules in us-east-1, in count mode first, and set it on the distribution. Where only public files are served, record a decision that says so.",
    cli: "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://CONFIG_WITH_WebACLId.json",
    cdk: 'new cloudfront.Distribution(this, "Distribution", { defaultBehavior, webAclId: webAcl.attrArn });',
  },
  references: {
    fsbp: ["CloudFront.6"],
    prowler: ["cloudfront_distributions_using_waf"],
    docs: [
      "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionSummary.html",
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html",
    ],
  },
  population: everyDistribution,
  judge(distribution, _context, { id }) {
    const off = switchedOff(distribution, id);
    if (off !== null) return off;
    const acl = distribution.at("WebACLId");
    // CloudFront always names it, and names none by an empty text.
    switch (acl.value) {
      case undefined:
        return indeterminate(`CloudFront does not say whether ${id} has a web ACL.`, acl);
      case "":
        return fail(`The distribution ${id} has no web ACL.`, acl);
      default:
        return pass(`The distribution ${id} has the web ACL ${acl.value}.`, acl);
    }
  },
});
