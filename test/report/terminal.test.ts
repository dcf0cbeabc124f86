import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { type AnyCheck, covers } from "../../shared/checks/check.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import { renderTerminal } from "../../shared/report/terminal.ts";
import { codeLines, commandLines } from "../../shared/report/terminal-command.ts";
import { displayWidth, TerminalPage, wrap } from "../../shared/report/terminal-page.ts";
import { isPlainlyVisible } from "../../shared/report/visible-text.ts";
import { hostileReport } from "./hostile.ts";
import { exampleCheck, type HandFinding, recordOf, VERIFIED } from "./records.ts";

const root: AnyCheck = exampleCheck({
  id: "iam.root",
  title: "The root user is safe",
  severity: "critical",
  controls: [covers("AC-02", "use of the root user")],
  why: "Whoever holds root can undo every other control. Auditors look here first.",
  fix: { downtime: "none", steps: "Sign in as root and mend it." },
});
const users: AnyCheck = exampleCheck({
  id: "iam.users",
  title: "Every user is safe",
  fix: {
    downtime: "brief interruption",
    steps: "Mend the user.",
    cli: "aws iam mend-user --user-name USER_NAME --with-a-long-option and-its-long-value",
    cdk: 'new iam.User(this, "User"); // mended',
  },
});
const guests: AnyCheck = exampleCheck({ id: "iam.guests", title: "No guest stays" });
const CHECKS = [root, users, guests];
const FINDINGS: HandFinding[] = [
  { check: root, status: "fail", id: "root", reason: "root is wrong." },
  ...["ada", "bob", "cyd", "dee"].map(
    (id): HandFinding => ({ check: users, status: "fail", id, reason: `${id} is wrong.` }),
  ),
  { check: users, status: "indeterminate", id: "eve", reason: "eve could not be judged: why not." },
];

const reportOf = (findings: readonly HandFinding[]) => {
  const record = recordOf({ checks: CHECKS, findings, replayOf: "sample:before" });
  const earlier = { snapshot: "2026-10-22T06-00-00Z", findings: FINDINGS.slice(0, 3) };
  const previous = recordOf({ checks: CHECKS, ...earlier });
  return gapReport({ record, checks: CHECKS, seal: VERIFIED, previous });
};
const render = (findings: readonly HandFinding[], width = 80, colour = false): string =>
  renderTerminal(reportOf(findings), { width, colour });

describe("renderTerminal", () => {
  it("says what to fix first, worst first, with all that it takes", () => {
    const text = render(FINDINGS);
    expect(text.slice(text.indexOf("What to fix"), text.indexOf("Findings"))).toBe(
      `What to fix first

 1  critical  root is wrong.
    Where  root (1 of 1) · CC6.1 CC6.3 CC7.2 · AC-02 · no owner
    Why    Whoever holds root can undo every other control.
    Fix    Sign in as root and mend it. No downtime.

 2  high      4 of 5 fail: Every user is safe.
    Where  ada, bob, cyd and 1 more (1 could not be judged) · CC6.1 CC6.6 ·
           AC-01 · no owner
    Why    Auditors look here first.
    Fix    Mend the user. Downtime: brief interruption.
    CLI    aws iam mend-user --user-name ada \\
             --with-a-long-option and-its-long-value
    CDK    new iam.User(this, "User");
           // mended

What is not mended now is decided: soc2-evidence decide lists it.

`,
    );
  });

  it("names the other rules of the same control that do not hold", () => {
    const guest: HandFinding = { check: guests, status: "fail", id: "zed", severity: "low" };
    expect(render([...FINDINGS, guest]).replaceAll(/\s+/g, " ")).toContain(
      "AC-01 · no owner Also No guest stays (low, 1 of 1) Why Auditors look here first.",
    );
  });

  it("begins with the company's account, the sample said plainly, and both kinds of gap", () => {
    const lines = render(FINDINGS).split("\n");
    expect(lines.slice(0, 7)).toEqual([
      "Gap report",
      "Account 123456789012, 2026-11-22 06:00 UTC",
      "Sample account (before): a made-up company, recorded once. Nothing here is about",
      "your account.",
      "",
      "5 exceptions inside the boundary: 1 critical, 4 high.",
      expect.stringMatching(
        /^\d+ of \d+ controls lack evidence: \d+ documents are missing, \d+ controls/,
      ),
    ]);
  });

  it("counts what needs a document on a line of its own, and none where there is none", () => {
    const waiting: HandFinding = {
      check: users,
      status: "not-applicable",
      id: "saml",
      needsDocument: "identity-provider-mfa",
    };
    expect(render([...FINDINGS, waiting])).toMatch(
      /^ {2}not applicable +0\n {2}needs a document +1\n {2}could not be judged +1$/m,
    );
    expect(render(FINDINGS)).not.toContain("needs a document");
  });

  it("says what changed since the snapshot before, as a table where there is room", () => {
    const since = (width: number) => {
      const text = render(FINDINGS, width);
      return text.slice(text.indexOf("Since"), text.indexOf("Controls without"));
    };
    expect(since(80)).toBe(`Since 2026-10-22 06:00 UTC
  exceptions               before     closed still open        new        now
  critical                      1          0          1          0          1
  high                          2          0          2          2          4
  all                           3          0          3          2          5

What stood first then:
  critical  still open  root is wrong.
  high      still open  2 of 2 fail: Every user is safe.

`);
    expect(since(50)).toBe(`Since 2026-10-22 06:00 UTC
  critical: 1 before, 0 closed, 1 still open, 0
            new, 1 now
  high: 2 before, 0 closed, 2 still open, 2 new, 4
        now
  all: 3 before, 0 closed, 3 still open, 2 new, 5
       now

What stood first then:
  critical  still open  root is wrong.
  high      still open  2 of 2 fail: Every user is
                        safe.

`);
  });

  it("ends with the seal and with whose procedures these are", () => {
    expect(render([]).slice(render([]).indexOf("Seal: "))).toBe(
      `Seal: verified
  Every file is as it was sealed, and nothing is missing up to
  2026-11-22T06-00-00Z.
  sequence   1
  manifest   ${VERIFIED.manifestSha256}
  signed by  ${VERIFIED.signerKeyId}

These are management's own procedures and their results. They are no opinion:
only the auditor tests and concludes.
`,
    );
  });

  it.each([40, 80, 100])("keeps every line within %i columns", (width) => {
    const tooWide = render(FINDINGS, width)
      .split("\n")
      .filter((line) => displayWidth(line) > width);
    expect(tooWide).toEqual([]);
  });

  it("has escape sequences when colour is on only, and the same text", () => {
    expect(render(FINDINGS)).not.toContain("\u001b");
    const coloured = render(FINDINGS, 80, true);
    expect(coloured).toContain("\u001b[31m");
    expect(stripVTControlCharacters(coloured)).toBe(render(FINDINGS));
  });

  it("shows hostile names without obeying them", () => {
    const text = renderTerminal(hostileReport(), { width: 80, colour: false });
    expect(text.split("\n").filter((line) => !isPlainlyVisible(line))).toEqual([]);
    expect(text).toContain("␛[2J␛[31mred");
    expect(text).toContain("invoice[U+202E]gpj.exe");
  });

  it("adds no sequence but its own styles when colour is on", () => {
    const text = renderTerminal(hostileReport(), { width: 80, colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
    const without = text.replace(/\u001b\[\d+m/g, "");
    expect(without.split("\n").filter((line) => !isPlainlyVisible(line))).toEqual([]);
  });
});

describe("TerminalPage", () => {
  it("shows every character, wherever text is put on it", () => {
    const page = new TerminalPage({ width: 80, colour: true });
    const text = "\u001b[31m";
    page.heading(text, { text });
    page.prose(text, { lead: [{ text }] });
    page.lines([text], { lead: [{ text }] });
    page.row([{ text, width: 10 }]);
    expect(stripVTControlCharacters(page.toString())).toBe(
      "␛[31m␛[31m\n␛[31m␛[31m\n␛[31m␛[31m\n␛[31m\n",
    );
  });
});

describe("commandLines", () => {
  it.each<[string, string, string[]]>([
    ["leaves what fits", "aws iam x --y z", ["aws iam x --y z"]],
    [
      "keeps an option beside its value",
      "aws iam command --first value-1 --second value-2",
      ["aws iam command \\", "  --first value-1 \\", "  --second value-2"],
    ],
    [
      "never breaks inside quotes",
      'aws x --statement \'{"a b": "c d e f g h i j"}\' --y z',
      ["aws x --statement \\", '  \'{"a b": "c d e f g h i j"}\' \\', "  --y z"],
    ],
    [
      "gives each command lines of its own",
      "aws iam one --name a && aws iam two --name a",
      ["aws iam one --name a &&", "aws iam two --name a"],
    ],
    [
      "leaves a quote that does not end",
      `aws x 'a ${"b ".repeat(20)}`,
      [`aws x 'a ${"b ".repeat(20)}`],
    ],
  ])("%s", (_sentence, command, expected) => {
    expect(commandLines(command, 28)).toEqual(expected);
  });

  it("gives lines that a shell reads as the command itself", () => {
    const command = "aws iam command --first value-1 --second 'a b' --third value-3";
    expect(
      commandLines(command, 28)
        .join("\n")
        .replace(/ \\\n */g, " "),
    ).toBe(command);
  });
});

describe("codeLines", () => {
  it("keeps a comment a comment", () => {
    expect(codeLines("call(1); // one two three", 14)).toEqual([
      "call(1);",
      "// one two",
      "// three",
    ]);
  });
});

describe("wrap", () => {
  it.each<[string, string, number, string[]]>([
    ["breaks at spaces", "one two three", 8, ["one two", "three"]],
    ["cuts a word that is longer than the line", "abcdefgh", 3, ["abc", "def", "gh"]],
    ["counts wide characters twice", "日本語 x", 5, ["日本", "語 x"]],
    ["counts marks not at all", "e\u0301e\u0301e\u0301 x", 5, ["e\u0301e\u0301e\u0301 x"]],
    ["gives one empty line for nothing", "", 5, [""]],
  ])("%s", (_sentence, text, width, expected) => {
    expect(wrap(text, width)).toEqual(expected);
  });
});
