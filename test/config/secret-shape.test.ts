import { describe, expect, it } from "vitest";
import { holdsCredential } from "../../shared/config/secret-shape.ts";

/** In pieces, so that nobody's scanner takes them for real. */
const AWS_SECRET = ["wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY"].join("/");

describe("what is a credential for certain", () => {
  it.each([
    ["a secret access key of AWS", `The secret is ${AWS_SECRET}, rotate it.`],
    ["a password behind its name", "Behind a load balancer. password=hunter2Hunter2"],
    ["a password with a colon", "pwd: a1b2c3d4e5"],
    ["an API key", "API key: k3y-0123456789"],
    ["a password in a URL", "See https://ada:p4ss@wiki.example/page"],
  ])("is %s", (_what, text) => {
    expect(holdsCredential(text)).toBe(true);
  });

  it.each([
    ["an access key's id", `The vendor uses ${"AKIA"}Q3EGRZ7H2K5M4NPT until March.`],
    ["a commit", "Approved in 4f2a91c0b7d35e6842190fedcba9876543210abc."],
    ["a SHA-256", `Sealed as ${"0a".repeat(32)}.`],
    ["a secret's ARN", "secret: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1B2c3"],
    ["a sentence about a token", "Token: see the ticket SEC-204, which was closed."],
    ["a sentence about passwords", "password: rotated every quarter by the vendor"],
    ["a path", "arn:aws:iam::123456789012:role/service-role/Lambda2ReadsTheWarehouse"],
    ["a URL", "https://wiki.example:8443/Security/Exceptions2026/Warehouse?id=17"],
  ])("is not %s", (_what, text) => {
    expect(holdsCredential(text)).toBe(false);
  });
});
