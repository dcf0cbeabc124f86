import { CHECKS } from "../../shared/checks/catalogue.ts";
import { type DecisionSubject, subjectOfPattern } from "../../shared/decisions/draft.ts";
import type { RegisterContext } from "../../shared/decisions/register-rules.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import type { ExternalAssessment } from "../../shared/external/external-assessment.ts";
import type { ExternalFinding } from "../../shared/external/external-finding.ts";
import { GapPlaces } from "../../shared/external/gap-places.ts";
import { explainElsewhere } from "../../shared/report/explain-elsewhere.ts";
import { type Explanation, explainFinding } from "../../shared/report/explanation.ts";
import { findingsElsewhere } from "../../shared/report/findings-elsewhere.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { isDecidable } from "../../shared/snapshot/decided.ts";
import { RULE_NAME, ruleOf } from "../../shared/snapshot/rule-lookup.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import type { Triaged } from "./three-questions.ts";

/** How many resources are named to somebody who gave no pattern. */
const MOST_NAMED = 200;

/** What a decision can be about. */
export interface Decidables {
  readonly reader: Pick<EvidenceReader, "read">;
  /** Our own findings of the latest snapshot, and those of them that wait for a decision. */
  readonly findings: readonly Finding[];
  readonly open: readonly Finding[];
  readonly external: ExternalAssessment | null;
  readonly context: RegisterContext;
}

/** What a decision is about, as it is shown before it is made. */
export interface ChosenSubject {
  readonly subject: DecisionSubject;
  /** The findings that it is about. */
  readonly about: readonly Triaged[];
  readonly explanation: Explanation;
  /** What a person should know of the choice; null where there is nothing. */
  readonly note: string | null;
}

interface Choice {
  readonly resources?: string;
  readonly in: string;
}

/**
 * What a name means: a finding of ours or of another tool, a check of ours or a rule of another tool
 * (`fsbp:S3.8`) with a pattern of resources. Of a fault that our own checks see, the decision is on our
 * own finding, whoever named it.
 *
 * @throws EvidenceError DECISION_REFUSED for what is not there, is no exception, or matches everything
 * @throws EvidenceError USAGE for a rule without a pattern
 */
export async function subjectOf(
  name: string,
  choice: Choice,
  decidables: Decidables,
): Promise<ChosenSubject> {
  if (/^[0-9a-f]{16}$/.test(name)) return subjectOfFinding(name, choice, decidables);
  const check = decidables.context.checks.get(name);
  if (check !== undefined) return subjectOfCheck(check, choice, decidables);
  if (RULE_NAME.test(name)) return subjectOfRule(name, choice, decidables);
  throw refused(
    `There is neither a finding nor a check called ${JSON.stringify(name)}. Without a name, decide lists what is open.`,
    name,
  );
}

async function subjectOfFinding(
  name: string,
  { in: folder }: Choice,
  { reader, findings, external }: Decidables,
): Promise<ChosenSubject> {
  const own = findings.find(({ id }) => id === name);
  if (own !== undefined) return subjectOfOwn(own, null);
  for await (const finding of elsewhere(reader, external)) {
    if (finding.id !== name) continue;
    if (finding.status !== "open") {
      throw refused(
        `Finding ${name} of ${finding.tool} is not open (${finding.status}): there is nothing to decide.`,
        name,
      );
    }
    if (finding.account !== null && finding.account !== external?.account) {
      throw refused(
        `Finding ${name} of ${finding.tool} is of account ${finding.account}, which this evidence is not about.`,
        name,
      );
    }
    const { known, agreeing } = new GapPlaces(findings, ruleOf).of(finding);
    const [first, ...others] = findings.filter(({ id }) => agreeing.includes(id));
    if (first === undefined) {
      const explanation = explainElsewhere(finding, known, agreeing);
      return { subject: { finding: name }, about: [triagedRule(finding)], explanation, note: null };
    }
    if (others.length > 0) {
      throw refused(
        `Finding ${name} of ${finding.tool} is what our own findings ${agreeing.join(", ")} say as well: decide on each of those.`,
        name,
      );
    }
    return subjectOfOwn(
      first,
      `${finding.tool}'s finding ${name} is the same fault as our own ${first.id}: the decision is on that one and covers both.`,
    );
  }
  throw refused(
    `The latest snapshot in ${folder} has no finding ${name}: there is nothing to decide. Without a name, decide lists what is open.`,
    name,
  );
}

function subjectOfOwn(finding: Finding, note: string | null): ChosenSubject {
  const { id, status } = finding;
  if (!isDecidable(finding)) {
    throw refused(`Finding ${id} is no exception (${status}): there is nothing to decide.`, id);
  }
  return {
    subject: { finding: id },
    about: [finding],
    explanation: explainFinding(finding, CHECKS),
    note,
  };
}

function subjectOfCheck(
  check: string,
  { resources }: Choice,
  { findings, open }: Decidables,
): ChosenSubject {
  const population = findings.filter((one) => one.check === check).length;
  const failing = open.filter((one) => one.check === check);
  if (resources === undefined) throw withoutPattern(check, failing);
  const subject = subjectOfPattern(check, resources, failing, population);
  const about = failing.filter(({ id }) => isAbout(subject, id));
  const [first] = about;
  if (first === undefined) throw withoutPattern(check, failing);
  return { subject, about, explanation: explainFinding(first, CHECKS), note: null };
}

async function subjectOfRule(
  rule: string,
  { resources, in: folder }: Choice,
  { reader, external, findings }: Decidables,
): Promise<ChosenSubject> {
  const failing: (ExternalFinding & { readonly check: string })[] = [];
  let population = 0;
  for await (const finding of elsewhere(reader, external)) {
    if (`${finding.catalogue}:${finding.ruleId}` !== rule) continue;
    population += 1;
    const isOurs = finding.account === null || finding.account === external?.account;
    if (finding.status === "open" && finding.decision?.state !== "holds" && isOurs) {
      failing.push({ ...finding, check: rule });
    }
  }
  if (failing.length === 0) {
    throw refused(
      `The latest snapshot in ${folder} has no open finding by ${rule}. Without a name, decide lists what is open.`,
      rule,
    );
  }
  if (resources === undefined) throw withoutPattern(rule, failing);
  const subject = subjectOfPattern(rule, resources, failing, population);
  const about = failing.filter(({ id }) => isAbout(subject, id));
  const places = new GapPlaces(findings, ruleOf);
  const [first] = about;
  if (first === undefined) throw withoutPattern(rule, failing);
  const { check: _check, ...finding } = first;
  const { known, agreeing } = places.of(finding);
  const ours = new Set(about.flatMap((one) => places.of(one).agreeing));
  return {
    subject,
    about: about.map(triagedRule),
    explanation: explainElsewhere(finding, known, agreeing),
    note:
      ours.size === 0
        ? null
        : `Our own checks fail for some of these as well; those findings stay open until they are decided, too: ${[...ours].join(", ")}.`,
  };
}

async function* elsewhere(
  reader: Decidables["reader"],
  external: ExternalAssessment | null,
): AsyncGenerator<ExternalFinding> {
  if (external !== null) yield* findingsElsewhere(reader, external);
}

/** A finding of another tool, as it is triaged: by its rule, with the severity that counts for it. */
function triagedRule(finding: Pick<ExternalFinding, "catalogue" | "ruleId" | "severity">): Triaged {
  const { catalogue, ruleId, severity } = finding;
  return {
    check: `${catalogue}:${ruleId}`,
    severity: severity ?? ruleOf({ catalogue, id: ruleId })?.severity ?? null,
  };
}

function isAbout(subject: DecisionSubject, id: string): boolean {
  return "finding" in subject ? subject.finding === id : subject.findings.includes(id);
}

function withoutPattern(
  rule: string,
  failing: readonly (Pick<Finding, "id" | "resource"> | Pick<ExternalFinding, "id" | "resource">)[],
): EvidenceError {
  const named = failing
    .slice(0, MOST_NAMED)
    .map(({ id, resource }) => `${id}  ${resource.arn ?? resource.id}`);
  const more = failing.length - named.length;
  const lines =
    named.length === 0
      ? [`Nothing that breaks ${rule} waits for a decision.`]
      : [
          `Which of the resources that break ${rule}? Give one finding's id, or --resources with a pattern of ARNs or ids:`,
          ...named,
          ...(more > 0 ? [`and ${more} more`] : []),
        ];
  return new EvidenceError("USAGE", lines.join("\n  "), { check: rule });
}

function refused(message: string, name: string): EvidenceError {
  return new EvidenceError("DECISION_REFUSED", message, { name });
}
