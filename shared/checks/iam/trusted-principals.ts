import type { Cited } from "../../evidence/cited.ts";
import type { RoleIdentity } from "./identities.ts";
import { type PolicyStatement, readPolicyDocument } from "./policy-document.ts";

/** Whom a statement of a trust policy lets take on the role. */
export interface TrustedPrincipal {
  readonly kind: "everyone" | "aws" | "service" | "federated";
  /** As the policy writes it: an account, an ARN, `lambda.amazonaws.com`. */
  readonly name: string;
  readonly statement: Cited<PolicyStatement>;
}

/** A role's trust policy, read. */
export interface Trust {
  readonly at: Cited<unknown>;
  readonly principals: readonly TrustedPrincipal[];
  /** Whether a statement denies something: it may take back what another one allows. */
  readonly denies: boolean;
}

/** The actions with which a role is taken on; tagging a session alone opens nothing. */
const ASSUMING = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];

/** Kinds by their key in a policy; canonical user ids are S3's and take on no role. */
const KINDS = { AWS: "aws", Service: "service", Federated: "federated" } as const;

/**
 * Whom a role's trust policy lets in. An `Allow` with `NotPrincipal` lets in everyone else.
 *
 * @throws Unread when IAM gave no trust policy or it cannot be read.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function trustOf({ detail }: RoleIdentity): Trust {
  const document = readPolicyDocument(detail.at("AssumeRolePolicyDocument"));
  const statements = document.at("Statement").each();
  return {
    at: document,
    principals: statements.filter(({ value }) => letsAssume(value)).flatMap(principalsOf),
    denies: statements.some(({ value }) => value.Effect === "Deny"),
  };
}

/** The accounts of an AWS principal's name: 12 digits; null for the id of a deleted identity. */
export function accountOf(name: string): string | null {
  if (/^\d{12}$/.test(name)) return name;
  return /^arn:[^:]*:(?:iam|sts)::([^:]+):/.exec(name)?.[1] ?? null;
}

function letsAssume({ Effect, Action, NotAction }: PolicyStatement): boolean {
  if (Effect !== "Allow") return false;
  if (NotAction !== undefined) return true;
  return (Action ?? []).some((written) => {
    const action = written.toLowerCase();
    return action.includes("*") ? /^(\*|sts:)/.test(action) : ASSUMING.includes(action);
  });
}

function principalsOf(statement: Cited<PolicyStatement>): TrustedPrincipal[] {
  const { Principal, NotPrincipal } = statement.value;
  if (NotPrincipal !== undefined || Principal === "*") {
    return [{ kind: "everyone", name: "*", statement }];
  }
  if (typeof Principal !== "object" || Principal === null) return [];
  return Object.entries(Principal).flatMap(([key, written]) => {
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key as keyof typeof KINDS] : undefined;
    if (kind === undefined) return [];
    const names: unknown[] = Array.isArray(written) ? written : [written];
    return names.map((name) =>
      kind === "aws" && name === "*"
        ? { kind: "everyone" as const, name: "*", statement }
        : { kind, name: String(name), statement },
    );
  });
}
