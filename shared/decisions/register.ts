import { fileInvalid, inspectFile, type WrittenFile } from "../config/inspect-file.ts";
import type { ConfigProblem } from "../config/problem.ts";
import type { Decision } from "../config/sealed-decision.ts";
import { type RegisterContext, registerProblems } from "./register-rules.ts";
import { registerSchema, type WrittenDecision } from "./register-schema.ts";

/** Where the register is looked for, beside soc2.yaml. */
export const REGISTER_FILE = "decisions.yaml";

/** Ten thousand decisions; nobody reads more. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

const ALLOWED =
  "a mapping with version: 1 and a list of decisions; `soc2-evidence decide` writes one";

/**
 * Reads decisions.yaml, and spells each decision out.
 *
 * @returns in the file's order
 * @throws EvidenceError DECISIONS_INVALID with all problems, see `fileInvalid`
 */
export function loadRegister(file: WrittenFile, context: RegisterContext): Decision[] {
  const { data, problems } = inspectRegister(file, context);
  if (data !== null) return data;
  throw fileInvalid("DECISIONS_INVALID", file.fileName, problems);
}

/** As `loadRegister`, but hands the problems back instead of throwing; top of the file first. */
export function inspectRegister(
  file: WrittenFile,
  context: RegisterContext,
):
  | { readonly data: Decision[]; readonly problems: readonly [] }
  | { readonly data: null; readonly problems: readonly ConfigProblem[] } {
  const inspected = inspectFile(file, {
    schema: registerSchema,
    allowed: ALLOWED,
    maxBytes: MAX_FILE_BYTES,
    textKeys: [],
    problems: (tree, today) => registerProblems(tree, today, context),
  });
  if (inspected.data === null) return inspected;
  const decisions = inspected.data.decisions.map((one) => resolve(one, context));
  return { data: decisions, problems: [] };
}

function resolve(written: WrittenDecision, { checks }: RegisterContext): Decision {
  const { id, finding, check, resources, findings = [], outcome, rationale, owner } = written;
  return {
    id,
    pattern:
      check === undefined || resources === undefined
        ? null
        : { check: checks.get(check) ?? check, resources },
    findings: [...new Set(finding === undefined ? findings : [finding])].toSorted(),
    ...answersOf(written),
    outcome,
    rationale,
    owner: { name: owner.name, email: owner.email ?? null, role: owner.role ?? null },
    approver: written.approver,
    decidedOn: written.decidedOn,
    expiresOn: written.expiresOn,
    compensatingControl: written.compensatingControl ?? null,
    ticket: written.ticket ?? null,
    proof: proofOf(written),
    selfApproval: written.selfApproval ?? null,
  };
}

/** What was not answered is missing, not null: see the sealed decision. */
function answersOf({
  concern,
  harm,
  downtime,
}: WrittenDecision): Pick<Decision, "concern" | "harm" | "downtime"> {
  return {
    ...(concern === undefined ? {} : { concern }),
    ...(harm === undefined ? {} : { harm }),
    ...(downtime === undefined ? {} : { downtime }),
  };
}

function proofOf({ proof }: WrittenDecision): Decision["proof"] {
  for (const kind of ["commit", "document", "ticket"] as const) {
    const reference = proof?.[kind];
    if (reference !== undefined) return { kind, reference };
  }
  return null;
}
