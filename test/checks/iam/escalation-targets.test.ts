import fc from "fast-check";
import { expect, it } from "vitest";
import { listInWords } from "../../../shared/checks/ec2/list-in-words.ts";
import {
  ESCALATION_PATHS,
  type EscalationPath,
  pathInWords,
} from "../../../shared/checks/iam/escalation-paths.ts";
import { fullAdministration } from "../../../shared/checks/iam/full-administration.ts";
import {
  type HeldPolicies,
  type HeldPolicy,
  heldPolicies,
} from "../../../shared/checks/iam/held-policies.ts";
import { type Identity, usersAndRoles } from "../../../shared/checks/iam/identities.ts";
import { noPrivilegeEscalation } from "../../../shared/checks/iam/no-privilege-escalation.ts";
import { lesser, type Permission, permits } from "../../../shared/checks/iam/permission.ts";
import { trustOf } from "../../../shared/checks/iam/trusted-principals.ts";
import { PolicyView } from "../../../shared/checks/policy-view.ts";
import { defaultConfig } from "../../../shared/config/default-config.ts";
import { effectiveConfig } from "../../../shared/config/effective-config.ts";
import { EvidenceView } from "../../../shared/evidence/evidence-view.ts";
import { authorizationDetails } from "../../../shared/sources/iam/authorization-details.ts";
import { ACCOUNT, judged } from "../judging.ts";
import {
  awsPolicies,
  EVERYTHING,
  type Landscape,
  landscape,
  type Statement,
  trustService,
} from "./identity-evidence.ts";

type Context = Parameters<typeof noPrivilegeEscalation.judge>[1];

/** Every resource that a path could lead to, one after the other: the slow and plain form. */
function everyTarget(
  reach: EscalationPath["actions"][number][1],
  { service, worker }: EscalationPath,
  identity: Identity,
  held: HeldPolicies,
  context: Context,
): (string | null)[] {
  const pages = context.evidence.answers(authorizationDetails, "GetAccountAuthorizationDetails");
  const arnsOf = (list: "UserDetailList" | "GroupDetailList") =>
    pages.flatMap(({ value }) => (value[list] ?? []).map(({ Arn }) => Arn ?? ""));
  const own = held.policies.flatMap(({ arn }) => (arn?.includes(ACCOUNT) ? [arn] : []));
  const versioned = pages.flatMap(({ value }) =>
    (value.Policies ?? []).filter(({ PolicyVersionList = [] }) => PolicyVersionList.length > 1),
  );
  const administrators = [...usersAndRoles.members(context)].filter(
    ({ of }) =>
      of.kind === "role" &&
      fullAdministration(of, heldPolicies(of, context.evidence), context).permission !== "no",
  );
  const takenBy = ({ of }: { of: Identity }) =>
    of.kind === "role" &&
    trustOf(of).principals.some(({ kind, name }) => kind === "service" && name === service);
  const anyRole = `arn:aws:iam::${ACCOUNT}:role/a-role-of-any-name`;
  switch (reach) {
    case "any":
      return [null];
    case "self":
      return [identity.arn];
    case "own-policy":
      return own;
    case "own-policy-with-versions":
      return own.filter((arn) => versioned.some(({ Arn }) => Arn === arn));
    case "own-group":
      return [...held.groupArns];
    case "other-group":
      return arnsOf("GroupDetailList").filter((arn) => !held.groupArns.includes(arn));
    case "other-user":
      return arnsOf("UserDetailList").filter((arn) => arn !== identity.arn);
    case "any-role":
      return [anyRole, ...administrators.map(({ of }) => of.arn)];
    case "passed-role":
      return [anyRole, ...administrators.filter(takenBy).map(({ of }) => of.arn)];
    case "own-boundary":
      return held.boundary === null ? [] : [identity.arn];
    case "worker": {
      const [of, ...rest] = (worker ?? "").split(":");
      const arn = `arn:aws:${of}:a-region-of-any-name:${ACCOUNT}:${rest.join(":")}`;
      return administrators.some(takenBy) ? [arn] : [];
    }
  }
}

function followed(path: EscalationPath, identity: Identity, held: HeldPolicies, context: Context) {
  const { actions, service, only } = path;
  let permission: Permission = only === undefined || only === identity.kind ? "yes" : "no";
  const by = new Set<HeldPolicy>();
  for (const [written, reach] of actions) {
    if (permission === "no") break;
    const action = written.toLowerCase();
    const asked = { action, ...(service === undefined ? {} : { passedTo: service }) };
    const anywhere = permits(identity, held, { ...asked, resource: null });
    const targets = everyTarget(reach, path, identity, held, context);
    const tried = targets.map((resource) =>
      resource === null ? anywhere : permits(identity, held, { ...asked, resource }),
    );
    if (reach === "worker" && targets.length > 0) {
      tried.push({ permission: lesser("maybe", anywhere.permission), by: anywhere.by });
    }
    const best =
      anywhere.permission === "no"
        ? anywhere
        : (tried.find((one) => one.permission === "yes") ??
          tried.find((one) => one.permission === "maybe") ?? {
            permission: "no" as const,
            by: null,
          });
    permission = lesser(permission, best.permission);
    if (best.by !== null) by.add(best.by);
  }
  return { words: pathInWords(path), permission, by };
}

/** What the check should say of every identity without full administration, with what it cites. */
function slowly(context: Context): string[] {
  return [...usersAndRoles.members(context)].flatMap(({ of: identity }) => {
    const held = heldPolicies(identity, context.evidence);
    if (fullAdministration(identity, held, context).permission === "yes") return [];
    const found = ESCALATION_PATHS.map((path) => followed(path, identity, held, context));
    const open = found.filter(({ permission }) => permission === "yes");
    const ways = open.length > 0 ? open : found.filter(({ permission }) => permission === "maybe");
    if (ways.length === 0) return [`pass ${identity.name}`];
    const cites = new Set(ways.flatMap(({ by }) => [...by]));
    const pointers = [...cites].map(({ document }) => document.citation.pointer);
    const status = open.length > 0 ? "fail" : "indeterminate";
    return [
      `${status} ${identity.name} by ${listInWords(ways.map(({ words }) => words))} ${pointers}`,
    ];
  });
}

/** The check's own findings in the same form. */
function quickly(account: Landscape): string[] {
  const { findings } = judged(noPrivilegeEscalation, [landscape(account), awsPolicies()]);
  return findings
    .filter(({ status, resource }) => status !== "not-applicable" && resource.arn !== null)
    .map(({ status, resource, reason, cites }) => {
      const [, words = ""] = /rights by (.+?)(?:\.|: a condition, .*)$/.exec(reason) ?? [];
      const pointers = cites.map(({ pointer }) => pointer);
      return status === "pass"
        ? `pass ${resource.id}`
        : `${status} ${resource.id} by ${words} ${pointers}`;
    });
}

function contextOf(account: Landscape): Context {
  return {
    evidence: new EvidenceView([landscape(account), awsPolicies()]),
    policy: new PolicyView(effectiveConfig(defaultConfig()), "config.json"),
    now: "2026-11-22T06:00:00.000Z",
    account: ACCOUNT,
    partition: "aws",
  };
}

/** A policy variable as policies write it. */
const variable = (name: string) => `\${${name}}`;
const NAMES = ["u0", "u1", "u2", "v3", "v4", "v5", "w6", "w7", "w8", "w9", "w10", "w11"];
const actions = fc.constantFrom(
  "iam:CreateAccessKey",
  "iam:*LoginProfile",
  "iam:AddUserToGroup",
  "iam:UpdateAssumeRolePolicy",
  "iam:PassRole",
  "iam:Put*",
  "ec2:RunInstances",
  "ssm:SendCommand",
  "ssm:Start*",
  "iam:Delete*PermissionsBoundary",
  "iam:*",
);
const resources = fc.constantFrom(
  "*",
  "arn:aws:ec2:*:*:instance/*",
  `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`,
  ...["user/*", "user/w*", "user/v4", "user/*1*", "group/*", "group/g1", "role/*", "role/r1"].map(
    (rest) => `arn:aws:iam::${ACCOUNT}:${rest}`,
  ),
  `arn:aws:iam::*:user/${variable("aws:username")}`,
  `arn:aws:iam::*:user/${variable("aws:PrincipalTag/team")}*`,
);
const statements: fc.Arbitrary<Statement> = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    Action: fc.array(actions, { minLength: 1, maxLength: 3 }),
    where: fc.constantFrom("Resource", "Resource", "Resource", "NotResource"),
    resource: fc.array(resources, { minLength: 1, maxLength: 2 }),
    isConditional: fc.constantFrom(false, false, true),
  })
  .map(({ Effect, Action, where, resource, isConditional }) => ({
    Effect,
    Action,
    [where]: resource,
    ...(isConditional ? { Condition: { StringEquals: { "aws:ResourceTag/team": "a" } } } : {}),
  }));
const policies = fc.array(statements, { minLength: 1, maxLength: 3 });
const rights = fc.record(
  {
    inline: policies.map((all) => ({ p: all })),
    attached: fc.subarray(["p0", "p1", "AdministratorAccess"], { maxLength: 1 }),
    boundary: fc.constantFrom("p0", "p1"),
  },
  { requiredKeys: [] },
);
const accounts: fc.Arbitrary<Landscape> = fc
  .record({
    users: fc.array(fc.tuple(fc.option(rights), fc.subarray(["g0", "g1"])), {
      minLength: NAMES.length,
      maxLength: NAMES.length,
    }),
    g0: rights,
    r0: rights,
    p0: policies,
    p1: policies,
  })
  .map(({ users, g0, r0, p0, p1 }) => ({
    users: Object.fromEntries(
      users.map(([own, groups], index) => [NAMES[index] ?? "", { ...own, groups }]),
    ),
    groups: { g0, g1: {}, g2: {} },
    roles: {
      r0,
      r1: { inline: { p: [EVERYTHING] }, trust: [trustService("ec2.amazonaws.com")] },
    },
    policies: { p0: [p0], p1: [p1, p0] },
  }));

it("finds the same paths as asking for every target in turn, and cites the same policies", () => {
  fc.assert(
    fc.property(accounts, (account) => {
      expect(quickly(account).toSorted()).toEqual(slowly(contextOf(account)).toSorted());
    }),
    { numRuns: 60 },
  );
});
