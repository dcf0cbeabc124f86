import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { attachedAwsPolicies } from "../../../shared/sources/iam/attached-aws-policies.ts";
import { authorizationDetails } from "../../../shared/sources/iam/authorization-details.ts";
import { ACCOUNT, recorded } from "../judging.ts";

/** A statement as policies are written. */
export type Statement = Readonly<Record<string, Json>>;

/** What all identities can have. */
interface Rights {
  /** Names of AWS's policies or of `Landscape.policies`. */
  readonly attached?: readonly string[];
  /** Inline policies by name. */
  readonly inline?: Readonly<Record<string, readonly Statement[]>>;
  readonly boundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface TestUser extends Rights {
  readonly groups?: readonly string[];
}

export interface TestRole extends Rights {
  readonly path?: string;
  readonly trust?: readonly Statement[] | string;
  readonly createdAt?: string;
  /** Left out: IAM says nothing; null: it was not used. */
  readonly lastUsedAt?: string | null;
}

/** The users, groups, roles and customer managed policies of an account. */
export interface Landscape {
  readonly users?: Readonly<Record<string, TestUser>>;
  readonly groups?: Readonly<Record<string, Rights>>;
  readonly roles?: Readonly<Record<string, TestRole>>;
  /** The default version's statements; a second list is an older version. */
  readonly policies?: Readonly<Record<string, readonly (readonly Statement[])[]>>;
}

/** Everything on everything. */
export const EVERYTHING: Statement = { Effect: "Allow", Action: "*", Resource: "*" };

/** AWS's own policies that the tests use, shortened to what the tests turn on. */
const AWS_POLICIES: Readonly<Record<string, readonly Statement[]>> = {
  AdministratorAccess: [EVERYTHING],
  PowerUserAccess: [
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    { Effect: "Allow", Action: ["iam:ListRoles"], Resource: "*" },
  ],
  ReadOnlyAccess: [{ Effect: "Allow", Action: ["ec2:Describe*", "s3:Get*"], Resource: "*" }],
};

/** The ARN of a customer managed policy, or of one of AWS's. */
export function policyArn(name: string): string {
  return name in AWS_POLICIES
    ? `arn:aws:iam::aws:policy/${name}`
    : `arn:aws:iam::${ACCOUNT}:policy/${name}`;
}

/** IAM's answer to `GetAccountAuthorizationDetails`; documents are URL-encoded, as IAM gives them. */
export function landscape(
  { users = {}, groups = {}, roles = {}, policies = {} }: Landscape,
  cut: "denied" | null = null,
): StoredEvidence {
  const page = {
    operation: "GetAccountAuthorizationDetails" as const,
    response: {
      UserDetailList: Object.entries(users).map(([name, user]) => ({
        Path: "/",
        UserName: name,
        Arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
        CreateDate: "2024-01-02T03:04:05.000Z",
        GroupList: [...(user.groups ?? [])],
        ...rights("User", user),
      })),
      GroupDetailList: Object.entries(groups).map(([name, group]) => ({
        Path: "/",
        GroupName: name,
        Arn: `arn:aws:iam::${ACCOUNT}:group/${name}`,
        ...rights("Group", group),
      })),
      RoleDetailList: Object.entries(roles).map(([name, role]) => ({
        Path: role.path ?? "/",
        RoleName: name,
        Arn: `arn:aws:iam::${ACCOUNT}:role${role.path ?? "/"}${name}`,
        CreateDate: role.createdAt ?? "2024-01-02T03:04:05.000Z",
        AssumeRolePolicyDocument:
          typeof role.trust === "string" ? role.trust : encode(role.trust ?? [trustService()]),
        ...(role.lastUsedAt === undefined
          ? {}
          : {
              RoleLastUsed:
                role.lastUsedAt === null
                  ? {}
                  : { LastUsedDate: role.lastUsedAt, Region: "eu-west-1" },
            }),
        ...rights("Role", role),
      })),
      Policies: Object.entries(policies).map(([name, versions]) => ({
        PolicyName: name,
        Arn: policyArn(name),
        DefaultVersionId: `v${versions.length}`,
        PolicyVersionList: versions.map((statements, index) => ({
          VersionId: `v${versions.length - index}`,
          IsDefaultVersion: index === 0,
          Document: encode(statements),
        })),
      })),
      IsTruncated: cut !== null,
    } as Json,
  };
  if (cut === null) return recorded(authorizationDetails, [page]);
  return recorded(authorizationDetails, [
    page,
    { operation: "GetAccountAuthorizationDetails", input: { Marker: "more" }, outcome: cut },
  ]);
}

/** The texts of AWS's policies; those named in `unread` were withdrawn, denied or left out. */
export function awsPolicies(
  unread: Readonly<Record<string, "gone" | "denied">> = {},
): StoredEvidence {
  const names = Object.keys(AWS_POLICIES);
  return recorded(attachedAwsPolicies, [
    {
      operation: "ListPolicies",
      response: {
        Policies: names.map((name) => ({
          PolicyName: name,
          Arn: policyArn(name),
          DefaultVersionId: "v1",
        })),
        IsTruncated: false,
      },
    },
    ...names.map((name) => {
      const input = { PolicyArn: policyArn(name), VersionId: "v1" };
      const outcome = unread[name];
      return outcome === undefined
        ? {
            operation: "GetPolicyVersion" as const,
            input,
            response: {
              PolicyVersion: { Document: encode(AWS_POLICIES[name] ?? []), VersionId: "v1" },
            },
          }
        : { operation: "GetPolicyVersion" as const, input, outcome };
    }),
  ]);
}

/** A statement of a trust policy that lets in a service. */
export function trustService(service = "lambda.amazonaws.com", condition?: Json): Statement {
  return trustStatement({ Service: service }, "sts:AssumeRole", condition);
}

/** A statement of a trust policy that lets in an account, an ARN or everyone. */
export function trustAws(principal: Json, condition?: Json): Statement {
  return trustStatement({ AWS: principal }, "sts:AssumeRole", condition);
}

/** A statement of a trust policy that lets in whom an OIDC provider of the account vouches for. */
export function trustOidc(issuer: string, condition?: Json, account = ACCOUNT): Statement {
  return trustStatement(
    { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
    "sts:AssumeRoleWithWebIdentity",
    condition,
  );
}

/** A statement of a trust policy. */
export function trustStatement(principal: Json, action: string, condition?: Json): Statement {
  return {
    Effect: "Allow",
    Principal: principal,
    Action: action,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function rights(kind: "User" | "Group" | "Role", of: Rights) {
  const { attached = [], inline = {}, boundary, tags = {} } = of;
  return {
    AttachedManagedPolicies: attached.map((PolicyName) => ({
      PolicyName,
      PolicyArn: policyArn(PolicyName),
    })),
    [`${kind}PolicyList`]: Object.entries(inline).map(([PolicyName, statements]) => ({
      PolicyName,
      PolicyDocument: encode(statements),
    })),
    ...(boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy",
            PermissionsBoundaryArn: policyArn(boundary),
          },
        }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function encode(Statement: readonly Statement[]): string {
  return encodeURIComponent(JSON.stringify({ Version: "2012-10-17", Statement }));
}
