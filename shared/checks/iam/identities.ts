import type { Cited, Recorded } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { JudgeContext, Member, Population } from "../check.ts";

type DetailsOutput = Recorded<
  SourceOutput<typeof authorizationDetails, "GetAccountAuthorizationDetails">
>;

/** An IAM user as `GetAccountAuthorizationDetails` lists it. */
export type UserDetail = NonNullable<DetailsOutput["UserDetailList"]>[number];
/** An IAM role as `GetAccountAuthorizationDetails` lists it. */
export type RoleDetail = NonNullable<DetailsOutput["RoleDetailList"]>[number];

/** A user or role: whoever can act in the account, root aside. */
export type Identity = UserIdentity | RoleIdentity;

/** An IAM user. */
export interface UserIdentity {
  readonly kind: "user";
  readonly name: string;
  readonly arn: string;
  readonly detail: Cited<UserDetail>;
}

/** An IAM role. */
export interface RoleIdentity {
  readonly kind: "role";
  readonly name: string;
  readonly arn: string;
  readonly detail: Cited<RoleDetail>;
}

/**
 * Roles under this path belong to an AWS service, which alone sets their rights and who may take
 * them on.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
const SERVICE_LINKED_PATH = "/aws-service-role/";

/** Every IAM user that IAM lists. */
export const listedUsers: Population<UserIdentity> = {
  definition: "the IAM users",
  needs: [authorizationDetails],
  members: users,
};

/** Every IAM role; those that belong to an AWS service are not judged. */
export const listedRoles: Population<RoleIdentity> = {
  definition: "the IAM roles",
  needs: [authorizationDetails],
  members: roles,
};

/** Every IAM user and role; roles that belong to an AWS service are not judged. */
export const usersAndRoles: Population<Identity> = {
  definition: "the IAM users and roles",
  needs: [authorizationDetails],
  *members(context) {
    yield* users(context);
    yield* roles(context);
  },
};

/** How a sentence begins with an identity: `The role deploy`. */
export function titleOf({ kind, name }: Identity): string {
  return kind === "user" ? `The user ${name}` : `The role ${name}`;
}

/** Whether an AWS service alone sets the role's rights and trust. */
export function isServiceLinked({ Path }: RoleDetail): boolean {
  return Path?.startsWith(SERVICE_LINKED_PATH) === true;
}

function* users({ evidence }: JudgeContext): Iterable<Member<UserIdentity>> {
  const listed = evidence.items(
    authorizationDetails,
    "GetAccountAuthorizationDetails",
    "UserDetailList",
  );
  for (const detail of listed) {
    const { UserName: name, Arn: arn, Tags } = detail.value;
    if (name === undefined || arn === undefined) {
      throw new Unread("IAM lists a user without a name or an ARN", detail);
    }
    yield {
      of: { kind: "user", name, arn, detail },
      resource: { id: name, arn, type: "AWS::IAM::User", region: null },
      at: detail,
      tags: tagsOf(Tags),
    };
  }
}

function* roles({ evidence }: JudgeContext): Iterable<Member<RoleIdentity>> {
  const listed = evidence.items(
    authorizationDetails,
    "GetAccountAuthorizationDetails",
    "RoleDetailList",
  );
  for (const detail of listed) {
    const { RoleName: name, Arn: arn, Tags } = detail.value;
    if (name === undefined || arn === undefined) {
      throw new Unread("IAM lists a role without a name or an ARN", detail);
    }
    yield {
      of: { kind: "role", name, arn, detail },
      resource: { id: name, arn, type: "AWS::IAM::Role", region: null },
      at: detail,
      tags: tagsOf(Tags),
      ...(isServiceLinked(detail.value)
        ? { excluded: "It belongs to an AWS service, which alone sets its rights and its trust." }
        : {}),
    };
  }
}

function tagsOf(tags: RoleDetail["Tags"]): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}
