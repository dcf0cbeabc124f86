import { describe, expect, it } from "vitest";
import { isOwner, NOT_A_PERSON } from "../../shared/config/person.ts";

describe("an owner is a person", () => {
  it.each([
    ["first and last name", "Ada Lovelace", undefined],
    ["a name with marks and a particle", "Małgorzata de l'Étoile-Świderska", undefined],
    ["initials", "J. R. Hartley", undefined],
    ["a name in another script", "山田 太郎", undefined],
    ["one name with an email", "Sukarno", "sukarno@example.com"],
    ["a person who has a role in the name", "Ada Lovelace (CTO)", undefined],
    ["a person whose last name is a field of work", "Will Support", undefined],
    ["a person whose last name ends in team", "Nora Steam", undefined],
  ])("accepted: %s", (_, name, email) => {
    expect(isOwner(name, email)).toBe(true);
  });

  it.each([
    ["the team", "the team"],
    ["the team, shouted", "THE TEAM"],
    ["everyone", "everyone"],
    ["everybody in a department", "Everyone in Engineering"],
    ["devops", "DevOps"],
    ["engineering", "engineering"],
    ["a team with a proper name", "Larkspur Team"],
    ["a squad with a proper name", "Payments Squad"],
    ["a group in one word", "Securitygroup"],
    ["a team in one word", "webteam"],
    ["a role", "Head of Security"],
    ["a role with an article", "the CTO"],
    ["an article before any words", "the Larkspur crowd"],
    ["two roles", "CTO / CISO"],
    ["a role and its field", "Site Reliability Engineer"],
    ["on call", "On-call Engineer"],
    ["a placeholder", "TBD"],
    ["the template's placeholder", "First and last name"],
    ["n/a", "n/a"],
    ["no letters", "?? ??"],
    ["nothing but spaces", "   "],
    ["a direction override", "Ada \u202eecalevoL"],
  ])("refused, with an email too: %s", (_, name) => {
    expect(isOwner(name, "ada@example.com")).toBe(false);
  });

  it("one name without an email is refused", () => {
    expect(isOwner("Sukarno", undefined)).toBe(false);
  });

  it("an email that is none is refused", () => {
    expect(isOwner("Ada Lovelace", "ada")).toBe(false);
  });

  it("the list of words that name no person has each once, in lower case", () => {
    expect(NOT_A_PERSON).toEqual([...new Set(NOT_A_PERSON.map((word) => word.toLowerCase()))]);
  });

  it.each(NOT_A_PERSON.map((word) => [word]))("no word of the list is a person: %s", (word) => {
    expect(isOwner(`${word} ${word}`, "ada@example.com")).toBe(false);
  });
});
