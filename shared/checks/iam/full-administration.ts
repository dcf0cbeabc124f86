import type { JudgeContext } from "../check.ts";
import type { HeldPolicies, HeldPolicy } from "./held-policies.ts";
import type { Identity } from "./identities.ts";
import { coversAction, isEveryResource, lesser, type Permitted, permits } from "./permission.ts";
import type { PolicyStatement } from "./policy-document.ts";

/** Whoever may do these to any identity can give itself everything. */
const GRANTING = ["iam:putuserpolicy", "iam:attachuserpolicy", "iam:putrolepolicy"] as const;

/**
 * Whether an identity has full administration: a policy allows every action on every resource, or
 * all but some that leave the granting of rights allowed, and neither a deny nor the boundary takes
 * that granting away again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/getting-started-reduce-permissions.html
 */
export function fullAdministration(
  identity: Identity,
  held: HeldPolicies,
  { account, partition }: Pick<JudgeContext, "account" | "partition">,
): Permitted {
  const by = held.policies.find(({ document }) => document.value.Statement.some(allowsEverything));
  if (by === undefined) return { permission: "no", by: null };
  const resource = (kind: string) => `arn:${partition}:iam::${account}:${kind}/anybody`;
  const permission = GRANTING.map((action) => {
    const kind = action.includes("role") ? "role" : "user";
    return permits(identity, held, { action, resource: resource(kind) }).permission;
  }).reduce(lesser);
  return { permission, by: permission === "no" ? null : by };
}

/** As a sentence tells it: `through the policy AdministratorAccess`. */
export function through({ name }: HeldPolicy): string {
  return `through ${name}`;
}

function allowsEverything(statement: PolicyStatement): boolean {
  const { Effect, Action, NotAction, Resource = [], NotResource } = statement;
  if (Effect !== "Allow") return false;
  if (NotResource === undefined && !Resource.some(isEveryResource)) return false;
  if (NotAction !== undefined) return GRANTING.every((action) => coversAction(statement, action));
  return (Action ?? []).some((action) => /^\*+(:\*+)?$/.test(action));
}
