import { describe, expect, it } from "vitest";
import { oidcProviders } from "../../../shared/sources/iam/oidc-providers.ts";
import { gatherScripted, inShort, type ScriptedAnswer } from "./scripted-iam.ts";

const ARNS = ["a", "b"].map((name) => `arn:aws:iam::123456789012:oidc-provider/${name}.example`);
const LIST: ScriptedAnswer = {
  result: `<OpenIDConnectProviderList>${ARNS.map((arn) => `<member><Arn>${arn}</Arn></member>`).join("")}</OpenIDConnectProviderList>`,
};
const DETAILS: ScriptedAnswer = { result: "<Url>a.example</Url>" };

const answering = (first: ScriptedAnswer) => (parameters: URLSearchParams) => {
  if (parameters.get("Action") === "ListOpenIDConnectProviders") return LIST;
  return parameters.get("OpenIDConnectProviderArn") === ARNS[0] ? first : DETAILS;
};

describe("iam.oidc-providers", () => {
  it.each<[string, ScriptedAnswer, string[]]>([
    [
      "reads each provider of the list",
      DETAILS,
      [
        "ListOpenIDConnectProviders ok",
        "GetOpenIDConnectProvider ok",
        "GetOpenIDConnectProvider ok",
        "complete",
      ],
    ],
    [
      "loses nothing else when one was deleted between list and read",
      { status: 404, code: "NoSuchEntity" },
      [
        "ListOpenIDConnectProviders ok",
        "GetOpenIDConnectProvider gone NoSuchEntity",
        "GetOpenIDConnectProvider ok",
        "complete",
      ],
    ],
    [
      "goes on, and is incomplete, when one is denied",
      { status: 403, code: "AccessDenied" },
      [
        "ListOpenIDConnectProviders ok",
        "GetOpenIDConnectProvider denied AccessDenied",
        "GetOpenIDConnectProvider ok",
        "incomplete: AccessDenied on iam:GetOpenIDConnectProvider",
      ],
    ],
  ])("%s", async (_sentence, first, expected) => {
    expect(inShort(await gatherScripted(oidcProviders, answering(first)))).toEqual(expected);
  });

  it("asks for no provider where the list is empty", async () => {
    const run = await gatherScripted(oidcProviders, () => ({
      result: "<OpenIDConnectProviderList/>",
    }));
    expect(inShort(run)).toEqual(["ListOpenIDConnectProviders ok", "complete"]);
  });
});
