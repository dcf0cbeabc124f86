import { describe, expect, it } from "vitest";
import { attachedAwsPolicies } from "../../../shared/sources/iam/attached-aws-policies.ts";
import { gatherScripted, inShort, type ScriptedAnswer } from "./scripted-iam.ts";

const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const page = (names: readonly string[], marker: string | null = null): ScriptedAnswer => ({
  result: `<IsTruncated>${marker !== null}</IsTruncated>${marker === null ? "" : `<Marker>${marker}</Marker>`}<Policies>${names.map((name) => `<member><Arn>${arn(name)}</Arn><DefaultVersionId>v3</DefaultVersionId></member>`).join("")}</Policies>`,
});
const TEXT: ScriptedAnswer = {
  result:
    "<PolicyVersion><Document>%7B%7D</Document><VersionId>v3</VersionId><IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>",
};
const error = (status: number, code: string): ScriptedAnswer => ({ status, code });

const answering =
  (first: ScriptedAnswer, list: (marker: string | null) => ScriptedAnswer) =>
  (parameters: URLSearchParams): ScriptedAnswer => {
    if (parameters.get("Action") === "ListPolicies") return list(parameters.get("Marker"));
    return parameters.get("PolicyArn") === arn("A") ? first : TEXT;
  };

describe("iam.attached-aws-policies", () => {
  it("lists AWS's policies that somebody has, and reads the default version of each", async () => {
    const run = await gatherScripted(
      attachedAwsPolicies,
      answering(TEXT, () => page(["A", "B"])),
    );
    expect(inShort(run)).toEqual([
      "ListPolicies ok",
      "GetPolicyVersion ok",
      "GetPolicyVersion ok",
      "complete",
    ]);
    expect(run.requests).toEqual([
      "ListPolicies Scope=AWS OnlyAttached=true MaxItems=1000",
      `GetPolicyVersion PolicyArn=${arn("A")} VersionId=v3`,
      `GetPolicyVersion PolicyArn=${arn("B")} VersionId=v3`,
    ]);
  });

  it.each<[string, ScriptedAnswer, (marker: string | null) => ScriptedAnswer, string[]]>([
    [
      "asks for no text where none is attached",
      TEXT,
      () => page([]),
      ["ListPolicies ok", "complete"],
    ],
    [
      "goes on past an empty page",
      TEXT,
      (marker) => (marker === null ? page([], "more") : page(["B"])),
      ["ListPolicies ok", "ListPolicies ok", "GetPolicyVersion ok", "complete"],
    ],
    [
      "keeps what it has when the second page is denied",
      TEXT,
      (marker) => (marker === null ? page(["B"], "more") : error(403, "AccessDenied")),
      [
        "ListPolicies ok",
        "GetPolicyVersion ok",
        "ListPolicies denied AccessDenied",
        "incomplete: AccessDenied on iam:ListPolicies",
      ],
    ],
    [
      "is incomplete when the list is throttled",
      TEXT,
      () => error(400, "Throttling"),
      ["ListPolicies throttled Throttling", "incomplete: Throttling on iam:ListPolicies"],
    ],
    [
      "loses nothing else when a policy was withdrawn between list and read",
      error(404, "NoSuchEntity"),
      () => page(["A", "B"]),
      ["ListPolicies ok", "GetPolicyVersion gone NoSuchEntity", "GetPolicyVersion ok", "complete"],
    ],
    [
      "goes on, and is incomplete, when one text is denied",
      error(403, "AccessDenied"),
      () => page(["A", "B"]),
      [
        "ListPolicies ok",
        "GetPolicyVersion denied AccessDenied",
        "GetPolicyVersion ok",
        "incomplete: AccessDenied on iam:GetPolicyVersion",
      ],
    ],
  ])("%s", async (_sentence, first, list, expected) => {
    const run = await gatherScripted(attachedAwsPolicies, answering(first, list));
    expect(inShort(run)).toEqual(expected);
  });
});
