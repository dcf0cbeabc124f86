import { resolve } from "node:path";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { GapPlaces } from "../../shared/external/gap-places.ts";
import { explainElsewhere } from "../../shared/report/explain-elsewhere.ts";
import { explainRule } from "../../shared/report/explain-rule.ts";
import { type Explanation, explainFinding, explainThing } from "../../shared/report/explanation.ts";
import { findingsElsewhere } from "../../shared/report/findings-elsewhere.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { renderExplanation } from "../../shared/report/terminal-explanation.ts";
import { withTriage } from "../../shared/report/triage-section.ts";
import { isDecidable } from "../../shared/snapshot/decided.ts";
import {
  catalogueRule,
  namesOfRule,
  RULE_NAME,
  ruleOf,
} from "../../shared/snapshot/rule-lookup.ts";
import { triageOfCheck } from "../../shared/snapshot/triage-lookup.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { Triage } from "../../shared/triage/triage.ts";
import { readConfiguration } from "../configuration.ts";
import type { Terminal } from "../terminal.ts";
import type { ExplainOptions } from "../usage/explain.ts";

const FINDING_ID = /^[0-9a-f]{16}$/;

/** `explain`: what a check, control, criterion, finding or another tool's rule is, and how it is mended. */
export async function runExplain(
  terminal: Terminal,
  name: string,
  options: ExplainOptions,
): Promise<number> {
  const { explanation, triage } = await find(terminal, name, options);
  const { columns: width, colour } = terminal;
  terminal.out(
    options.json === true
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : renderExplanation(triage === null ? explanation : withTriage(explanation, triage), {
          width,
          colour,
        }),
  );
  return 0;
}

interface Found {
  readonly explanation: Explanation;
  /** Null for what asks for no decision. */
  readonly triage: Triage | null;
}

async function find(terminal: Terminal, name: string, options: ExplainOptions): Promise<Found> {
  if (FINDING_ID.test(name)) {
    const store = new FolderStore(resolve(terminal.cwd, options.in));
    const { findings, external } = await readSnapshot(store, "latest");
    const found = findings.find(({ id }) => id === name);
    if (found !== undefined) {
      // What holds asks for no decision.
      const triage = isDecidable(found) ? triageOfCheck(found.check, found.severity) : null;
      return { explanation: explainFinding(found, CHECKS), triage };
    }
    if (external !== null) {
      for await (const finding of findingsElsewhere(store, external)) {
        if (finding.id !== name) continue;
        const { known, agreeing } = new GapPlaces(findings, ruleOf).of(finding);
        const { catalogue, ruleId, status, severity } = finding;
        const worst = severity ?? known?.severity ?? null;
        const triage = status === "open" ? triageOfCheck(`${catalogue}:${ruleId}`, worst) : null;
        return { explanation: explainElsewhere(finding, known, agreeing), triage };
      }
    }
    throw new EvidenceError(
      "NOT_FOUND",
      `The latest snapshot in ${options.in} has no finding ${name}.`,
      {
        id: name,
      },
    );
  }
  const { controls } = await readConfiguration(terminal, options.config);
  // A company's own id for a control may hold a colon.
  if (RULE_NAME.test(name) && !controls.some(({ companyId }) => companyId === name)) {
    return ruleExplained(name);
  }
  const explanation = explainThing(name, CHECKS, controls);
  const check = CHECKS.find(({ id }) => explanation.kind === "check" && id === explanation.id);
  const triage = check === undefined ? null : triageOfCheck(check.id, check.severity);
  return { explanation, triage };
}

function ruleExplained(name: string): Found {
  const known = ruleOf(catalogueRule(name));
  const names = known === undefined ? [] : namesOfRule(known.rule);
  return {
    explanation: explainRule({ name, known, names }, CHECKS),
    triage: known === undefined ? null : triageOfCheck(name, known.severity),
  };
}
