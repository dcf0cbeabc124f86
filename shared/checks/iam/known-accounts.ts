import type { Cited } from "../../evidence/cited.ts";
import type { JudgeContext } from "../check.ts";
import { demandedValues } from "./statement-conditions.ts";
import { accountOf, type TrustedPrincipal } from "./trusted-principals.ts";

/** An account, an organization or everyone beyond the own account whom a trust policy lets in. */
export interface Outsider {
  /** 12 digits, an organization's id, or null for everyone. */
  readonly id: string | null;
  readonly principal: TrustedPrincipal;
  /** What soc2.yaml says of it. */
  readonly known: Cited<KnownAccount> | undefined;
}

interface KnownAccount {
  readonly account: string;
  readonly name: string;
  readonly relation: "own" | "vendor";
  readonly reason: string;
}

/**
 * Whom a principal of a trust policy lets in from beyond the own account. Where it stands for
 * everyone, conditions on the caller's account, ARN or organization say whom it means. Services and
 * identity providers are none of these, and the id of a deleted identity lets nobody in.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function outsidersOf(principal: TrustedPrincipal, context: JudgeContext): Outsider[] {
  const { kind, name, statement } = principal;
  if (kind === "service" || kind === "federated") return [];
  const outsider = (id: string | null): Outsider => ({
    id,
    principal,
    known: id === null ? undefined : knownAs(id, context),
  });
  if (kind === "aws") {
    const account = accountOf(name);
    return account === null || account === context.account ? [] : [outsider(account)];
  }
  const accounts =
    demandedValues(statement.value, "aws:PrincipalAccount") ??
    demandedValues(statement.value, "aws:PrincipalArn")?.map((arn) => accountOf(arn) ?? "*");
  const ids =
    accounts ??
    demandedValues(statement.value, "aws:PrincipalOrgID") ??
    demandedValues(statement.value, "aws:PrincipalOrgPaths")?.map(
      (path) => path.split("/")[0] ?? "*",
    );
  if (ids === undefined || ids.some((id) => /[*?]/.test(id))) return [outsider(null)];
  return ids.filter((id) => id !== context.account).map(outsider);
}

function knownAs(id: string, { policy }: JudgeContext): Cited<KnownAccount> | undefined {
  return policy.knownAccounts.each().find(({ value }) => value.account === id);
}
