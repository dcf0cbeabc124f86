import { ACCOUNT_TYPE } from "./foreign-resource.ts";

/** As much of a resource as it is compared by, ours or another tool's. */
export interface Named {
  readonly id: string;
  readonly arn: string | null;
  readonly type: string;
}

const ACCOUNT = "account";
/** The root user, as the credential report calls it. */
const ROOT_ROW = "<root_account>";

/**
 * The name by which a resource is compared, whoever names it: its ARN, else its id. The account, its
 * root user included, is one: tools differ in which of them a setting of the account is of.
 */
export function comparedResource({ id, arn, type }: Named): string {
  if (type === ACCOUNT_TYPE || (arn !== null && /:iam::\d{12}:root$/.test(arn))) return ACCOUNT;
  return arn ?? id;
}

/** Of a part that our own findings are about: the name of the whole that it belongs to. */
const OWNERS: Readonly<Record<string, (part: Named) => string>> = {
  // `alice/access-key-1`: the credential report knows keys by their user and number only.
  "AWS::IAM::AccessKey": ({ id }) => {
    const user = id.slice(0, id.lastIndexOf("/"));
    return user === ROOT_ROW ? ACCOUNT : user;
  },
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
  "AWS::ElasticLoadBalancingV2::Listener": ({ id, arn }) =>
    (arn ?? id).replace(":listener/", ":loadbalancer/").replace(/\/[^/]+$/, ""),
};

/**
 * All names by which other tools may know a resource of ours: its own, and where it is a part of
 * another (the access key of a user, the listener of a load balancer) that of the whole, since tools
 * differ in which of the two a fault is of.
 */
export function namesOfOwn(resource: Named): ReadonlySet<string> {
  const owner = OWNERS[resource.type]?.(resource);
  return new Set([comparedResource(resource), ...(owner === undefined ? [] : [owner])]);
}
