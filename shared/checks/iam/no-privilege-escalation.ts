import { attachedAwsPolicies } from "../../sources/iam/attached-aws-policies.ts";
import {
  check,
  covers,
  fail,
  indeterminate,
  type JudgeContext,
  notApplicable,
  pass,
} from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { ESCALATION_PATHS, type EscalationPath, pathInWords } from "./escalation-paths.ts";
import { targetsOf } from "./escalation-targets.ts";
import { fullAdministration, through } from "./full-administration.ts";
import { type HeldPolicies, type HeldPolicy, heldPolicies } from "./held-policies.ts";
import { type Identity, titleOf, usersAndRoles } from "./identities.ts";
import { lesser, type Permission, permits } from "./permission.ts";

/**
 * Who has full administration already has nothing left to gain, and is judged by
 * `iam.no-full-administration`. Taking on another role is the trust policies' affair.
 */
export const noPrivilegeEscalation = check({
  id: "iam.no-privilege-escalation",
  title: "Identities cannot raise their own rights",
  severity: "high",
  controls: [covers("AC-10", "paths to more rights")],
  why: "Whoever can hand out rights, or hand a strong role to a machine of their own, is an administrator under another name, and no list of administrators shows it.",
  fix: {
    downtime: "none",
    steps:
      "Name the resources in place of *: the roles that may be passed and the service they may be passed to, and nobody's policies, keys or groups but what the work needs. A permissions boundary on the identity closes all paths at once.",
    cli: "aws iam put-role-permissions-boundary --role-name ROLE_NAME --permissions-boundary POLICY_ARN",
    cdk: 'role.addToPolicy(new iam.PolicyStatement({ actions: ["iam:PassRole"], resources: [taskRole.roleArn], conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } }));',
  },
  references: {
    prowler: [
      "iam_policy_allows_privilege_escalation",
      "iam_inline_policy_allows_privilege_escalation",
    ],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
      "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/",
    ],
  },
  population: usersAndRoles,
  needs: [attachedAwsPolicies],
  judge(identity, context) {
    const held = heldPolicies(identity, context.evidence);
    const who = titleOf(identity);
    const administration = fullAdministration(identity, held, context);
    if (administration.permission === "yes" && administration.by !== null) {
      return notApplicable(
        `${who} has full administration ${through(administration.by)}, so there is nothing left to gain.`,
        administration.by.document,
      );
    }
    const found = ESCALATION_PATHS.map((path) => follow(path, identity, held, context));
    const open = found.filter(({ permission }) => permission === "yes");
    const maybe = found.filter(({ permission }) => permission === "maybe");
    const [first, ...others] = citesOf(open.length > 0 ? open : maybe);
    if (first === undefined) {
      if (held.unread !== null) throw held.unread;
      return pass(`${who} has none of the known paths to more rights.`, identity.detail);
    }
    return open.length > 0
      ? fail(`${who} can raise its own rights by ${inWords(open)}.`, first, ...others)
      : indeterminate(
          `${who} may be able to raise its own rights by ${inWords(maybe)}: a condition, a denial or a boundary limits that in a way that this check cannot reckon.`,
          first,
          ...others,
        );
  },
});

interface Followed {
  readonly path: EscalationPath;
  readonly permission: Permission;
  readonly by: readonly HeldPolicy[];
}

/** How far a path leads: all its actions have to be allowed, each on one of its targets. */
function follow(
  path: EscalationPath,
  identity: Identity,
  held: HeldPolicies,
  context: JudgeContext,
): Followed {
  const { actions, service, only } = path;
  let permission: Permission = only === undefined || only === identity.kind ? "yes" : "no";
  const by = new Set<HeldPolicy>();
  for (const [action, reach] of actions) {
    if (permission === "no") break;
    const asked = {
      action: action.toLowerCase(),
      ...(service === undefined ? {} : { passedTo: service }),
    };
    // Who may do it nowhere needs no search among all that it could reach.
    let best = permits(identity, held, { ...asked, resource: null });
    if (reach !== "any" && best.permission !== "no") {
      best = { permission: "no", by: null };
      for (const resource of targetsOf(reach, service, identity, held, context)) {
        const permitted = permits(identity, held, { ...asked, resource });
        if (best.permission === "no" || permitted.permission === "yes") best = permitted;
        if (best.permission === "yes") break;
      }
    }
    permission = lesser(permission, best.permission);
    if (best.by !== null) by.add(best.by);
  }
  return { path, permission, by: permission === "no" ? [] : [...by] };
}

function inWords(found: readonly Followed[]): string {
  return listInWords(found.map(({ path }) => pathInWords(path)));
}

function citesOf(found: readonly Followed[]) {
  const policies = new Set(found.flatMap(({ by }) => by));
  return [...policies].map(({ document }) => document);
}
