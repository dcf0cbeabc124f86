import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import type { JudgeContext } from "../check.ts";
import type { Reach } from "./escalation-paths.ts";
import { fullAdministration } from "./full-administration.ts";
import { type HeldPolicies, heldPolicies } from "./held-policies.ts";
import { type Identity, isServiceLinked, listedRoles } from "./identities.ts";
import { trustOf } from "./trusted-principals.ts";

/** What there is in the account that a path could lead to. */
interface Surroundings {
  readonly userArns: readonly string[];
  readonly groupArns: readonly string[];
  /** Customer managed policies with a version that is not the default. */
  readonly versionedPolicyArns: ReadonlySet<string>;
  /** Roles with full administration, and the services that may take them on. */
  readonly administratorRoles: readonly { arn: string; services: readonly string[] }[];
}

const surroundings = new WeakMap<EvidenceView, Surroundings>();

/**
 * The resources on which an action would lead the identity further; null stands for any resource
 * that it may choose. A role of a name that nobody has stands for "roles of any name": who may pass
 * that one may pass them all.
 */
export function targetsOf(
  reach: Reach,
  service: string | undefined,
  identity: Identity,
  held: HeldPolicies,
  context: JudgeContext,
): readonly (string | null)[] {
  const found = surroundingsOf(context);
  const { account, partition } = context;
  const anyRole = `arn:${partition}:iam::${account}:role/a-role-of-any-name`;
  const ownPolicies = held.policies.flatMap(({ arn }) =>
    arn?.split(":")[4] === account ? [arn] : [],
  );
  switch (reach) {
    case "any":
      return [null];
    case "self":
      return [identity.arn];
    case "own-policy":
      return ownPolicies;
    case "own-policy-with-versions":
      return ownPolicies.filter((arn) => found.versionedPolicyArns.has(arn));
    case "own-group":
      return held.groupArns;
    case "other-group":
      return found.groupArns.filter((arn) => !held.groupArns.includes(arn));
    case "other-user":
      return found.userArns.filter((arn) => arn !== identity.arn);
    case "any-role":
      return [anyRole, ...found.administratorRoles.map(({ arn }) => arn)];
    case "passed-role":
      return [
        anyRole,
        ...found.administratorRoles
          .filter(({ services }) => services.includes(service ?? ""))
          .map(({ arn }) => arn),
      ];
  }
}

function surroundingsOf(context: JudgeContext): Surroundings {
  const { evidence } = context;
  let found = surroundings.get(evidence);
  if (found === undefined) {
    const pages = evidence.answers(authorizationDetails, "GetAccountAuthorizationDetails");
    found = {
      userArns: pages.flatMap(({ value }) => (value.UserDetailList ?? []).flatMap(arnOf)),
      groupArns: pages.flatMap(({ value }) => (value.GroupDetailList ?? []).flatMap(arnOf)),
      versionedPolicyArns: new Set(
        pages
          .flatMap(({ value }) => value.Policies ?? [])
          .filter(({ PolicyVersionList = [] }) => PolicyVersionList.length > 1)
          .flatMap(arnOf),
      ),
      administratorRoles: administratorRoles(context),
    };
    surroundings.set(evidence, found);
  }
  return found;
}

function administratorRoles(context: JudgeContext): Surroundings["administratorRoles"] {
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
