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
  subjectOfPattern,
} from "../../shared/decisions/draft.ts";
import { inspectRegister, loadRegister } from "../../shared/decisions/register.ts";
import type { RegisterContext } from "../../shared/decisions/register-rules.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { explainFinding } from "../../shared/report/explanation.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { renderExplanation } from "../../shared/report/terminal-explanation.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { isDecidable, isDecided } from "../../shared/snapshot/decided.ts";
import { registerContext } from "../../shared/snapshot/register-context.ts";
import { readConfiguration } from "../configuration.ts";
import { renderOpenGaps } from "../decide/open-gaps.ts";
import { type Answers, askFor } from "../decide/questions.ts";
import { type Refusal, refusalError, refusalOf } from "../decide/refusal.ts";
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
  const { findings } = await readSnapshot(reader, "latest");
  const open = findings.filter((one) => isDecidable(one) && one.scope !== "out" && !isDecided(one));
  if (name === undefined) {
    terminal.out(
      options.json === true ? `${JSON.stringify(open, null, 2)}\n` : renderOpenGaps(open, terminal),
    );
    return 0;
  }
  const config = await readConfiguration(terminal, options.config);
  const file = options.decisions ?? registerBeside(options.config);
  const context = registerContext(config, CHECKS);
  const register = await openRegister(terminal, file, context);
  const subject = subjectOf(name, options, { findings, open, context });
  const isAsking = terminal.ask !== null && options.json !== true;
  if (isAsking) showSubject(terminal, subject, findings);
  const id = nextDecisionId(register.ids);
  const text = await decideUntilAccepted(terminal, options, isAsking, (answers) => {
    const today = terminal.now().toISOString().slice(0, 10);
    const entry = entryOf(id, draftOf(subject, answers, today));
    const content = appendToList(register.text, "decisions", entry, { version: 1, decisions: [] });
    const { problems } = inspectRegister({ fileName: file, content, today }, context);
    return { content, refusal: refusalOf(problems, answers, today) };
  });
  await writeWhole(resolve(terminal.cwd, file), text);
  const covered = "finding" in subject ? 1 : subject.findings.length;
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ id, file, findings: covered })}\n`
      : `Recorded as ${id} in ${file}, for ${covered} ${covered === 1 ? "finding" : "findings"}. Commit it; the next snapshot seals it.\n`,
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
  isAsking: boolean,
  attempt: (answers: Answers) => { content: string; refusal: Refusal | null },
): Promise<string> {
  let answers = given;
  for (let round = 1; ; round += 1) {
    if (isAsking) answers = await askFor(terminal, answers);
    const { content, refusal } = attempt(answers);
    if (refusal === null) return content;
    const isNamed = refusal.answers.length === refusal.reasons.length;
    if (!isAsking || !isNamed || round === MOST_ROUNDS) throw refusalError(refusal);
    terminal.err(`${printable(["Not like this.", ...refusal.reasons].join("\n  "))}\n`);
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

function subjectOf(
  name: string,
  { resources, in: folder }: Pick<DecideOptions, "resources" | "in">,
  {
    findings,
    open,
    context,
  }: {
    readonly findings: readonly Finding[];
    readonly open: readonly Finding[];
    readonly context: RegisterContext;
  },
): DecisionSubject {
  if (/^[0-9a-f]{16}$/.test(name)) {
    const finding = findings.find(({ id }) => id === name);
    if (finding === undefined) {
      throw refused(
        `The latest snapshot in ${folder} has no finding ${name}: there is nothing to decide. Without a name, decide lists what is open.`,
        name,
      );
    }
    if (!isDecidable(finding)) {
      throw refused(
        `Finding ${name} is no exception (${finding.status}): there is nothing to decide.`,
        name,
      );
    }
    return { finding: name };
  }
  const check = context.checks.get(name);
  if (check === undefined) {
    throw refused(
      `There is neither a finding nor a check called ${JSON.stringify(name)}. Without a name, decide lists what is open.`,
      name,
    );
  }
  if (resources === undefined) {
    throw new EvidenceError(
      "USAGE",
      `Which of the resources that break ${check}? Give --resources with a pattern, or one finding's id.`,
      { check },
    );
  }
  const population = findings.filter((one) => one.check === check).length;
  return subjectOfPattern(
    check,
    resources,
    open.filter((one) => one.check === check),
    population,
  );
}

function showSubject(
  terminal: Terminal,
  subject: DecisionSubject,
  findings: readonly Finding[],
): void {
  const ids = "finding" in subject ? [subject.finding] : subject.findings;
  const [first] = findings.filter(({ id }) => ids.includes(id));
  if (first === undefined) return;
  terminal.err(
    renderExplanation(explainFinding(first, CHECKS), {
      width: terminal.columns,
      colour: terminal.colour,
    }),
  );
  if (ids.length > 1) terminal.err(`and ${ids.length - 1} more of the same check.\n\n`);
}

function draftOf(subject: DecisionSubject, answers: Answers, today: string): Draft {
  const { ticket = "", proof = "" } = answers;
  const [kind = "", ...reference] = proof.split(":");
  return {
    subject,
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

function refused(message: string, name: string): EvidenceError {
  return new EvidenceError("DECISION_REFUSED", message, { name });
}
