import { API_HOST, APP_HOST, BILLING, HOOKS } from "./company-edge.ts";
import { REPORTS, WEB } from "./company-edge-balancers.ts";
import type { PlantedGap } from "./planted-gap.ts";

const BEFORE = ["before"] as const;
const BOTH = ["before", "after"] as const;

/** The gaps at the edge. */
export const edgeGaps: readonly PlantedGap[] = [
  gap(BEFORE, "elbv2.listener-encrypted", "The product answers over plain HTTP.", `${WEB}:80`),
  gap(BEFORE, "elbv2.tls-version-current", "The product takes TLS 1.0.", `${WEB}:443`),
  gap(BEFORE, "elbv2.access-logged", "Nobody logs who calls the product.", WEB),
  gap(BOTH, "elbv2.deletion-protected", "The load balancer can be deleted by mistake.", WEB),
  gap(BEFORE, "elbv2.web-acl-attached", "Nothing filters attacks on the product.", WEB),
  gap(BEFORE, "elb.listener-encrypted", "The reports answer over plain HTTP.", REPORTS),
  gap(BEFORE, "elb.tls-version-current", "The reports take TLS 1.0.", REPORTS),
  gap(BEFORE, "elb.access-logged", "Nobody logs who calls the reports.", REPORTS),
  gap(BOTH, "elb.web-acl-possible", "Nothing can filter attacks on the reports.", REPORTS),
  gap(BEFORE, "cloudfront.viewers-encrypted", "The frontend answers over plain HTTP.", APP_HOST),
  gap(BEFORE, "cloudfront.tls-version-current", "The frontend takes TLS 1.0.", APP_HOST),
  gap(BEFORE, "cloudfront.origins-encrypted", "The frontend is fetched in plain.", APP_HOST),
  gap(BEFORE, "cloudfront.access-logged", "Nobody logs who calls the frontend.", APP_HOST),
  gap(BOTH, "cloudfront.web-acl-attached", "Nothing filters attacks on the frontend.", APP_HOST),
  gap(BEFORE, "apigateway.domain-tls-version-current", "The API takes TLS 1.0.", API_HOST),
  gap(BEFORE, "apigateway.access-logged", "Nobody logs who calls billing.", BILLING),
  gap(BEFORE, "apigateway.web-acl-attached", "Nothing filters attacks on billing.", BILLING),
  gap(BEFORE, "apigatewayv2.access-logged", "Nobody logs who calls the web hooks.", HOOKS),
  gap(BOTH, "apigatewayv2.web-acl-possible", "Nothing can filter calls of web hooks.", HOOKS),
];

function gap(states: PlantedGap["states"], check: string, topic: string, name: string): PlantedGap {
  return { states, check, topic, resource: { kind: "data-service", name } };
}
