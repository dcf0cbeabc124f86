import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { appendToList } from "../../shared/config/append-yaml.ts";
import {
  type DecisionSubject,
  type Draft,
  entryOf,
  nextDecisionId,
} from "../../shared/decisions/draft.ts";
import { inspectRegister, loadRegister } from "../../shared/decisions/register.ts";
import type { RegisterContext } from "../../shared/decisions/register-rules.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import type { Explanation } from "../../shared/report/explanation.ts";
import { otherTools } from "../../shared/report/other-tools.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { renderExplanation } from "../../shared/report/terminal-explanation.ts";
import { isDecidable, isDecided } from "../../shared/snapshot/decided.ts";
import { registerContext } from "../../shared/snapshot/register-context.ts";
import { readConfiguration } from "../configuration.ts";
import { openAsJson, renderOpenGaps } from "../decide/open-gaps.ts";
import { type Answers, askFor } from "../decide/questions.ts";
import { type Refusal, refusalError, refusalOf } from "../decide/refusal.ts";
import { subjectOf } from "../decide/subject.ts";
import { triageOfSubject } from "../decide/three-questions.ts";
import { openPlace } from "../evidence-place.ts";
import { personOf } from "../person.ts";
import { printable } from "../printable.ts";
import { readRegister, registerBeside } from "../register.ts";
import type { Terminal } from "../terminal.ts";
import type { DecideOptions } from "../usage/decide.ts";

/** How often a person is asked again before the command gives up. */
const MOST_ROUNDS = 5;

/** `decide`: records what is done about a gap, in words that an auditor accepts. */
export async function runDecide(
  terminal: Terminal,
  name: string | undefined,
  options: DecideOptions,
): Promise<number> {
  const reader = await openPlace(terminal, options.in);
  const record = await readSnapshot(reader, "latest");
  const { findings, external } = record;
  const open = findings.filter((one) => isDecidable(one) && one.scope !== "out" && !isDecided(one));
  const elsewhere = otherTools(record);
  if (name === undefined) {
    const isForMachines = options.json === true;
    const gaps = { findings: open, others: elsewhere, rules: external?.rules ?? [] };
    terminal.out(isForMachines ? openAsJson(open, elsewhere) : renderOpenGaps(gaps, terminal));
    return 0;
  }
  const config = await readConfiguration(terminal, options.config);
  const file = options.decisions ?? registerBeside(options.config);
  const context = registerContext(config, CHECKS);
  const register = await openRegister(terminal, file, context);
  const { subject, about, explanation, note } = await subjectOf(name, options, {
    ...{ reader, findings, open, external, context },
  });
  const isAsking = terminal.ask !== null && options.json !== true;
  if (isAsking) showSubject(terminal, subject, explanation);
  const id = nextDecisionId(register.ids);
  const triage = isAsking ? triageOfSubject(about) : null;
  const ask = isAsking
    ? (answers: Answers) => askFor(terminal, answers, triage, context.people)
    : null;
  const text = await decideUntilAccepted(terminal, options, ask, (answers) => {
    const today = terminal.now().toISOString().slice(0, 10);
    const entry = entryOf(id, draftOf(subject, answers, today));
    const content = appendToList(register.text, "decisions", entry, { version: 1, decisions: [] });
    const { problems } = inspectRegister({ fileName: file, content, today }, context);
    return { content, refusal: refusalOf(problems, answers, today) };
  });
  await writeWhole(resolve(terminal.cwd, file), text);
  if (note !== null) terminal.err(`${printable(note)}\n`);
  const covered = "finding" in subject ? 1 : subject.findings.length;
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ id, file, findings: covered })}\n`
      : `Recorded as ${id} in ${file}, for ${covered} ${covered === 1 ? "finding" : "findings"}. Commit it; the next snapshot${options.decisions === undefined ? "" : ` with --decisions ${file}`} seals it.\n`,
  );
  return 0;
}

/**
 * Asks for what is missing, and where a person is there to answer, again for what was refused.
 *
 * @returns the register with the decision in it
 * @throws EvidenceError DECISION_REFUSED with every reason
 */
async function decideUntilAccepted(
  terminal: Terminal,
  given: Answers,
  ask: ((answers: Answers) => Promise<Answers>) | null,
  attempt: (answers: Answers) => { content: string; refusal: Refusal | null },
): Promise<string> {
  let answers = given;
  for (let round = 1; ; round += 1) {
    if (ask !== null) answers = await ask(answers);
    const { content, refusal } = attempt(answers);
    if (refusal === null) return content;
    const isNamed = refusal.answers.length === refusal.reasons.length;
    if (ask === null || !isNamed || round === MOST_ROUNDS) throw refusalError(refusal);
    // Whoever is asked has given no options.
    const reasons = refusal.reasons.map((reason) => reason.replace(/^--/, ""));
    terminal.err(`\n${printable(["Not like this.", ...reasons].join("\n  "))}\n`);
    const refused = new Set<string>(refusal.answers);
    answers = Object.fromEntries(Object.entries(answers).filter(([key]) => !refused.has(key)));
  }
}

interface OpenRegister {
  /** Null where there is no file yet. */
  readonly text: string | null;
  readonly ids: readonly string[];
}

/** A register with faults of its own is mended first: whose fault a refusal is must be plain. */
async function openRegister(
  terminal: Terminal,
  fileName: string,
  context: RegisterContext,
): Promise<OpenRegister> {
  const content = await readRegister(terminal, fileName);
  if (content === undefined) return { text: null, ids: [] };
  const today = terminal.now().toISOString().slice(0, 10);
  const decisions = loadRegister({ fileName, content, today }, context);
  return { text: new TextDecoder().decode(content), ids: decisions.map(({ id }) => id) };
}

function showSubject(terminal: Terminal, subject: DecisionSubject, explanation: Explanation): void {
  const { columns: width, colour } = terminal;
  // Each question brings the blank line before it.
  terminal.err(`${renderExplanation(explanation, { width, colour }).trimEnd()}\n`);
  const more = "finding" in subject ? 0 : subject.findings.length - 1;
  if (more > 0) terminal.err(`\nand ${more} more by the same rule.\n`);
}

function draftOf(subject: DecisionSubject, answers: Answers, today: string): Draft {
  const { ticket = "", proof = "" } = answers;
  const [kind = "", ...reference] = proof.split(":");
  return {
    subject,
    concern: answers.concern || null,
    harm: answers.harm || null,
    downtime: answers.downtime || null,
    outcome: answers.outcome ?? "",
    rationale: answers.rationale ?? "",
    owner: personOf(answers.owner ?? ""),
    approver: answers.approver ?? "",
    decidedOn: today,
    expiresOn: answers.expires ?? "",
    compensatingControl: answers.compensating ?? null,
    ticket: ticket === "" ? null : ticket,
    proof: proof === "" ? null : { kind, reference: reference.join(":") },
    selfApproval: answers.selfApproval ?? null,
  };
}

/** Whole or not at all: the register is worked on by people and kept by git. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EvidenceError(
      "USAGE",
      `${path} could not be written (${why}). Name a file in a folder that you may write to with --decisions.`,
      {},
      { cause },
    );
  }
}
