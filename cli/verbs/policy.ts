import { CHECKS } from "../../shared/checks/catalogue.ts";
import { restrictCriteria } from "../../shared/config/restrict-config.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { EXTERNAL_SOURCES } from "../../shared/sources/external-sources.ts";
import { policiesFor } from "../../shared/sources/iam-policy.ts";
import { readConfiguration } from "../configuration.ts";
import type { Terminal } from "../terminal.ts";
import type { PolicyOptions } from "../usage/policy.ts";

/** `policy`: the least-privilege IAM policy that collecting takes. */
export async function runPolicy(terminal: Terminal, options: PolicyOptions): Promise<number> {
  const config = await readConfiguration(terminal, options.config);
  const plans = planSnapshot(restrictCriteria(config, options.criterion ?? null), CHECKS);
  // What is read once for all criteria belongs to none of them.
  const external = options.criterion === undefined ? EXTERNAL_SOURCES : [];
  const documents = policiesFor([...plans.flatMap(({ sources }) => sources), ...external]);
  if (documents.length === 0) {
    throw new EvidenceError(
      "NOT_FOUND",
      `Nothing is read from AWS for ${options.criterion?.join(", ") ?? "the criteria in scope"}, so no permission is needed.`,
    );
  }
  const [first] = documents;
  const printed = documents.length === 1 && options.json !== true ? first : documents;
  terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
  if (documents.length > 1) {
    terminal.err(
      `${documents.length} documents: one alone would be over IAM's size limit. Attach each as a managed policy.\n`,
    );
  }
  return 0;
}
