import { loadBalancerAttributes } from "../../sources/elbv2/load-balancer-attributes.ts";
import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { attributeOf, everyLoadBalancer } from "./load-balancers.ts";

/** No load balancer goes away with one wrong call. */
export const loadBalancerDeletionProtected = check({
  id: "elbv2.deletion-protected",
  title: "Every load balancer is protected from deletion",
  severity: "low",
  controls: [supports("CH-06", "protection from deletion")],
  why: "Deleting a load balancer takes the product off the internet, and the new one has another address; with protection on, it takes two deliberate steps.",
  fix: {
    downtime: "none",
    steps: "Switch deletion protection on; switch it off again before a planned removal.",
    cli: "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=deletion_protection.enabled,Value=true",
    cdk: 'new elbv2.ApplicationLoadBalancer(this, "LoadBalancer", { vpc, internetFacing: true, deletionProtection: true });',
  },
  references: {
    fsbp: ["ELB.6"],
    prowler: ["elbv2_deletion_protection"],
    docs: [
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html",
    ],
  },
  population: everyLoadBalancer,
  needs: [loadBalancerAttributes],
  judge(balancer, { evidence }, { id }) {
    const { value, at } = attributeOf(evidence, balancer, "deletion_protection.enabled");
    switch (value?.value) {
      case "true":
        return pass(`The load balancer ${id} is protected from deletion.`, value);
      case "false":
        return fail(`The load balancer ${id} is not protected from deletion.`, value);
      default:
        return indeterminate(
          `Elastic Load Balancing does not say whether the load balancer ${id} is protected from deletion.`,
          at,
        );
    }
  },
});
