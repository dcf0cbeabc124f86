import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Gone, Unread } from "../../evidence/evidence-view.ts";
import { attachedAwsPolicies } from "../../sources/iam/attached-aws-policies.ts";
import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import type { Identity } from "./identities.ts";
import { type PolicyDocument, readPolicyDocument } from "./policy-document.ts";

/** A policy from which an identity has rights. */
export interface HeldPolicy {
  /** As a sentence names it: `the policy deploy of the group engineers`. */
  readonly name: string;
  /** Null for an inline policy. */
  readonly arn: string | null;
  /** Where it is attached, or stands inline. */
  readonly held: Cited<unknown>;
  readonly document: Cited<PolicyDocument>;
}

/** What an identity may do: its policies, those of its groups, and the boundary that limits them. */
export interface HeldPolicies {
  readonly policies: readonly HeldPolicy[];
  /** ARNs of the user's groups. */
  readonly groupArns: readonly string[];
  /** Null where there is none; an `Unread` where there is one whose text was not read. */
  readonly boundary: HeldPolicy | Unread | null;
  /** The first policy whose text was not read: what it allows is not known. */
  readonly unread: Unread | null;
}

type Holder = Cited<{
  Arn?: string | undefined;
  AttachedManagedPolicies?:
    | { PolicyArn?: string | undefined; PolicyName?: string | undefined }[]
    | undefined;
}>;
type Inline = Cited<
  { PolicyName?: string | undefined; PolicyDocument?: string | undefined }[] | undefined
>;

interface Library {
  readonly groups: ReadonlyMap<string, GroupPolicies>;
  /** The policy's default version by ARN, customer managed and AWS managed. */
  readonly managed: ReadonlyMap<string, Cited<string | undefined>>;
  /** Documents that were parsed before: the same one is attached to many. */
  readonly parsed: Map<string, Cited<PolicyDocument> | Unread>;
  readonly held: Map<string, HeldPolicies>;
}

interface GroupPolicies {
  readonly arn: string;
  readonly holder: Holder;
  readonly inline: Inline;
}

const libraries = new WeakMap<EvidenceView, Library>();

/**
 * The policies from which an identity has its rights. Policies whose text was not read are left
 * out and told by `unread`, since what was read can still show a right.
 */
export function heldPolicies(identity: Identity, evidence: EvidenceView): HeldPolicies {
  const library = libraryOf(evidence);
  let held = library.held.get(identity.arn);
  if (held === undefined) {
    held = collect(identity, library);
    library.held.set(identity.arn, held);
  }
  return held;
}

function collect(identity: Identity, library: Library): HeldPolicies {
  const policies: HeldPolicy[] = [];
  let unread: Unread | null = null;
  const add = (read: HeldPolicy | Unread) => {
    if (read instanceof Unread) unread ??= read;
    else policies.push(read);
  };
  const addAll = (of: string, holder: Holder, inline: Inline) => {
    for (const policy of inline.each()) {
      const name = `the inline policy ${policy.value.PolicyName ?? "without a name"}${of}`;
      const text = policy.at("PolicyDocument");
      const key = `${policy.citation.object}#${policy.citation.pointer}`;
      add(withDocument({ name, arn: null, held: policy }, key, text, library));
    }
    for (const attached of holder.at("AttachedManagedPolicies").each()) {
      add(managedPolicy(attached, of, library));
    }
  };

  const groupArns: string[] = [];
  if (identity.kind === "user") {
    addAll("", identity.detail, identity.detail.at("UserPolicyList"));
    for (const group of identity.detail.at("GroupList").each()) {
      const found = library.groups.get(group.value);
      if (found === undefined) {
        unread ??= new Unread(`IAM does not list its group ${group.value}`, group);
        continue;
      }
      groupArns.push(found.arn);
      addAll(` of the group ${group.value}`, found.holder, found.inline);
    }
  } else {
    addAll("", identity.detail, identity.detail.at("RolePolicyList"));
  }
  const limit: Cited<{ PermissionsBoundaryArn?: string | undefined } | undefined> =
    identity.kind === "user"
      ? identity.detail.at("PermissionsBoundary")
      : identity.detail.at("PermissionsBoundary");
  const boundary =
    limit.value === undefined
      ? null
      : managedPolicy(limit.as({ PolicyArn: limit.value.PermissionsBoundaryArn }), "", library);
  return { policies, groupArns, boundary, unread };
}

function managedPolicy(
  attached: Cited<{ PolicyArn?: string | undefined; PolicyName?: string | undefined }>,
  of: string,
  library: Library,
): HeldPolicy | Unread {
  const { PolicyArn: arn, PolicyName } = attached.value;
  if (arn === undefined) return new Unread("IAM names a policy without its ARN", attached);
  const name = `the policy ${PolicyName ?? arn.slice(arn.lastIndexOf("/") + 1)}${of}`;
  const text = library.managed.get(arn);
  if (text === undefined) return new Unread(`the text of ${arn} was not read`, attached);
  return withDocument({ name, arn, held: attached }, arn, text, library);
}

function withDocument(
  policy: Omit<HeldPolicy, "document">,
  key: string,
  text: Cited<string | undefined>,
  { parsed }: Library,
): HeldPolicy | Unread {
  let document = parsed.get(key);
  if (document === undefined) {
    try {
      document = readPolicyDocument(text);
    } catch (thrown) {
      if (!(thrown instanceof Unread)) throw thrown;
      document = thrown;
    }
    parsed.set(key, document);
  }
  return document instanceof Unread ? document : { ...policy, document };
}

function libraryOf(evidence: EvidenceView): Library {
  let library = libraries.get(evidence);
  if (library === undefined) {
    library = {
      groups: groupsOf(evidence),
      managed: new Map([...customerPolicies(evidence), ...awsPolicies(evidence)]),
      parsed: new Map(),
      held: new Map(),
    };
    libraries.set(evidence, library);
  }
  return library;
}

function groupsOf(evidence: EvidenceView): Map<string, GroupPolicies> {
  const groups = new Map<string, GroupPolicies>();
  for (const page of evidence.answers(authorizationDetails, "GetAccountAuthorizationDetails")) {
    for (const group of page.at("GroupDetailList").each()) {
      const { GroupName, Arn } = group.value;
      if (GroupName === undefined || Arn === undefined) continue;
      groups.set(GroupName, { arn: Arn, holder: group, inline: group.at("GroupPolicyList") });
    }
  }
  return groups;
}

function* customerPolicies(evidence: EvidenceView): Iterable<[string, Cited<string | undefined>]> {
  for (const page of evidence.answers(authorizationDetails, "GetAccountAuthorizationDetails")) {
    for (const policy of page.at("Policies").each()) {
      const { Arn } = policy.value;
      const version = policy
        .at("PolicyVersionList")
        .each()
        .find(({ value }) => value.IsDefaultVersion === true);
      if (Arn !== undefined && version !== undefined) yield [Arn, version.at("Document")];
    }
  }
}

/** A policy that AWS withdrew between list and read stays unread. */
function* awsPolicies(evidence: EvidenceView): Iterable<[string, Cited<string | undefined>]> {
  const listed = evidence
    .answers(attachedAwsPolicies, "ListPolicies")
    .flatMap((page) => page.at("Policies").each());
  for (const { value } of listed) {
    const { Arn: PolicyArn, DefaultVersionId: VersionId } = value;
    if (PolicyArn === undefined || VersionId === undefined) continue;
    try {
      const answer = evidence.call(attachedAwsPolicies, "GetPolicyVersion", {
        PolicyArn,
        VersionId,
      });
      if (answer.outcome === "ok") {
        yield [PolicyArn, answer.response.at("PolicyVersion", "Document")];
      }
    } catch (thrown) {
      if (!(thrown instanceof Unread) && !(thrown instanceof Gone)) throw thrown;
    }
  }
}
