import { ESCALATION_PATHS } from "../../../shared/checks/iam/escalation-paths.ts";
import { noPrivilegeEscalation as check } from "../../../shared/checks/iam/no-privilege-escalation.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { outcomes } from "../judging.ts";
import { awsPolicies, type Landscape, landscape, type Statement } from "./identity-evidence.ts";

/** The evidence of an account's identities and of the policies that AWS manages. */
export const found = (account: Landscape, aws = awsPolicies()): StoredEvidence[] => [
  landscape(account),
  aws,
];
/** A statement that allows. */
export const allow = (
  Action: string | string[],
  Resource = "*",
  more: Statement = {},
): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
/** A statement that denies, on everything. */
export const deny = (Action: string, more: Statement = {}): Statement => ({
  Effect: "Deny",
  Action,
  Resource: "*",
  ...more,
});

/** An account with the role `r` alone, which holds these statements. */
export const role = (...statements: Statement[]) =>
  found({ roles: { r: { inline: { p: statements } } } });

/** What is said of an identity that can raise its rights. */
export const can = (who: string, ...paths: string[]) => {
  const [kind, name] = who.split(" ");
  return `fail ${name}: The ${kind} ${name} can raise its own rights by ${paths.join(" and ")}.`;
};
/** What is said where that cannot be told. */
export const may = (who: string, path: string) => {
  const [kind, name] = who.split(" ");
  return `indeterminate ${name}: The ${kind} ${name} may be able to raise its own rights by ${path}: a condition, a denial, a boundary or a list of resources limits that in a way that this check cannot reckon.`;
};
/** What is said where it cannot. */
export const cannot = (who: string) => {
  const [kind, name] = who.split(" ");
  return `pass ${name}: The ${kind} ${name} has none of the ${ESCALATION_PATHS.length} paths to more rights that this check knows.`;
};

/** The finding about the identity that the row is about; others stand by. */
export const about = (evidence: StoredEvidence[]) =>
  outcomes(check, evidence).filter((line) => / [ur]: /.test(line));
