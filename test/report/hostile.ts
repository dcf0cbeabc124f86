import type { GapReport } from "../../shared/report/gap-report.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import type { SnapshotRecord } from "../../shared/report/read-snapshot.ts";
import { exampleCheck, NOTHING_CONFIGURED, recordOf, VERIFIED } from "./records.ts";

/** Names that somebody could give to a resource, a tag or a person. */
export const HOSTILE_NAMES = [
  "<script>document.title='owned'</script>",
  "</style><style>*{display:none}</style>",
  "</code></pre></details><img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  "<!--",
  "]]></title><base href=//example.org>",
  "&lt;b&gt;&amp;#60;",
  "<meta http-equiv=refresh content=0>",
  "{{7*7}}",
  "invoice\u202egpj.exe",
  "a\u2066b\u2069\u200f\u061c",
  "zero\u200bwidth\ufeff",
  "\u001b[2J\u001b[31mred\u001b]0;title\u0007",
  "\u009b31mC1",
  "line\r\nbreak\u2028and\ttab",
  "\0nul",
  '=HYPERLINK("http://example.org")',
  "$(reboot)`reboot`",
  "x".repeat(300),
] as const;

const users = exampleCheck({
  id: "iam.users",
  fix: {
    downtime: "none",
    steps: "Mend it.",
    cli: "aws iam delete-login-profile --user-name USER_NAME",
  },
});

/** One check for each name, so that each comes first once. */
const CHECKS = [users, ...HOSTILE_NAMES.map((_, index) => exampleCheck({ id: `x.name-${index}` }))];

/** A record with those names wherever text from outside can stand. */
export function hostileRecord(): SnapshotRecord {
  const all = HOSTILE_NAMES.join(" ");
  const owner = { name: all, email: null, role: null };
  const controls = NOTHING_CONFIGURED.controls.map((control) => ({
    ...control,
    owner,
    statement: control.id === "AC-01" ? all : control.statement,
    companyId: control.id === "AC-01" ? all : null,
    ...(control.id === "AC-02"
      ? { status: "dropped" as const, statusReason: all, approver: all }
      : {}),
  }));
  return recordOf({
    checks: CHECKS,
    config: {
      ...NOTHING_CONFIGURED,
      controls,
      company: { name: all },
      system: { name: all, description: all },
    },
    findings: [
      ...CHECKS.flatMap((check) =>
        HOSTILE_NAMES.map((name) => ({
          check,
          status: "fail" as const,
          id: name,
          arn: `arn:aws:iam::123456789012:user/${name}`,
          type: name,
          region: name,
          reason: `${name} is wrong.`,
        })),
      ),
      {
        check: users,
        status: "indeterminate",
        id: all,
        reason: `${all} could not be judged: ${all}.`,
      },
    ],
    incomplete: [{ source: all, region: all, reason: all }],
    replayOf: `replay:${all}`,
  });
}

/** The report of it, its seal's message among what is hostile. */
export function hostileReport(): GapReport {
  const message = HOSTILE_NAMES.join(" ");
  return gapReport({
    record: hostileRecord(),
    checks: CHECKS,
    seal: { ...VERIFIED, state: "tampered", exitCode: 1, message },
  });
}
