import { describe, expect, it } from "vitest";
import { givesReason } from "../../shared/decisions/rationale.ts";

describe("a rationale that says nothing", () => {
  it.each([
    "We'll fix it later.",
    "we\u2019ll fix it later",
    "Accepted risk",
    "Accepted risk, will be fixed in the next sprint as discussed with the team.",
    "Low priority at the moment; on the backlog for Q3.",
    "n/a",
    "TODO TODO TODO TODO TODO",
    "This is a known issue and it is not critical for our business right now.",
    "The risk was reviewed and accepted by management after careful",
    "False positive.",
    "1 2 3 4 5 6 7",
    "redis redis redis redis",
  ])("%s", (rationale) => {
    expect(givesReason(rationale)).toBe(false);
  });
});

describe("a rationale that an auditor can test", () => {
  it.each([
    "Redis is in private subnets with VPC CIDR-locked security groups; in-transit encryption is accepted risk until client libraries support rediss:// in Q3",
    "Superset writes to /app/static at container start, so its root filesystem stays writable.",
    "The bucket serves the public website; nothing in it is confidential.",
    "AWS Support has to remove the lost device; case opened with them.",
    "Der Schlüssel gehört dem Lieferanten und lässt sich vor Vertragsende nicht drehen.",
  ])("%s", (rationale) => {
    expect(givesReason(rationale)).toBe(true);
  });

  it("begins at four telling words", () => {
    expect([givesReason("alpha beta gamma"), givesReason("alpha beta gamma delta")]).toEqual([
      false,
      true,
    ]);
  });
});
