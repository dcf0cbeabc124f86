import { matchesGlob } from "../../config/glob.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import type { HeldPolicies, HeldPolicy } from "./held-policies.ts";
import type { Identity } from "./identities.ts";
import type { PolicyStatement } from "./policy-document.ts";
import { conditionsOf, isNaming } from "./statement-conditions.ts";

/** What an identity asks for. */
export interface Asked {
  /** In small letters, as all actions are compared: `iam:passrole`. */
  readonly action: string;
  /** An ARN, or null for any resource that the identity may choose. */
  readonly resource: string | null;
  /** The service to which a role would be passed. */
  readonly passedTo?: string;
}

/**
 * `maybe` where it depends on a condition that is not reckoned here, or on a boundary whose text was
 * not read.
 */
export type Permission = "yes" | "maybe" | "no";

/** Whether it is allowed, and by which policy. */
export interface Permitted {
  readonly permission: Permission;
  readonly by: HeldPolicy | null;
}

/** What a part of a statement says of a request. */
type Match = "yes" | "maybe" | "no";

/**
 * Keys that say from where, when and how safely a request comes, not what it asks for: whoever holds
 * the identity can see to those.
 */
const CIRCUMSTANCES = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:multifactorauthage",
  "aws:multifactorauthpresent",
  "aws:requestedregion",
  "aws:securetransport",
  "aws:sourceip",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:useragent",
  "aws:vpcsourceip",
]);

/**
 * Whether an identity's own policies allow a request: an allow, no deny, and its boundary. Policies
 * of the organization and of resources are not in evidence; they can only take away here, since the
 * identity acts within its account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function permits(identity: Identity, held: HeldPolicies, asked: Asked): Permitted {
  const allowed = decide(identity, held.policies, asked);
  if (allowed.permission === "no" || held.boundary === null) return allowed;
  if (held.boundary instanceof Unread) return { ...allowed, permission: "maybe" };
  const within = decide(identity, [held.boundary], asked);
  return { ...allowed, permission: lesser(allowed.permission, within.permission) };
}

/** The lesser of two permissions. */
export function lesser(one: Permission, other: Permission): Permission {
  if (one === "no" || other === "no") return "no";
  return one === "maybe" || other === "maybe" ? "maybe" : "yes";
}

function decide(identity: Identity, policies: readonly HeldPolicy[], asked: Asked): Permitted {
  let permission: Permission = "no";
  let by: HeldPolicy | null = null;
  let denied: Match = "no";
  for (const policy of policies) {
    for (const statement of policy.document.value.Statement) {
      if (!coversAction(statement, asked.action)) continue;
      if (statement.Effect === "Deny") {
        const match = lesser(denies(statement, asked), onResource(statement, asked, identity));
        if (match !== "no" && denied !== "yes") denied = match;
        continue;
      }
      const match = lesser(allows(statement, asked), onResource(statement, asked, identity));
      if (match === "yes" ? permission !== "yes" : match === "maybe" && permission === "no") {
        permission = match;
        by = policy;
      }
    }
  }
  if (permission === "no" || denied === "yes") return { permission: "no", by: null };
  return { permission: denied === "maybe" ? "maybe" : permission, by };
}

/** The actions that a statement names, in small letters. */
interface ActionPatterns {
  readonly exact: ReadonlySet<string>;
  /** Those with wildcards, each with the service that it begins with: empty where that has one, too. */
  readonly wild: readonly { readonly service: string; readonly pattern: string }[];
  /** `NotAction`: all actions but these. */
  readonly isExcept: boolean;
  /** What was asked of it, since statements are shared by all who hold the policy. */
  readonly known: Map<string, boolean>;
}

const patterns = new WeakMap<PolicyStatement, ActionPatterns>();

/** Whether the statement speaks of the action, given in small letters. */
export function coversAction(statement: PolicyStatement, action: string): boolean {
  const { exact, wild, isExcept, known } = actionPatterns(statement);
  if (wild.length === 0) return exact.has(action) !== isExcept;
  let covers = known.get(action);
  if (covers === undefined) {
    const isNamed =
      exact.has(action) ||
      // Most patterns are of another service, and need no search.
      wild.some(
        ({ service, pattern }) => action.startsWith(service) && matchesGlob(pattern, action),
      );
    covers = isNamed !== isExcept;
    known.set(action, covers);
  }
  return covers;
}

function actionPatterns(statement: PolicyStatement): ActionPatterns {
  const found = patterns.get(statement);
  if (found !== undefined) return found;
  const { Action = [], NotAction } = statement;
  const named = (NotAction ?? Action).map((pattern) => pattern.toLowerCase());
  const made: ActionPatterns = {
    exact: new Set(named.filter((pattern) => !isWild(pattern))),
    wild: named.filter(isWild).map((pattern) => {
      const service = pattern.slice(0, pattern.indexOf(":") + 1);
      return { pattern, service: isWild(service) ? "" : service };
    }),
    isExcept: NotAction !== undefined,
    known: new Map(),
  };
  patterns.set(statement, made);
  return made;
}

function isWild(pattern: string): boolean {
  return pattern.includes("*") || pattern.includes("?");
}

function onResource(statement: PolicyStatement, { resource }: Asked, identity: Identity): Match {
  const { Resource = [], NotResource, Effect } = statement;
  if (resource === null) {
    if (NotResource !== undefined) return Effect === "Deny" ? "maybe" : "yes";
    // A deny of some resources leaves others; an allow of some is enough.
    if (Effect === "Deny") return Resource.some(isEveryResource) ? "yes" : "no";
    return Resource.length > 0 ? "yes" : "no";
  }
  if (NotResource !== undefined) {
    const excepted = anyMatches(NotResource, resource, identity);
    if (excepted === "maybe") return "maybe";
    return excepted === "yes" ? "no" : "yes";
  }
  return anyMatches(Resource, resource, identity);
}

function anyMatches(patterns: readonly string[], resource: string, identity: Identity): Match {
  let best: Match = "no";
  for (const pattern of patterns) {
    const match = matchesResource(pattern, resource, identity);
    if (match === "yes") return "yes";
    if (match === "maybe") best = "maybe";
  }
  return best;
}

/**
 * Policy variables: `aws:username` is the user's name, and roles have none; of others the value is
 * not known here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function matchesResource(pattern: string, resource: string, identity: Identity): Match {
  const { filled, isKnown } = filledPattern(pattern, identity);
  if (!matchesGlob(filled, resource)) return "no";
  return isKnown ? "yes" : "maybe";
}

function filledPattern(
  pattern: string,
  identity: Identity,
): { readonly filled: string; readonly isKnown: boolean } {
  if (!pattern.includes("${")) return { filled: pattern, isKnown: true };
  let isKnown = true;
  const filled = pattern.replace(/\$\{([^}]*)\}/g, (_whole, variable: string) => {
    if (variable.toLowerCase() === "aws:username" && identity.kind === "user") return identity.name;
    if (variable.toLowerCase() !== "aws:username") isKnown = false;
    return isKnown ? "\u0000" : "*";
  });
  return { filled, isKnown };
}

/**
 * All patterns with which an identity's policies and boundary tell the resources of an action apart:
 * resources that the same ones match are permitted alike.
 */
export function resourcePatterns(
  identity: Identity,
  { policies, boundary }: HeldPolicies,
  action: string,
): string[] {
  const limits = boundary === null || boundary instanceof Unread ? [] : [boundary];
  return [...policies, ...limits]
    .flatMap(({ document }) => document.value.Statement)
    .filter((statement) => coversAction(statement, action))
    .flatMap(({ Resource = [], NotResource = [] }) => [...Resource, ...NotResource])
    .map((pattern) => filledPattern(pattern, identity).filled);
}

/** Whether a pattern stands for every resource: `*`, or an ARN of stars only. */
export function isEveryResource(pattern: string): boolean {
  return /^(\*+|arn:(aws[a-z-]*|\*)(:\*){1,4})$/.test(pattern);
}

/** An allow holds where its conditions do; circumstances are the identity's own to see to. */
function allows(statement: PolicyStatement, { passedTo }: Asked): Match {
  let match: Match = "yes";
  for (const condition of conditionsOf(statement)) {
    if (CIRCUMSTANCES.has(condition.key)) continue;
    if (condition.key === "iam:passedtoservice" && isNaming(condition)) {
      const wanted = passedTo ?? "";
      if (!condition.values.some((value) => matchesGlob(value, wanted))) return "no";
      continue;
    }
    match = "maybe";
  }
  return match;
}

/** A deny under circumstances, such as without MFA, does not take the right away. */
function denies(statement: PolicyStatement, { passedTo }: Asked): Match {
  let match: Match = "yes";
  for (const condition of conditionsOf(statement)) {
    if (CIRCUMSTANCES.has(condition.key)) return "no";
    if (condition.key === "iam:passedtoservice" && isNaming(condition)) {
      const wanted = passedTo ?? "";
      if (!condition.values.some((value) => matchesGlob(value, wanted))) return "no";
      continue;
    }
    match = "maybe";
  }
  return match;
}
