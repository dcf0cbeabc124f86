import { describe, expect, it } from "vitest";
import { ANY_OTHER, matchOf } from "../../../shared/checks/cloudwatch/event-match.ts";
import { parseFilterPattern } from "../../../shared/checks/cloudwatch/filter-pattern.ts";

const match = (text: string, kind: Parameters<typeof matchOf>[1]) => {
  const pattern = parseFilterPattern(text);
  return pattern === null ? "no JSON pattern" : matchOf(pattern, kind);
};

describe("a filter pattern", () => {
  const kind = { eventName: "DeleteTrail", source: "cloudtrail.amazonaws.com", error: null };
  it.each([
    ["one term", "{ $.eventName = DeleteTrail }", "all"],
    ["no spaces", "{$.eventName=DeleteTrail}", "all"],
    ["quotes, parentheses and lines", '{\n((($.eventName = "DeleteTrail")))\n}', "all"],
    ["another value", "{ $.eventName = StopLogging }", "none"],
    ["another case, which counts", "{ $.eventName = deletetrail }", "none"],
    ["either of two", "{ $.eventName = A || $.eventName = DeleteTrail }", "all"],
    ["both of two", "{ $.eventName = DeleteTrail && $.source = cloudtrail.amazonaws.com }", "all"],
    ["two that exclude each other", "{ $.eventName = DeleteTrail && $.eventName = A }", "none"],
    ["&& before ||", "{ $.eventName = DeleteTrail || $.eventName = A && $.eventName = B }", "all"],
    [
      "parentheses before both",
      "{ ($.eventName = DeleteTrail || $.eventName = A) && $.eventName = B }",
      "none",
    ],
    ["a wildcard at the end", '{ $.eventName = "Delete*" }', "all"],
    ["a wildcard at the start", "{ $.eventName = *Trail }", "all"],
    ["wildcards in between", "{ $.eventName = D*e*T*l }", "all"],
    ["a wildcard that would need letters twice", "{ $.eventName = DeleteTr*rail }", "none"],
    ["a wildcard that does not end so", "{ $.eventName = *Trails }", "none"],
    ["anything", "{ $.eventName = * }", "all"],
    ["a value that is not this one", "{ $.eventName != StopLogging }", "all"],
    ["a value that is this one", "{ $.eventName != DeleteTrail }", "none"],
    ["an absent field", "{ $.error NOT EXISTS }", "all"],
    ["an absent field that should be there", "{ $.error = x }", "none"],
    ["a field that is there", "{ $.eventName NOT EXISTS }", "none"],
    ["an absent field that should differ", "{ $.error != x }", "some"],
    ["a field that not all have alike", "{ $.userIdentity.arn = x }", "some"],
    [
      "a condition beside, on who called",
      '{ $.eventName = DeleteTrail && $.userIdentity.arn != "arn:aws:iam::1:role/deploy" }',
      "some",
    ],
    ["a regular expression", "{ $.eventName = %Delete.*% }", "unknown"],
    ["a regular expression beside the name", "{ $.eventName = %x% || $.eventName = * }", "all"],
    ["a regular expression and another name", "{ $.eventName = %x% && $.eventName = A }", "none"],
    ["null", "{ $.eventName IS NULL }", "unknown"],
    ["a number", "{ $.eventName > 3 }", "unknown"],
    ["an item of a list", "{ $.resources[0].ARN = x }", "some"],
    ["plain terms", "DeleteTrail", "no JSON pattern"],
    ["optional terms", "?DeleteTrail ?StopLogging", "no JSON pattern"],
    ["columns", "[ip, user, status = 500]", "no JSON pattern"],
    ["an open parenthesis", "{ ($.eventName = DeleteTrail }", "no JSON pattern"],
    ["a closing one too many", "{ $.eventName = DeleteTrail) }", "no JSON pattern"],
    ["no value", "{ $.eventName = }", "no JSON pattern"],
    ["no operator", "{ $.eventName DeleteTrail }", "no JSON pattern"],
    ["no sign between terms", "{ $.eventName = A $.eventName = B }", "no JSON pattern"],
    ["one &", "{ $.eventName = A & $.eventName = B }", "no JSON pattern"],
    ["nothing in braces", "{ }", "no JSON pattern"],
    ["nothing", "", "no JSON pattern"],
    ["an open quote", '{ $.eventName = "DeleteTrail }', "no JSON pattern"],
    ["more than AWS takes", `{ $.eventName = ${"a".repeat(1100)} }`, "no JSON pattern"],
    ["parentheses without end", `{ ${"(".repeat(900)}`, "no JSON pattern"],
  ])("with %s", (_sentence, text, expected) => {
    expect(match(text, kind)).toBe(expected);
  });

  it.each([
    ["is not equal to a name", "{ $.eventName = GetObject }", "none"],
    ["is told apart from a name", "{ $.eventName != GetObject }", "all"],
    ["may be of a family of names", "{ $.eventName = Get* }", "some"],
    ["may be of another family", "{ $.eventName != Get* }", "some"],
    ["is anything", "{ $.eventName = * }", "all"],
    ["is there", "{ $.eventName NOT EXISTS }", "none"],
  ])("knows that a value that nobody names %s", (_sentence, text, expected) => {
    expect(match(text, { eventName: ANY_OTHER })).toBe(expected);
  });
});
