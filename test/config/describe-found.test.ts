import { describe, expect, it } from "vitest";
import { describeFound } from "../../shared/config/describe-found.ts";
import { inspectConfig } from "../../shared/config/load.ts";
import { renderProblems } from "../../shared/config/problem.ts";

const MINIMAL = "version: 1\ncompany: { name: Larkspur }\nsystem: { name: Dashboards }\n";

describe("what was found is said in a few words", () => {
  it.each([
    ["a text in quotes", "the team", '"the team"'],
    ["a number that is a text", "90", 'the text "90"'],
    ["nothing written", null, "nothing: the key has no value"],
    ["a missing key", undefined, "nothing: the key is missing"],
    ["an empty text", "", "an empty text"],
    ["a text of 40 characters", "word ".repeat(8), `"${"word ".repeat(8)}"`],
    ["a text of 41 characters", `${"word ".repeat(8)}s`, "a text of 41 characters"],
    ["a line break, a bell and an override", "a\nb\u0007\u202ec", '"a\\u000ab\\u0007\\u202ec"'],
    ["a list", [1, 2], "a list of 2"],
    ["a mapping", { a: 1 }, "a mapping"],
  ])("%s", (_, value, words) => {
    expect(describeFound(value)).toBe(words);
  });
});

/** Made up, in the shapes that their issuers document; put together here to alarm no scanner. */
const SECRETS: readonly (readonly [what: string, secret: string])[] = [
  ["an access key id", "AKIAIOSFODNN7EXAMPLE"],
  ["a secret access key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
  ["a GitHub token", `ghp_${"a1B2".repeat(9)}`],
  ["a Slack token", ["xoxb", "123456789012", "abcdef"].join("-")],
  ["a password in a URL", "postgres://app:hunter2@db.internal/app"],
  ["a password with its name", "password=hunter2"],
  ["a private key", `-----BEGIN EC ${"PRIVATE"} KEY-----`],
  ["a web token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln"],
];

describe("no error repeats a secret, wherever it was pasted", () => {
  const places: readonly (readonly [where: string, yaml: (secret: string) => string])[] = [
    ["as a value of the wrong kind", (secret) => `account: ${secret}`],
    [
      "as the name of an owner",
      (secret) => `owners: { families: { access: { name: ${secret} } } }`,
    ],
    ["under an unknown key", (secret) => `secretAccessKey: ${secret}`],
    ["as a key", (secret) => `${secret}: 1`],
    ["as a key twice", (secret) => `${secret}: 1\n${secret}: 2`],
    [
      "as a control id with something wrong in it",
      (secret) => `owners: { controls: { ${secret}: 1 } }`,
    ],
    ["as an alias", (secret) => `notify: *${secret.replace(/\W/g, "A1")}`],
    ["in a line that is not YAML", (secret) => `a: "${secret}" ${secret}: [`],
    ["behind a tag", (secret) => `account: !${secret} ${secret}`],
    ["in a text of the right kind", (secret) => `controls: { AC-01: { performer: by ${secret} } }`],
  ];
  it.each(
    SECRETS.flatMap(([what, secret]) =>
      places.map(([where, yaml]) => [what, where, yaml(quoted(secret)), secret] as const),
    ),
  )("%s %s", (_what, _where, yaml, secret) => {
    const { problems } = inspectConfig({
      fileName: "soc2.yaml",
      content: `${MINIMAL}${yaml}\n`,
      today: "2026-11-22",
    });
    const shown = renderProblems("soc2.yaml", problems) + JSON.stringify(problems);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(secret.replace(/\W/g, "A1"));
  });

  /** Plain where YAML reads it as one word. */
  function quoted(secret: string): string {
    return /^[\w/]+$/.test(secret) ? secret : JSON.stringify(secret);
  }
});

describe("what is a credential for certain is refused, because the file is sealed", () => {
  it.each(SECRETS.filter(([what]) => /token|private/.test(what)))("%s", (_, secret) => {
    const { problems } = inspectConfig({
      fileName: "soc2.yaml",
      content: `${MINIMAL}controls: { AC-01: { performer: "by ${secret}" } }\n`,
      today: "2026-11-22",
    });
    expect(problems.map(({ key, allowed }) => [key, allowed])).toEqual([
      ["controls.AC-01.performer", "no credential: this file is sealed as evidence for years"],
    ]);
  });

  it("an access key's id is not: policies and reasons may name it", () => {
    const content = `${MINIMAL}controls: { AC-01: { performer: "holder of AKIAIOSFODNN7EXAMPLE" } }\n`;
    expect(inspectConfig({ fileName: "soc2.yaml", content, today: "2026-11-22" }).problems).toEqual(
      [],
    );
  });
});

describe("a hostile text costs no time", () => {
  it.each([
    ["one long word", "x".repeat(200_000)],
    ["many URLs", "://".repeat(60_000)],
    ["many beginnings of tokens", "eyJ".repeat(60_000)],
    ["many beginnings of keys", "-----BEGIN ".repeat(18_000)],
  ])("%s", (_, text) => {
    const startedAt = performance.now();
    inspectConfig({
      fileName: "soc2.yaml",
      content: `${MINIMAL}account: "${text}"\n`,
      today: "2026-11-22",
    });
    // Quadratic matching takes over a minute here, linear matching milliseconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
