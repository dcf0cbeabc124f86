import type { Severity } from "../checks/check.ts";
import { SEVERITIES } from "../checks/check.ts";
import type { DecisionOutcome } from "../config/decision-answers.ts";
import type { DecisionState } from "../decisions/coverage.ts";
import type { ControlStatus, Finding, Headline } from "../snapshot/assessment.ts";
import type { BenchmarkStanding } from "./benchmark-standings.ts";
import type { MissingEvidence } from "./missing-evidence.ts";
import type { OtherTools } from "./other-tools.ts";
import type { FirstThen } from "./progress.ts";
import type { SealState } from "./seal-state.ts";

/** How reports write a number of things: `1 control`, `3 controls`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** A list as people read it: `a`, `a and b`, `a, b and c`; `more` stands for those left out. */
export function listed(words: readonly string[], more = 0): string {
  const all = more > 0 ? [...words, `${more.toLocaleString("en-US")} more`] : [...words];
  const last = all.pop();
  if (last === undefined) return "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}

/** `3 critical, 17 high`: only those that there are. */
export function severitiesInWords(
  counts: readonly { readonly severity: Severity; readonly inBoundary: number }[],
): string {
  return SEVERITIES.flatMap((severity) => {
    const count = counts.find((one) => one.severity === severity)?.inBoundary ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${severity}`];
  }).join(", ");
}

/** What a control's status says, for a person. */
export const STATUS_WORDS: Readonly<Record<ControlStatus, string>> = {
  exception: "exception",
  indeterminate: "indeterminate",
  "no-evidence": "no evidence",
  "exception-accepted": "exception accepted",
  "no-occurrence": "no occurrence",
  "no-exception": "no exception",
  "not-applicable": "not applicable",
};

/** What a criterion's headline says, for a person. */
export const HEADLINE_WORDS: Readonly<Record<Headline, string>> = {
  gap: "gap",
  indeterminate: "indeterminate",
  accepted: "accepted",
  "carved-out": "carved out",
  "no-exception": "no exception",
  "out-of-scope": "out of scope",
};

/** `CIS …: 21 of 49 recommendations pass our checks; 15 fail, …`. */
export function benchmarkInWords(standing: BenchmarkStanding): string {
  const { name, of, passing, failing, unknown, notRead } = standing;
  const rest = [
    ...(failing > 0 ? [`${failing} ${failing === 1 ? "fails" : "fail"}`] : []),
    ...(unknown > 0 ? [`${unknown} could not be judged`] : []),
    ...(notRead > 0 ? [`nothing reads ${notRead}`] : []),
  ];
  const others = rest.length === 0 ? "" : `; ${rest.join(", ")}`;
  return `${name}: ${passing} of ${of} recommendations pass our checks${others}.`;
}

/** What a decision comes to, for a person. */
export const OUTCOME_WORDS: Readonly<Record<DecisionOutcome, string>> = {
  fix: "fix",
  accept: "accepted",
  mitigate: "mitigated",
};

/** How a decision stands, for a person. */
export const DECISION_STATE_WORDS: Readonly<Record<DecisionState, string>> = {
  holds: "holds",
  expired: "expired, open again",
  "scope-grown": "new resources, open again",
  "not-yet": "not made yet",
};

/** `Decision D-001: accepted until 2027-05-01`, and why it is open again where it is. */
export function decisionInWords({
  id,
  outcome,
  state,
  expiresOn,
}: NonNullable<Finding["decision"]>): string {
  const again = state === "holds" ? "" : ` (${DECISION_STATE_WORDS[state]})`;
  return `Decision ${id}: ${OUTCOME_WORDS[outcome]} until ${expiresOn}${again}`;
}

/** What the state of a seal says, for a person. */
export const SEAL_WORDS: Readonly<Record<SealState["state"], string>> = {
  verified: "verified",
  tampered: "tampered",
  incomplete: "incomplete",
  unverifiable: "cannot be verified",
  unsigned: "not signed yet",
};

/** `2026-11-22 06:00 UTC` from ISO 8601 UTC. */
export function timeInWords(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** What was looked at, when it was no live account: stands at the head of every report. */
export function originInWords(replayOf: string | null): string | null {
  if (replayOf === null) return null;
  const [kind, ...rest] = replayOf.split(":");
  const what = rest.join(":");
  if (kind === "sample") {
    return `Sample account (${what}): a made-up company, recorded once. Nothing here is about your account.`;
  }
  return `Replay of ${kind === "replay" ? what : replayOf}: recorded answers, judged again. AWS was not asked.`;
}

/** Downtime, as the end of a fix. */
export function downtimeInWords(downtime: string): string {
  return downtime === "none" ? "No downtime." : `Downtime: ${downtime}.`;
}

/** `31 documents are missing, 4 controls have no owner, and 12 parts are not read yet`. */
export function missingInWords({
  documents,
  owners,
  parts,
}: Pick<MissingEvidence, "documents" | "owners" | "parts">): string {
  const told = [
    ...(documents > 0 ? [`${counted(documents, "document is", "documents are")} missing`] : []),
    ...(owners > 0 ? [`${counted(owners, "control has", "controls have")} no owner`] : []),
    ...(parts > 0 ? [`${counted(parts, "part is", "parts are")} not read yet`] : []),
  ];
  const last = told.pop() ?? "";
  return told.length === 0 ? last : `${told.join(", ")}, and ${last}`;
}

/** `closed`, `still open` or `3 of 4 closed`. */
export function closedInWords({ exceptions, closed }: FirstThen): string {
  if (closed === exceptions) return "closed";
  return closed === 0 ? "still open" : `${closed} of ${exceptions} closed`;
}

/** What stands where neither a tool nor the mapping gives a severity. */
export const NO_SEVERITY = "no severity";

/** `322 open findings of Security Hub.` and how many of them are decided. */
export function toolsInWords({
  tools,
  counts,
  unread,
}: Pick<OtherTools, "tools" | "counts" | "unread">): string {
  const told = tools.map(({ tool, open }) => `${counted(open, "open finding")} of ${tool}`);
  const read = `${counted(counts.findings, "finding")} ${counts.findings === 1 ? "was" : "were"} read`;
  const others =
    counts.otherAccounts === 0
      ? ""
      : ` ${counted(counts.otherAccounts, "finding")} of other accounts ${counts.otherAccounts === 1 ? "counts" : "count"} nowhere.`;
  const more =
    unread === 0
      ? others
      : `${others} ${counted(unread, "source")} of other tools ${unread === 1 ? "was" : "were"} not read whole: there may be more.`;
  if (told.length === 0) {
    return `Nothing is open${unread === 0 ? "" : " in what was read"}; ${read}.${more}`;
  }
  const decided = counts.bySeverity.reduce((sum, one) => sum + one.decided, 0);
  return `${listed(told)}; ${read}.${decided === 0 ? "" : ` ${decided.toLocaleString("en-US")} of the open ones ${decided === 1 ? "is" : "are"} decided.`}${more}`;
}

/** How many open findings of other tools concern SOC 2. */
export function concernsInWords({
  criteria,
  declined,
  unmapped,
}: OtherTools["counts"]["concerns"]): string {
  const told = [
    `${criteria.toLocaleString("en-US")} ${criteria === 1 ? "speaks" : "speak"} to a criterion`,
    ...(declined > 0
      ? [`${declined.toLocaleString("en-US")} ${declined === 1 ? "is" : "are"} no SOC 2 concern`]
      : []),
    ...(unmapped > 0 ? [`${unmapped.toLocaleString("en-US")} nobody has mapped yet`] : []),
  ];
  return `Of the open ones ${listed(told)}.`;
}

/** How many imported files are named. */
const IMPORTS_NAMED = 3;

/** `Imported: later.json, 40 findings of Prowler, on 2026-10-19, 28 days before this snapshot.` */
export function importsInWords(imports: OtherTools["imports"]): string {
  const told = imports.slice(0, IMPORTS_NAMED).map(({ file, tool, importedAt, days, findings }) => {
    const age = days === 0 ? "" : `, ${counted(days, "day")} before this snapshot`;
    return `${file}, ${counted(findings, "finding")}${tool === null ? "" : ` of ${tool}`}, on ${importedAt.slice(0, 10)}${age}`;
  });
  if (told.length === 0) return "";
  const more = imports.length > told.length ? `; and ${imports.length - told.length} more` : "";
  const isOld = imports.some(({ days }) => days > 0);
  return `Imported: ${told.join("; ")}${more}.${isOld ? " What was mended since counts as open until findings are imported anew." : ""}`;
}
