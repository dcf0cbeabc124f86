import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cutSecrets,
  isNamedSecret,
  looksRandom,
  SECRET_DETECTORS,
  secretKindsIn,
} from "../../shared/capture/secret-detectors.ts";

/** Joined here, so that no scanner takes these inventions for leaks. */
const token = (...parts: string[]) => parts.join("");
const LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6";

describe("what the detectors find", () => {
  const rows: readonly (readonly [kind: string, text: string])[] = [
    ["aws-secret-key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["aws-secret-key", "it is wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, I think"],
    ["aws-access-key-id", "AKIAIOSFODNN7EXAMPLE"],
    ["aws-access-key-id", "ASIAIOSFODNN7EXAMPLE"],
    ["private-key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"],
    ["private-key", "-----BEGIN PRIVATE KEY-----\ncut short"],
    [
      "private-key",
      "-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----",
    ],
    ["jwt", token("eyJhbGciOiJIUzI1NiJ9", ".", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".", LETTERS)],
    ["github-token", token("ghp_", LETTERS)],
    ["github-token", token("github_pat_", LETTERS)],
    ["gitlab-token", token("glpat-", LETTERS)],
    ["slack-token", token("xoxb-", "1234567890-", LETTERS)],
    ["slack-token", token("https://hooks.slack", ".com/services/T000/B000/", LETTERS)],
    ["stripe-key", token("sk_", "live_", LETTERS)],
    ["google-key", token("AIza", LETTERS)],
    ["google-key", token("GOCSPX-", LETTERS)],
    ["api-token", token("npm_", LETTERS)],
    ["api-token", token("https://events.pagerduty", ".com/integration/", LETTERS, "/enqueue")],
    ["connection-string", "postgres://app:lantern@db.internal:5432/app"],
    ["connection-string", "postgres://app:lan/tern@db.internal/app"],
    ["connection-string", "redis://:lantern@cache:6379"],
    ["connection-string", token("https://", LETTERS, "@git.example.com/acme/app")],
    ["bearer-token", `Authorization: Bearer ${LETTERS}`],
    ["bearer-token", "authorization: Basic YXBwOmxhbnRlcm4="],
    ["signed-url", "https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=ab12"],
    ["signed-url", "https://b.s3.amazonaws.com/k?AWSAccessKeyId=x&Signature=ab%3D"],
    ["password-assignment", "password=lantern"],
    ["password-assignment", "DB_PASS=lantern"],
    ["password-assignment", "Server=db;User Id=app;Password=lan$tern;"],
    ["password-assignment", `client_secret = "lantern"`],
    ["password-assignment", '{"apiKey": "lantern"}'],
    ["password-assignment", String.raw`{\"apiKey\":\"lantern\"}`],
    ["password-assignment", "db:\n  password: lantern9\n"],
    ["password-assignment", "password: 'lantern'"],
    ["password-assignment", "mysql --password lantern -h db"],
    ["password-assignment", "<Password>lantern</Password>"],
    ["password-assignment", "secret access key: lantern9"],
    ["password-assignment", "https://example.com/hook?token=lantern"],
  ];
  it.each(rows)("%s in %s", (kind, text) => {
    expect(secretKindsIn(text)).toContain(kind);
    const cut = cutSecrets(text);
    expect(cut.kinds).toContain(kind);
    expect(secretKindsIn(cut.text)).toEqual([]);
    expect(cut.text).not.toMatch(/lantern|lan\/tern|lan\$tern|MIIE|cut short|X-Amz-Signature=ab12/);
  });
});

it("what overlaps is cut once", () => {
  const link =
    "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&X-Amz-Signature=1";
  expect(cutSecrets(`See ${link} now`)).toEqual({
    text: "See https://b.s3.amazonaws.com/k[redacted: signed-url] now",
    kinds: ["aws-access-key-id", "signed-url"],
  });
});

describe("what they leave alone", () => {
  it.each([
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "MyServiceTaskDefTaskRoleDefaultPolicy8A2",
    "AppStack-BillingExportFunctionServiceRole-1XK9Q2M7ZB4TD",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf",
    "The security token included in the request is invalid",
    "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:ListAccessKeys on resource: user ada because no identity-based policy allows the iam:ListAccessKeys action",
    "Bearer authentication is required",
    "password: see the wiki",
    "Secret: rotates monthly",
    token("token=$", "{TOKEN}"),
    "password={{resolve:secretsmanager:db:SecretString:password}}",
    "password=********",
    "token=true",
    "NextToken=lantern",
    '{"NextToken":"lantern"}',
    '{"clientRequestToken":"lantern"}',
    "bypass=lantern",
    "https://host.example.com:8443/path/@home",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials.html?ref=a",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 ada@laptop",
  ])("%s", (text) => {
    expect(secretKindsIn(text)).toEqual([]);
    expect(cutSecrets(text)).toEqual({ text, kinds: [] });
  });
});

describe("names that say that a secret follows", () => {
  it.each([
    ["DB_PASSWORD", true],
    ["splunk-token", true],
    ["clientSecret", true],
    ["api-key", true],
    ["STRIPE_API_KEY", true],
    ["dbPass", false],
    ["DB_PASS", true],
    ["NextToken", false],
    ["nextPageToken", false],
    ["ContinuationToken", false],
    ["ClientRequestToken", false],
    ["PasswordLastUsed", false],
    ["SecretArn", false],
    ["HttpTokens", false],
    ["compass", false],
  ])("%s: %s", (name, isSecret) => {
    expect(isNamedSecret(name, "lantern")).toBe(isSecret);
  });

  it.each([
    "",
    "true",
    "required",
    "arn:aws:kms:eu-west-1:1:key/x",
    token("$", "{TOKEN}"),
    "***",
    "<token>",
  ])("a value that is none: %s", (value) => {
    expect(isNamedSecret("token", value)).toBe(false);
  });
});

describe("what looks random", () => {
  it.each([
    ["9fQ2xLw7ZpR4vT8nK1sB", true],
    ["d41d8cd98f00b204e9800998ecf8427e", true],
    ["9fQ2xLw7ZpR4vT8", false],
    ["acme-billing-exports-eu-west-1-123456789012", false],
    ["123456789012123456789012", false],
    ["internationalisation", false],
    ["AppStackBillingExport2ServiceRole1", false],
    ["two words 9fQ2xLw7ZpR4vT8nK1sB", false],
  ])("%s: %s", (text, random) => {
    expect(looksRandom(text)).toBe(random);
  });
});

it("reads a long text in time that grows with its length", () => {
  const long = ["A9b+".repeat(250_000), "token ".repeat(150_000), '?&://:token="'.repeat(50_000)];
  const started = performance.now();
  for (const text of long) secretKindsIn(text);
  // A quadratic pattern takes minutes here; a linear one a fifth of a second.
  expect(performance.now() - started).toBeLessThan(5_000);
});

describe("what is looked for first", () => {
  const secrets = fc.constantFrom(
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "-----BEGIN RSA PRIVATE KEY-----",
    token("eyJhbGciOiJIUzI1NiJ9", ".", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".x"),
    token("ghp_", LETTERS),
    token("github_pat_", LETTERS),
    token("glagent-", LETTERS),
    token("glpat-", LETTERS),
    token("xoxb-", "1234567890-", LETTERS),
    token("xapp-", LETTERS),
    token("https://hooks.slack", ".com/services/T000/B000/", LETTERS),
    token("sk_", "live_", LETTERS),
    token("whsec_", LETTERS),
    token("AIza", LETTERS),
    token("ya29.", LETTERS),
    token("GOCSPX-", LETTERS),
    ...[
      "npm_",
      "dckr_pat_",
      "hvs.",
      "shpat_",
      "dop_v1_",
      "lin_api_",
      "pypi-",
      "sk-ant-",
      "SG.",
    ].map((start) => token(start, LETTERS)),
    token("https://events.pagerduty", ".com/integration/", LETTERS),
    "postgres://app:lantern@db/app",
    `Bearer ${LETTERS}`,
    "Basic YXBwOmxhbnRlcm4=",
    "?X-Amz-Signature=ab12",
    "PASSWORD=lantern",
    "db_pass = lantern9",
    "pwd=lantern",
    "passphrase: lantern9",
    "Api-Key: 'lantern'",
    "--secret lantern",
    "<token>lantern</token>",
  );
  const noise = fc.oneof(fc.string(), fc.constantFrom(" ", "/", "arn:aws:s3:::", "\n", "é"));

  it("lets nothing through that a detector finds, plain or decoded", () => {
    fc.assert(
      fc.property(noise, secrets, noise, (before, secret, after) => {
        const plain = `${before}${secret}${after}`;
        const hidden = Buffer.from(plain).toString("base64");
        for (const text of [plain, encodeURIComponent(secret), hidden]) {
          const found = SECRET_DETECTORS.filter(({ spans }) => spans(text).length > 0);
          expect(secretKindsIn(text)).toEqual(
            expect.arrayContaining(found.map(({ kind }) => kind)),
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("tells what is harmless where a kind does not count from what is harmless anywhere", () => {
    const text = "the key AKIAIOSFODNN7EXAMPLE";
    expect(secretKindsIn(text, new Set(["aws-access-key-id"]))).toEqual([]);
    expect(secretKindsIn(text)).toEqual(["aws-access-key-id"]);
  });
});
