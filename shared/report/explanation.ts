import type { AnyCheck } from "../checks/check.ts";
import { sourcesOf } from "../checks/check.ts";
import type { EffectiveControl } from "../config/effective-config.ts";
import { CRITERIA } from "../criteria/criteria.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { Finding } from "../snapshot/assessment.ts";
import { isWaiting } from "./finding-counts.ts";
import { decisionInWords } from "./words.ts";

/** What there is to say about one thing: a heading, then titled paragraphs in reading order. */
export interface Explanation {
  readonly kind: "check" | "control" | "criterion" | "finding" | "rule";
  readonly id: string;
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

/**
 * Explains a check, control or criterion by its id, or a control by the company's own id for it.
 *
 * @param controls those of the effective configuration: the company's words, ids and own controls
 * @throws EvidenceError NOT_FOUND, naming ids that are near
 */
export function explainThing(
  id: string,
  checks: readonly AnyCheck[],
  controls: readonly EffectiveControl[],
): Explanation {
  const check = checks.find((one) => one.id === id || one.aliases?.includes(id) === true);
  if (check !== undefined) return explainCheck(check);
  const upper = id.toUpperCase();
  const control = controls.find((one) => one.id === upper);
  if (control !== undefined) return explainControl(control, checks);
  const criterion = CRITERIA.find((one) => one.id === upper);
  if (criterion !== undefined) return explainCriterion(criterion, checks, controls);
  const named = controls.find(({ companyId }) => companyId?.toUpperCase() === upper);
  if (named !== undefined) return explainControl(named, checks);
  const near = checks
    .map((one) => one.id)
    .filter((one) => id.length > 2 && (one.includes(id) || id.includes(one.split(".")[1] ?? one)));
  const hint =
    near.length > 0
      ? `Did you mean ${near.slice(0, 5).join(", ")}?`
      : "Checks look like iam.root-mfa-enabled, controls like AC-01, criteria like CC6.1, rules of other tools like fsbp:S3.5.";
  throw new EvidenceError("NOT_FOUND", `There is nothing called ${JSON.stringify(id)}. ${hint}`, {
    id,
  });
}

/** Explains one finding: what was found and where it stands, then its check. */
export function explainFinding(finding: Finding, checks: readonly AnyCheck[]): Explanation {
  const check = checks.find(({ id }) => id === finding.check);
  const { resource } = finding;
  return {
    kind: "finding",
    id: finding.id,
    title: finding.reason,
    sections: [
      {
        heading: "What",
        lines: [
          `${finding.status}${isWaiting(finding) ? ` (needs a document: ${finding.needsDocument})` : ""}, ${finding.severity}, ${finding.scope === "out" ? "outside" : "inside"} the boundary`,
          `${resource.type} ${resource.arn ?? resource.id}${resource.region === null ? "" : ` in ${resource.region}`}`,
          `Criteria ${finding.criteria.join(", ")}; controls ${finding.controls.join(", ")}`,
          ...(finding.decision === undefined ? [] : [decisionInWords(finding.decision)]),
        ],
      },
      {
        heading: "Evidence",
        lines: finding.cites.map(
          ({ object, pointer, line }) =>
            `${object}#${pointer}${line === undefined ? "" : ` (line ${line} of the CSV beside it)`}`,
        ),
      },
      ...(check === undefined ? [] : explainCheck(check).sections),
    ],
  };
}

function explainCheck(check: AnyCheck): Explanation {
  const { fix, references } = check;
  return {
    kind: "check",
    id: check.id,
    title: check.title,
    sections: [
      { heading: "Why the auditor cares", lines: [check.why] },
      {
        heading: `How to fix it (downtime: ${fix.downtime})`,
        lines: [
          fix.steps,
          ...(fix.cli === undefined ? [] : [`CLI: ${fix.cli}`]),
          ...(fix.cdk === undefined ? [] : [`CDK: ${fix.cdk}`]),
        ],
      },
      {
        heading: "What it looks at",
        lines: [
          `${capitalized(check.population.definition)}; severity ${check.severity}.`,
          `Reads ${sourcesOf(check)
            .map(({ name }) => name)
            .join(", ")}.`,
          ...(check.policy === undefined
            ? []
            : [`Compares with your own policy: ${check.policy.join(", ")}.`]),
        ],
      },
      {
        heading: "Controls",
        lines: check.controls.map(
          ({ control, part, strength }) => `${control}, ${part} (${strength})`,
        ),
      },
      {
        heading: "Others state it as",
        lines: [
          ...Object.entries(references.cis ?? {}).map(([version, id]) => `CIS ${version}: ${id}`),
          ...(references.fsbp === undefined ? [] : [`FSBP: ${references.fsbp.join(", ")}`]),
          ...(references.prowler === undefined
            ? []
            : [`Prowler: ${references.prowler.join(", ")}`]),
          ...references.docs,
        ],
      },
    ],
  };
}

const STATUS_LEADS: Readonly<Record<EffectiveControl["status"], string>> = {
  active: "",
  "not-applicable": "Does not apply: ",
  dropped: "Dropped: ",
};

function explainControl(control: EffectiveControl, checks: readonly AnyCheck[]): Explanation {
  const linked = checks.filter(({ controls }) =>
    controls.some((one) => one.control === control.id),
  );
  return {
    kind: "control",
    id: control.id,
    title: control.statement,
    sections: [
      {
        heading: "Criteria",
        lines: Object.entries(control.criteria).map(
          ([criterion, mapping]) => `${criterion} (${mapping.strength}): ${mapping.reason}`,
        ),
      },
      {
        heading: "How it works",
        lines: [
          `${capitalized(control.nature)}; ${control.frequency.toLowerCase()}.`,
          ...(control.companyId === null ? [] : [`Your own id for it: ${control.companyId}.`]),
          ...(control.owner === null ? [] : [`${control.owner.name} answers for it.`]),
          ...(control.statusReason === null
            ? []
            : [`${STATUS_LEADS[control.status]}${control.statusReason}`]),
        ],
      },
      {
        heading: "What is looked at",
        lines: control.parts.map((part) => {
          const covering = linked.filter(({ controls }) =>
            controls.some((one) => one.control === control.id && one.part === part),
          );
          return `${part}: ${covering.length === 0 ? "nothing reads it yet" : covering.map(({ id }) => id).join(", ")}`;
        }),
      },
      {
        heading: "What a person adds",
        lines: control.documents.map(
          ({ id, name, needed }) =>
            `${name} (${id}, ${needed === "always" ? "always" : "when a finding asks for it"})`,
        ),
      },
    ].filter(({ lines }) => lines.length > 0),
  };
}

function explainCriterion(
  criterion: (typeof CRITERIA)[number],
  checks: readonly AnyCheck[],
  controls: readonly EffectiveControl[],
): Explanation {
  const serving = controls.flatMap((control) => {
    const mapping = control.criteria[criterion.id];
    return mapping === undefined || control.status === "dropped" ? [] : [{ control, ...mapping }];
  });
  const ids = new Set(serving.map(({ control }) => control.id));
  const linked = checks.filter(({ controls }) => controls.some(({ control }) => ids.has(control)));
  const listed = (strength: "direct" | "supporting") =>
    serving
      .filter((one) => one.strength === strength)
      .map(({ control }) => `${nameOf(control)}: ${control.statement}`);
  return {
    kind: "criterion",
    id: criterion.id,
    title: `${criterion.name} (${criterion.category})`,
    sections: [
      { heading: "What an auditor looks for", lines: [criterion.about] },
      { heading: "Controls that meet it", lines: listed("direct") },
      { heading: "Controls that support it", lines: listed("supporting") },
      { heading: "Checks", lines: linked.map(({ id, title }) => `${id}: ${title}`) },
      { heading: "Evidence folder", lines: [criterion.folder] },
    ].filter(({ lines }) => lines.length > 0),
  };
}

/** `AC-01`, or `AC-01 (ACC-1)` where the company has an id of its own. */
function nameOf({ id, companyId }: EffectiveControl): string {
  return companyId === null ? id : `${id} (${companyId})`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
