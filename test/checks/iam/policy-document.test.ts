import { describe, expect, it } from "vitest";
import { readPolicyDocument } from "../../../shared/checks/iam/policy-document.ts";
import { Cited } from "../../../shared/evidence/cited.ts";

const cited = (PolicyDocument: string | undefined) =>
  Cited.file({ PolicyDocument }, { path: "iam.authorization-details.json", region: null }).at(
    "PolicyDocument",
  );

const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: ["*"] };
const READ = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"] };

describe("a policy document", () => {
  it.each([
    ["URL-encoded, as IAM gives it", encodeURIComponent(JSON.stringify({ Statement: [ALLOW] }))],
    ["plain, as other services give it", JSON.stringify({ Statement: [ALLOW] })],
    [
      "plain with a sign that looks encoded",
      ` ${JSON.stringify({ Statement: [ALLOW], Id: "5%" })}`,
    ],
    ["with its one statement outside a list", JSON.stringify({ Statement: ALLOW })],
  ])("is read %s", (_sentence, text) => {
    expect(readPolicyDocument(cited(text)).value).toMatchObject({ Statement: [READ] });
  });

  it("keeps percent signs, conditions and principals as they are", () => {
    const document = {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "100%",
          Effect: "Deny",
          Principal: { AWS: "*" },
          NotAction: ["iam:*"],
          NotResource: ["*"],
          Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
        },
      ],
    };
    const text = encodeURIComponent(JSON.stringify(document));
    expect(readPolicyDocument(cited(text)).value).toEqual(document);
  });

  it("is cited from where its text stands", () => {
    const text = JSON.stringify({ Statement: ALLOW });
    expect(readPolicyDocument(cited(text)).at("Statement").citation).toEqual({
      object: "iam.authorization-details.json",
      pointer: "/PolicyDocument",
    });
  });

  it.each([
    ["there is no text", undefined, "IAM gave no text of the policy"],
    ["it is cut", "%7B%22Statement%22%3A%5B", "the text of the policy cannot be read"],
    ["its encoding is broken", "%7B%22%", "the text of the policy cannot be read"],
    ["it is no policy", "{}", "the text of the policy cannot be read"],
    [
      "a statement neither allows nor denies",
      '{"Statement":{"Action":"*"}}',
      "the text of the policy cannot be read",
    ],
  ])("is unread when %s", (_sentence, text, reason) => {
    expect(() => readPolicyDocument(cited(text))).toThrow(reason);
  });
});
