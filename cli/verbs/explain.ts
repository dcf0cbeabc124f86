import { resolve } from "node:path";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { type Explanation, explainFinding, explainThing } from "../../shared/report/explanation.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { renderExplanation } from "../../shared/report/terminal-explanation.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { readConfiguration } from "../configuration.ts";
import type { Terminal } from "../terminal.ts";
import type { ExplainOptions } from "../usage/explain.ts";

const FINDING_ID = /^[0-9a-f]{16}$/;

/** `explain`: what a check, control, criterion or finding is about, and how it is mended. */
export async function runExplain(
  terminal: Terminal,
  name: string,
  options: ExplainOptions,
): Promise<number> {
  const explanation = await find(terminal, name, options);
  const { columns: width, colour } = terminal;
  terminal.out(
    options.json === true
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : renderExplanation(explanation, { width, colour }),
  );
  return 0;
}

async function find(
  terminal: Terminal,
  name: string,
  options: ExplainOptions,
): Promise<Explanation> {
  if (FINDING_ID.test(name)) {
    const store = new FolderStore(resolve(terminal.cwd, options.in));
    const { findings } = await readSnapshot(store, "latest");
    const found = findings.find(({ id }) => id === name);
    if (found !== undefined) return explainFinding(found, CHECKS);
    throw new EvidenceError(
      "NOT_FOUND",
      `The latest snapshot in ${options.in} has no finding ${name}.`,
      {
        id: name,
      },
    );
  }
  const { controls } = await readConfiguration(terminal, options.config);
  return explainThing(name, CHECKS, controls);
}
