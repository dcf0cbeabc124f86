import { type AnyCheck, sourcesOf } from "../../shared/checks/check.ts";
import type { ControlId } from "../../shared/controls/catalogue.ts";
import { CONTROLS, controlsOf } from "../../shared/controls/catalogue.ts";
import type { Control } from "../../shared/controls/control.ts";
import { CRITERIA, CRITERION_CATEGORIES } from "../../shared/criteria/criteria.ts";

/** The checks that cover a part of a control; empty where nothing reads it yet. */
export function checksCovering(
  { id }: Pick<Control, "id">,
  part: string,
  checks: readonly AnyCheck[],
): readonly AnyCheck[] {
  return checks.filter(({ controls }) =>
    controls.some(
      (link) => link.control === id && link.part === part && link.strength === "direct",
    ),
  );
}

/** How far a control is covered, in words: "2 of 3 parts", "documents only". */
export function coverageOf(control: Control<ControlId>, checks: readonly AnyCheck[]): string {
  if (control.carvedOut !== null) return "carved out";
  if (control.parts.length === 0) return "documents only";
  const covered = control.parts.filter((part) => checksCovering(control, part, checks).length > 0);
  return `${covered.length} of ${control.parts.length} parts`;
}

/** What the catalogues come to, counted: what the table at the head of `docs/checks.md` says. */
export function totals(checks: readonly AnyCheck[]): readonly (readonly [string, string])[] {
  const sources = new Set(checks.flatMap(sourcesOf));
  const operations = [...sources].flatMap((source) => source.operations);
  const actions = new Set(operations.flatMap((operation) => operation.actions));
  const parts = CONTROLS.flatMap((control) => control.parts.map((part) => ({ control, part })));
  const covered = parts.filter(({ control, part }) => checksCovering(control, part, checks).length);
  const read = CRITERIA.filter(({ id }) =>
    controlsOf(id).some(
      ({ control, strength }) => strength === "direct" && isRead(control, checks),
    ),
  );
  return [
    ["criteria", `${CRITERIA.length}, each in every snapshot`],
    [
      "with a direct control that AWS is asked about",
      CRITERION_CATEGORIES.flatMap((category) => {
        const all = CRITERIA.filter((criterion) => criterion.category === category).length;
        const some = read.filter((criterion) => criterion.category === category).length;
        return `${some} of ${all} ${category}`;
      }).join(", "),
    ],
    ["controls", String(CONTROLS.length)],
    ["parts of controls that a check covers", `${covered.length} of ${parts.length}`],
    ["controls that documents alone can show", String(CONTROLS.filter(isDocumented).length)],
    ["checks", String(checks.length)],
    ["sources that they read", String(sources.size)],
    ["IAM actions that this takes", String(actions.size)],
  ];
}

function isRead(control: Control<ControlId>, checks: readonly AnyCheck[]): boolean {
  return control.parts.some((part) => checksCovering(control, part, checks).length > 0);
}

function isDocumented({ parts, documents }: Control): boolean {
  return parts.length === 0 && documents.length > 0;
}
