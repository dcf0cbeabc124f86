import type { RecordedFinding } from "./external-finding.ts";

/**
 * Services whose resources and settings are one for the whole account: a finding of them is the same
 * wherever it was found, and has no region here.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
const GLOBAL_SERVICES = new Set([
  "account",
  "cloudfront",
  "globalaccelerator",
  "iam",
  "organizations",
  "route53",
  "shield",
]);

/** service, resource */
const ARN = /^arn:aws[a-z-]*:([a-z0-9-]+):[a-z0-9-]*:(?:\d{12}|aws|):(.+)$/s;
const ACCOUNT = /^(?:AWS::::Account:|arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?$/;

/** The type under which a whole account is a resource, as in our own findings. */
export const ACCOUNT_TYPE = "AWS::Account";

/** What a tool says of the resource that it found something in. */
export interface ForeignResource {
  readonly id: string;
  readonly type: string;
  readonly region: string | null;
  readonly ruleId: string;
}

/** The resource of another tool's finding in our words, and the region that it counts for. */
export function foreignResource({
  id,
  type,
  region,
  ruleId,
}: ForeignResource): Pick<RecordedFinding, "resource" | "region"> {
  const [, service = "", named] = ARN.exec(id) ?? [];
  // `IAM.9` and `iam_root_mfa_enabled` are settings of one service as much as its resources are.
  const ofService = /^[A-Za-z0-9]+/.exec(ruleId)?.[0].toLowerCase() ?? "";
  const isGlobal = GLOBAL_SERVICES.has(service) || GLOBAL_SERVICES.has(ofService);
  const counts = isGlobal ? null : region;
  // Tools name an account by its id, its root user or a made-up URN: one resource all the same.
  const account = isAccountType(type) ? ACCOUNT.exec(id)?.[1] : undefined;
  if (account !== undefined) {
    return { resource: { id: account, arn: null, type: ACCOUNT_TYPE }, region: counts };
  }
  return named === undefined
    ? { resource: { id, arn: null, type }, region: counts }
    : { resource: { id: lastPart(named), arn: id, type }, region: counts };
}

/** Security Hub calls it `AwsAccount`, Prowler that too or, for want of a type, `Other`. */
function isAccountType(type: string): boolean {
  return /account$/i.test(type) || type === "Other";
}

/** The name at the end of an ARN: `my-bucket`, `sg-0123`, `deploy`. */
function lastPart(named: string): string {
  return named.slice(Math.max(named.lastIndexOf("/"), named.lastIndexOf(":")) + 1) || named;
}
