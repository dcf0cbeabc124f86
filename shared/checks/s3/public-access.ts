import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { bucketAcl } from "../../sources/s3/bucket-acl.ts";
import { bucketPolicy } from "../../sources/s3/bucket-policy.ts";
import { bucketPolicyStatus } from "../../sources/s3/bucket-policy-status.ts";
import { fail, indeterminate, type Judgement, pass } from "../check.ts";
import { type PolicyStatement, readPolicyDocument } from "../iam/policy-document.ts";
import {
  accountBlock,
  type BlockSetting,
  blockSources,
  bucketBlock,
} from "./public-access-block.ts";

/** The sources from which it is read whether a bucket is public. */
export const publicAccessSources = [
  ...blockSources,
  bucketPolicyStatus,
  bucketPolicy,
  bucketAcl,
] as const;

/**
 * The groups that stand for everyone: anyone, and anyone who has any AWS account at all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
const EVERYONE: ReadonlyMap<string | undefined, string> = new Map([
  ["http://acs.amazonaws.com/groups/global/AllUsers", "everyone"],
  ["http://acs.amazonaws.com/groups/global/AuthenticatedUsers", "everyone with an AWS account"],
]);

/** One way in which a bucket can be public. */
interface Route {
  readonly state: "open" | "shut" | "unclear";
  /** A clause: what opens it, or what S3 does not say. Empty where it is shut. */
  readonly how: string;
  /** The setting that closes it all the same. */
  readonly closedBy: BlockSetting;
  readonly cites: readonly [Cited<unknown>, ...Cited<unknown>[]];
}

/**
 * Whether a bucket is public by its policy or by its ACL, block settings of bucket and account
 * taken into account. What is open by one way that was read fails, also when the other was not
 * read. ACLs of single objects are not read: S3 ignores them where `IgnorePublicAcls` is on.
 *
 * @throws Unread when what it takes was not answered, Gone when the bucket had been deleted.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function judgePublicAccess(name: string, evidence: EvidenceView): Judgement {
  const account = accountBlock(evidence);
  const bucket = bucketBlock(evidence, name);
  const { routes, unread } = readRoutes(name, evidence);
  const closing = ({ closedBy }: Route) => {
    if (bucket.on.has(closedBy)) return "bucket";
    return account.on.has(closedBy) ? "account" : undefined;
  };

  const open = routes.filter(({ state }) => state === "open");
  const [first, ...others] = open.filter((route) => closing(route) === undefined);
  if (first !== undefined) {
    const how = [first, ...others].map((route) => route.how).join(", and ");
    const cites = [...others.flatMap((route) => route.cites), bucket.at, account.at];
    return fail(`The bucket ${name} is public: ${how}.`, ...first.cites, ...cites);
  }
  if (unread !== null) throw unread;
  const unclear = routes.find(({ state }) => state === "unclear");
  if (unclear !== undefined) {
    return indeterminate(`S3 does not say ${unclear.how}.`, ...unclear.cites);
  }
  const cites = [...routes.flatMap((route) => route.cites), account.at];
  if (open.length === 0) {
    const reason = `Neither its policy nor its ACL makes the bucket ${name} public.`;
    return pass(reason, bucket.at, ...cites);
  }
  const how = open.map(
    (route) => `${route.how}, but the ${closing(route)}'s ${route.closedBy} closes that`,
  );
  return pass(`The bucket ${name} is not public: ${how.join("; ")}.`, bucket.at, ...cites);
}

/** A way that was not read does not hide that another one is open. */
function readRoutes(
  name: string,
  evidence: EvidenceView,
): { routes: Route[]; unread: Unread | null } {
  const routes: Route[] = [];
  let unread: Unread | null = null;
  for (const read of [policyRoute, aclRoute]) {
    try {
      routes.push(read(name, evidence));
    } catch (thrown) {
      if (!(thrown instanceof Unread)) throw thrown;
      unread ??= thrown;
    }
  }
  return { routes, unread };
}

/**
 * S3's own verdict on the policy counts. Where there is none, or it was not read, the policy's text
 * can still show that the bucket has no policy, or one that plainly lets everyone in.
 */
function policyRoute(Bucket: string, evidence: EvidenceView): Route {
  const closedBy = "RestrictPublicBuckets";
  const verdict = verdictOf(Bucket, evidence);
  const isPublic = verdict instanceof Unread ? undefined : verdict.value;
  if (!(verdict instanceof Unread) && isPublic !== undefined) {
    const cites = [verdict] as const;
    return isPublic
      ? { state: "open", how: "its policy lets everyone in", closedBy, cites }
      : { state: "shut", how: "", closedBy, cites };
  }
  const answer = evidence.call(bucketPolicy, "GetBucketPolicy", { Bucket });
  if (answer.outcome !== "ok") return { state: "shut", how: "", closedBy, cites: [answer.at] };
  const policy = readPolicyDocument(answer.response.at("Policy"));
  if (policy.value.Statement.some(letsEveryoneIn)) {
    return { state: "open", how: "its policy lets everyone in", closedBy, cites: [policy] };
  }
  if (verdict instanceof Unread) throw verdict;
  const how = `whether the policy of the bucket ${Bucket} is public`;
  return { state: "unclear", how, closedBy, cites: [verdict] };
}

/** False where the bucket has no policy; undefined where S3 leaves its verdict out. */
function verdictOf(Bucket: string, evidence: EvidenceView): Cited<boolean | undefined> | Unread {
  try {
    const answer = evidence.call(bucketPolicyStatus, "GetBucketPolicyStatus", { Bucket });
    if (answer.outcome !== "ok") return answer.at.as(false);
    return answer.response.at("PolicyStatus", "IsPublic");
  } catch (thrown) {
    if (thrown instanceof Unread) return thrown;
    throw thrown;
  }
}

/** A statement that allows something to everyone and asks for nothing in return. */
function letsEveryoneIn({ Effect, Principal, Condition = {} }: PolicyStatement): boolean {
  if (Effect !== "Allow" || Object.keys(Condition).length > 0) return false;
  if (typeof Principal !== "object" || Principal === null) return Principal === "*";
  const accounts: unknown = "AWS" in Principal ? Principal.AWS : undefined;
  return accounts === "*" || (Array.isArray(accounts) && accounts.includes("*"));
}

function aclRoute(Bucket: string, evidence: EvidenceView): Route {
  const closedBy = "IgnorePublicAcls";
  const answer = evidence.call(bucketAcl, "GetBucketAcl", { Bucket });
  const grants = answer.outcome === "ok" ? answer.response.at("Grants") : null;
  if (grants?.value === undefined) {
    return {
      state: "unclear",
      how: `whom the ACL of the bucket ${Bucket} lets in`,
      closedBy,
      cites: [grants ?? answer.at],
    };
  }
  const [first, ...others] = grants.each().filter(({ value }) => EVERYONE.has(value.Grantee?.URI));
  if (first === undefined) return { state: "shut", how: "", closedBy, cites: [grants] };
  const given = [first, ...others].map(
    ({ value }) => `${value.Permission ?? "access"} to ${EVERYONE.get(value.Grantee?.URI)}`,
  );
  const how = `its ACL gives ${given.join(" and ")}`;
  return { state: "open", how, closedBy, cites: [first, ...others] };
}
