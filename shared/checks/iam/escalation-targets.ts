import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import type { JudgeContext } from "../check.ts";
import type { EscalationPath, Reach } from "./escalation-paths.ts";
import { fullAdministration } from "./full-administration.ts";
import { type HeldPolicies, heldPolicies } from "./held-policies.ts";
import { type Identity, isServiceLinked, listedRoles } from "./identities.ts";
import { resourcePatterns } from "./permission.ts";
import { TargetIndex } from "./target-index.ts";
import { trustOf } from "./trusted-principals.ts";

/** What there is in the account that a path could lead to. */
interface Surroundings {
  readonly users: TargetIndex;
  readonly groups: TargetIndex;
  /** Customer managed policies with a version that is not the default. */
  readonly versionedPolicyArns: ReadonlySet<string>;
  /** Roles with full administration, and the services that may take them on. */
  readonly administratorRoles: readonly AdministratorRole[];
  /** The services that may take on one of these. */
  readonly administeringServices: ReadonlySet<string>;
  /** Roles worth passing by the service that takes them on; "" for any. */
  readonly roles: Map<string, TargetIndex>;
}

interface AdministratorRole {
  readonly arn: string;
  readonly services: readonly string[];
}

const surroundings = new WeakMap<EvidenceView, Surroundings>();
const NONE: ReadonlySet<string> = new Set();

/**
 * The resources on which an action would lead the identity further, as far as they decide whether it
 * may do that: of those that its policies treat alike, the first. Null stands for any resource that
 * it may choose. A role of a name that nobody has stands for "roles of any name": who may pass that
 * one may pass them all. So does a function or an instance for what works with a strong role, since
 * which of them do is not in evidence.
 *
 * @param action in small letters
 */
export function targetsOf(
  action: string,
  reach: Reach,
  { service = "", worker = "" }: Pick<EscalationPath, "service" | "worker">,
  identity: Identity,
  held: HeldPolicies,
  context: JudgeContext,
): readonly (string | null)[] {
  const found = surroundingsOf(context);
  const ownPolicies = held.policies.flatMap(({ arn }) =>
    arn?.split(":")[4] === context.account ? [arn] : [],
  );
  const deciding = (index: TargetIndex, leftOut = NONE) =>
    index.deciding(resourcePatterns(identity, held, action), leftOut);
  switch (reach) {
    case "any":
      return [null];
    case "self":
      return [identity.arn];
    case "own-boundary":
      return held.boundary === null ? [] : [identity.arn];
    case "own-policy":
      return ownPolicies;
    case "own-policy-with-versions":
      return ownPolicies.filter((arn) => found.versionedPolicyArns.has(arn));
    case "own-group":
      return held.groupArns;
    case "other-group":
      return deciding(found.groups, new Set(held.groupArns));
    case "other-user":
      return deciding(found.users, new Set([identity.arn]));
    case "any-role":
      return deciding(rolesFor("", found, context));
    case "passed-role":
      return deciding(rolesFor(service, found, context));
    case "worker":
      return found.administeringServices.has(service) ? [workerArn(worker, context)] : [];
  }
}

function workerArn(worker: string, { account, partition }: JudgeContext): string {
  const [service, ...resource] = worker.split(":");
  return `arn:${partition}:${service}:a-region-of-any-name:${account}:${resource.join(":")}`;
}

function rolesFor(
  service: string,
  { administratorRoles: strong, roles }: Surroundings,
  { account, partition }: JudgeContext,
): TargetIndex {
  let index = roles.get(service);
  if (index === undefined) {
    const anyRole = `arn:${partition}:iam::${account}:role/a-role-of-any-name`;
    const taken = strong.filter(({ services }) => service === "" || services.includes(service));
    index = new TargetIndex([anyRole, ...taken.map(({ arn }) => arn)]);
    roles.set(service, index);
  }
  return index;
}

function surroundingsOf(context: JudgeContext): Surroundings {
  const { evidence } = context;
  let found = surroundings.get(evidence);
  if (found === undefined) {
    const pages = evidence.answers(authorizationDetails, "GetAccountAuthorizationDetails");
    const arnsOf = (list: "UserDetailList" | "GroupDetailList") =>
      pages.flatMap(({ value }) => (value[list] ?? []).flatMap(arnOf));
    const strong = administratorRoles(context);
    found = {
      users: new TargetIndex(arnsOf("UserDetailList")),
      groups: new TargetIndex(arnsOf("GroupDetailList")),
      versionedPolicyArns: new Set(
        pages
          .flatMap(({ value }) => value.Policies ?? [])
          .filter(({ PolicyVersionList = [] }) => PolicyVersionList.length > 1)
          .flatMap(arnOf),
      ),
      administratorRoles: strong,
      administeringServices: new Set(strong.flatMap(({ services }) => services)),
      roles: new Map(),
    };
    surroundings.set(evidence, found);
  }
  return found;
}

function administratorRoles(context: JudgeContext): AdministratorRole[] {
  return [...listedRoles.members(context)].flatMap(({ of: role }) => {
    if (isServiceLinked(role.detail.value)) return [];
    const held = heldPolicies(role, context.evidence);
    if (fullAdministration(role, held, context).permission === "no") return [];
    return [{ arn: role.arn, services: servicesOf(role) }];
  });
}

function servicesOf(role: Parameters<typeof trustOf>[0]): string[] {
  try {
    return trustOf(role)
      .principals.filter(({ kind }) => kind === "service")
      .map(({ name }) => name);
  } catch (thrown) {
    // Whom it lets in is told by the checks of trust policies.
    if (thrown instanceof Unread) return [];
    throw thrown;
  }
}

function arnOf({ Arn }: { Arn?: string | undefined }): string[] {
  return Arn === undefined ? [] : [Arn];
}
