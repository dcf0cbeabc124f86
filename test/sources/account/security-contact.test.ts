import { describe, expect, it } from "vitest";
import { securityContact } from "../../../shared/sources/account/security-contact.ts";
import { callsOf, gatherFrom, type ScriptedAnswer } from "../s3/scripted-aws.ts";

const error = (status: number, type: string): ScriptedAnswer => ({
  status,
  body: JSON.stringify({ __type: type, message: "As AWS says it" }),
});

describe("account.security-contact", () => {
  it.each<[string, ScriptedAnswer, string[]]>([
    [
      "reads the contact, whatever its name",
      {
        body: JSON.stringify({
          AlternateContact: { Name: "<script>", EmailAddress: "a@b.example" },
        }),
      },
      ["GetAlternateContact us-east-1 ok", "complete"],
    ],
    [
      "takes ResourceNotFoundException for the answer that there is none",
      error(404, "ResourceNotFoundException"),
      ["GetAlternateContact us-east-1 absent", "complete"],
    ],
    [
      "is incomplete when it is denied",
      error(403, "AccessDeniedException"),
      [
        "GetAlternateContact us-east-1 denied",
        "incomplete: AccessDeniedException on account:GetAlternateContact",
      ],
    ],
    [
      "is incomplete when it is throttled",
      error(429, "TooManyRequestsException"),
      [
        "GetAlternateContact us-east-1 throttled",
        "incomplete: TooManyRequestsException on account:GetAlternateContact",
      ],
    ],
  ])("%s", async (_sentence, answer, expected) => {
    const { gathered, requests } = await gatherFrom(() => answer, securityContact);
    const end = gathered.complete ? "complete" : `incomplete: ${gathered.incompleteReason}`;
    expect([...callsOf(gathered), end]).toEqual(expected);
    expect(requests.map(({ body }) => JSON.parse(body))).toEqual([
      { AlternateContactType: "SECURITY" },
    ]);
  });
});
