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
import {
  ESCALATION_PATHS,
  type EscalationPath,
  pathInWords,
  type Reach,
} from "./escalation-paths.ts";
import { targetsOf } from "./escalation-targets.ts";
import { fullAdministration, through } from "./full-administration.ts";
import { type HeldPolicies, type HeldPolicy, heldPolicies } from "./held-policies.ts";
import { type Identity, titleOf, usersAndRoles } from "./identities.ts";
import { lesser, type Permission, type Permitted, permits } from "./permission.ts";

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
    const steps: Steps = new Map();
    const found = ESCALATION_PATHS.map((path) => follow(path, identity, held, context, steps));
    const open = found.filter(({ permission }) => permission === "yes");
    const maybe = found.filter(({ permission }) => permission === "maybe");
    const [first, ...others] = citesOf(open.length > 0 ? open : maybe);
    if (first === undefined) {
      if (held.unread !== null) throw held.unread;
      return pass(
        `${who} has none of the ${ESCALATION_PATHS.length} paths to more rights that this check knows.`,
        identity.detail,
      );
    }
    return open.length > 0
      ? fail(`${who} can raise its own rights by ${inWords(open)}.`, first, ...others)
      : indeterminate(
          `${who} may be able to raise its own rights by ${inWords(maybe)}: a condition, a denial, a boundary or a list of resources limits that in a way that this check cannot reckon.`,
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

/** What was found of one identity's steps: paths share many of theirs. */
type Steps = Map<string, Permitted>;

/** How far a path leads: all its actions have to be allowed, each on one of its targets. */
function follow(
  path: EscalationPath,
  identity: Identity,
  held: HeldPolicies,
  context: JudgeContext,
  steps: Steps,
): Followed {
  const { actions, service, worker, only } = path;
  let permission: Permission = only === undefined || only === identity.kind ? "yes" : "no";
  const by = new Set<HeldPolicy>();
  for (const [action, reach] of actions) {
    if (permission === "no") break;
    const key = `${action} ${reach} ${service} ${worker}`;
    let best = steps.get(key);
    if (best === undefined) {
      best = step(action.toLowerCase(), reach, path, identity, held, context);
      steps.set(key, best);
    }
    permission = lesser(permission, best.permission);
    if (best.by !== null) by.add(best.by);
  }
  return { path, permission, by: permission === "no" ? [] : [...by] };
}

/** Whether one action of a path is allowed on one of the targets that lead on. */
function step(
  action: string,
  reach: Reach,
  path: EscalationPath,
  identity: Identity,
  held: HeldPolicies,
  context: JudgeContext,
): Permitted {
  const { service } = path;
  const asked = { action, ...(service === undefined ? {} : { passedTo: service }) };
  const reached = () => targetsOf(action, reach, path, identity, held, context);
  // In most accounts no service works with a strong role: that is sooner known than who may what.
  if (reach === "worker" && reached().length === 0) return { permission: "no", by: null };
  // Who may do it nowhere needs no search among all that it could reach.
  const anywhere = permits(identity, held, { ...asked, resource: null });
  if (reach === "any" || anywhere.permission === "no") return anywhere;
  const targets = reached();
  let best: Permitted = { permission: "no", by: null };
  for (const resource of targets) {
    const permitted = permits(identity, held, { ...asked, resource });
    if (best.permission === "no" || permitted.permission === "yes") best = permitted;
    if (best.permission === "yes") break;
  }
  // Which function or instance works with a strong role is not in evidence: it may be one of these.
  return reach === "worker" && targets.length > 0 && best.permission === "no"
    ? { ...anywhere, permission: "maybe" }
    : best;
}

function inWords(found: readonly Followed[]): string {
  return listInWords(found.map(({ path }) => pathInWords(path)));
}

function citesOf(found: readonly Followed[]) {
  const policies = new Set(found.flatMap(({ by }) => by));
  return [...policies].map(({ document }) => document);
}
