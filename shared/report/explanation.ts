import type { AnyCheck } from "../checks/check.ts";
import { sourcesOf } from "../checks/check.ts";
import { CONTROLS } from "../controls/catalogue.ts";
import { CRITERIA } from "../criteria/criteria.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { Finding } from "../snapshot/assessment.ts";

/** What there is to say about one thing: a heading, then titled paragraphs in reading order. */
export interface Explanation {
  readonly kind: "check" | "control" | "criterion" | "finding";
  readonly id: string;
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

/**
 * Explains a check, control or criterion by its id.
 *
 * @throws EvidenceError NOT_FOUND, naming ids that are near
 */
export function explainThing(id: string, checks: readonly AnyCheck[]): Explanation {
  const check = checks.find((one) => one.id === id || one.aliases?.includes(id) === true);
  if (check !== undefined) return explainCheck(check);
  const control = CONTROLS.find((one) => one.id === id.toUpperCase());
  if (control !== undefined) return explainControl(control, checks);
  const criterion = CRITERIA.find((one) => one.id === id.toUpperCase());
  if (criterion !== undefined) return explainCriterion(criterion, checks);
  const near = checks
    .map((one) => one.id)
    .filter((one) => id.length > 2 && (one.includes(id) || id.includes(one.split(".")[1] ?? one)));
  const hint =
    near.length > 0
      ? `Did you mean ${near.slice(0, 5).join(", ")}?`
      : "Checks look like iam.root-mfa-enabled, controls like AC-01, criteria like CC6.1.";
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
          `${finding.status}, ${finding.severity}, ${finding.scope === "out" ? "outside" : "inside"} the boundary`,
          `${resource.type} ${resource.arn ?? resource.id}${resource.region === null ? "" : ` in ${resource.region}`}`,
          `Criteria ${finding.criteria.join(", ")}; controls ${finding.controls.join(", ")}`,
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

function explainControl(
  control: (typeof CONTROLS)[number],
  checks: readonly AnyCheck[],
): Explanation {
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
        lines: [`${capitalized(control.nature)}; ${control.frequency.toLowerCase()}.`],
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
): Explanation {
  const serving = CONTROLS.flatMap((control) => {
    const mapping = control.criteria[criterion.id];
    return mapping === undefined ? [] : [{ control, ...mapping }];
  });
  const ids = new Set(serving.map(({ control }) => control.id));
  const linked = checks.filter(({ controls }) => controls.some(({ control }) => ids.has(control)));
  const listed = (strength: "direct" | "supporting") =>
    serving
      .filter((one) => one.strength === strength)
      .map(({ control }) => `${control.id}: ${control.statement}`);
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

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
