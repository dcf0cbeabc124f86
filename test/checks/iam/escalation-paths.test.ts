import { describe, expect, it } from "vitest";
import { ESCALATION_PATHS, pathInWords } from "../../../shared/checks/iam/escalation-paths.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { ACCOUNT } from "../judging.ts";
import { about, allow, can, cannot, deny, found, may, role } from "./escalation-sentences.ts";
import { EVERYTHING, type Landscape, trustService } from "./identity-evidence.ts";

const functionWriter = (Resource: string) => ({
  inline: { p: [allow("lambda:UpdateFunctionCode", Resource)] },
});
const CODE_WRITER = functionWriter("*");
/** A role with full administration that a service may take on. */
const strongIn = (service: string) => ({
  attached: ["AdministratorAccess"],
  trust: [trustService(service)],
});

describe("the paths to more rights", () => {
  it.each(ESCALATION_PATHS.map((path) => [pathInWords(path), path] as const))(
    "knows %s",
    (words, { actions, only, service = "nobody.amazonaws.com" }) => {
      const kind = only ?? "user";
      const reaches = actions.map(([, reach]) => reach);
      const statement = allow(actions.map(([action]) => action));
      const rights = {
        attached: ["own"],
        inline: { p: [statement] },
        ...(reaches.includes("own-boundary") ? { boundary: "limit" } : {}),
      };
      const strong = { attached: ["AdministratorAccess"], trust: [trustService(service)] };
      const others = reaches.includes("worker") ? { strong } : {};
      const account: Landscape = {
        users: { other: {}, ...(kind === "user" ? { u: { ...rights, groups: ["g"] } } : {}) },
        groups: { g: {}, h: {} },
        roles: { ...others, ...(kind === "role" ? { r: rights } : {}) },
        policies: { own: [[allow("s3:GetObject")], [EVERYTHING]], limit: [[EVERYTHING]] },
      };
      const name = kind === "user" ? "user u" : "role r";
      expect(about(found(account))).toEqual([can(name, words)]);
      // Without any one of its actions it leads nowhere.
      for (const [left] of actions) {
        const fewer = actions.filter(([action]) => action !== left).map(([action]) => action);
        const inline = { p: [allow(["s3:GetObject", ...fewer])] };
        const without: Landscape = {
          ...account,
          users: {
            other: {},
            ...(kind === "user" ? { u: { ...rights, inline, groups: ["g"] } } : {}),
          },
          roles: { ...others, ...(kind === "role" ? { r: { ...rights, inline } } : {}) },
        };
        expect(about(found(without))).toEqual([cannot(name)]);
      }
    },
  );

  it("names for each path where it is written up, and knows none twice", () => {
    expect(ESCALATION_PATHS.filter(({ source }) => !/^https:\/\/\S+$/.test(source))).toEqual([]);
    const words = ESCALATION_PATHS.map((path) => pathInWords(path));
    expect(new Set(words).size).toBe(words.length);
  });

  it("leaves out a path that asks for what another one does, and more", () => {
    const needs = ESCALATION_PATHS.map(
      ({ actions, only, service }) =>
        new Set(actions.map(([action, reach]) => `${action} ${reach} ${only} ${service}`)),
    );
    const longer = needs.filter((one) =>
      needs.some((other) => other !== one && other.isSubsetOf(one)),
    );
    expect(longer).toEqual([]);
  });

  it.each<[string, StoredEvidence[], string[]]>([
    [
      "fails where it may give a strong role's function other code",
      found({ roles: { r: CODE_WRITER, "app-admin": strongIn("lambda.amazonaws.com") } }),
      [can("role r", "lambda:UpdateFunctionCode")],
    ],
    [
      "passes where no function can have a strong role",
      found({ roles: { r: CODE_WRITER, "app-admin": strongIn("ec2.amazonaws.com") } }),
      [cannot("role r")],
    ],
    [
      "passes where the function's role is an ordinary one",
      found({ roles: { r: CODE_WRITER, app: { trust: [trustService("lambda.amazonaws.com")] } } }),
      [cannot("role r")],
    ],
    [
      "fails where it may do so by a pattern for every function",
      found({
        roles: {
          r: functionWriter("arn:aws:lambda:*:*:function:*"),
          "app-admin": strongIn("lambda.amazonaws.com"),
        },
      }),
      [can("role r", "lambda:UpdateFunctionCode")],
    ],
    [
      "cannot tell whether a named function has the strong role",
      found({
        roles: {
          r: functionWriter(`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:app-*`),
          "app-admin": strongIn("lambda.amazonaws.com"),
        },
      }),
      [may("role r", "lambda:UpdateFunctionCode")],
    ],
    [
      "passes where a deny keeps it from every function",
      found({
        roles: {
          r: { inline: { p: [allow("lambda:*"), deny("lambda:Update*")] } },
          "app-admin": strongIn("lambda.amazonaws.com"),
        },
      }),
      [cannot("role r")],
    ],
    [
      "fails where AWS's PowerUserAccess meets a strong role of CloudFormation's",
      found({
        roles: {
          r: { attached: ["PowerUserAccess"] },
          "cdk-exec": strongIn("cloudformation.amazonaws.com"),
        },
      }),
      [
        can(
          "role r",
          "cloudformation:UpdateStack",
          "cloudformation:CreateChangeSet with cloudformation:ExecuteChangeSet",
        ),
      ],
    ],
    [
      "fails where it may take away the boundary that limits it",
      found({
        roles: { r: { inline: { p: [allow("*")] }, boundary: "limit" } },
        policies: { limit: [[allow(["s3:*", "iam:DeleteRolePermissionsBoundary"])]] },
      }),
      [can("role r", "iam:DeleteRolePermissionsBoundary")],
    ],
    [
      "passes where there is no boundary to take away",
      role(allow(["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"])),
      [cannot("role r")],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(about(evidence)).toEqual(expected);
  });
});
