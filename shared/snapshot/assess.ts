import { regionClosedByPolicy } from "../checks/account/region-closed-by-policy.ts";
import type { AnyCheck, JudgeContext } from "../checks/check.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import { isCriterionId } from "../criteria/criteria.ts";
import type { AssessedCheck, AssessedControl, Assessment, Finding } from "./assessment.ts";
import { markDecided } from "./decided.ts";
import type { Incomplete } from "./incomplete.ts";
import { type Judged, judge } from "./judge.ts";
import { mergeFindings } from "./merge-findings.ts";
import type { CriterionPlan } from "./plan.ts";
import { controlStatus, headlineOf } from "./status.ts";

type EffectiveControl = EffectiveConfig["controls"][number];

/** What one criterion's assessment is made from: evidence, configuration, rules and nothing else. */
export interface AssessInput {
  readonly plan: CriterionPlan;
  readonly snapshot: string;
  readonly config: EffectiveConfig;
  readonly context: JudgeContext;
  readonly incomplete: readonly Incomplete[];
  /** Every check of the catalogue: which parts of controls are covered. */
  readonly catalogue: readonly AnyCheck[];
}

/** Judges one criterion's evidence. */
export function assess(input: AssessInput): Assessment {
  const { plan, snapshot, config, context } = input;
  const { criterion } = plan;
  const frame = { schema: "assessment/1" as const, criterion: criterion.id, snapshot };
  if (plan.outOfScope !== null) {
    return {
      ...frame,
      headline: "out-of-scope",
      reason: plan.outOfScope,
      controls: [],
      checks: [],
      findings: [],
    };
  }
  const serving = controlsFor(criterion.id, config);
  const judged = plan.checks.map((check) => judge(check, input));
  const assessed = judged.map((one) => assessCheck(one, criterion.id, serving));
  const findings = markDecided(
    [
      ...assessed.flatMap(({ findings: own }) => own),
      ...closedRegionsOf(judged, criterion.id, serving),
    ],
    config.decisions ?? [],
    context.now,
  );
  const controls = serving.map((control) => assessControl(control, findings, input));
  const carvedOut = new Map(serving.map(({ id, carvedOut: reason }) => [id, reason !== null]));
  return {
    ...frame,
    ...headlineOf(
      controls
        .filter(({ strength }) => strength === "direct")
        .map(({ id, status }) => ({ id, status, carvedOut: carvedOut.get(id) ?? false })),
    ),
    controls,
    checks: assessed.map(({ check }) => check),
    findings,
  };
}

/** The controls that serve a criterion, direct ones first; dropped ones are not the company's. */
function controlsFor(criterion: string, config: EffectiveConfig): EffectiveControl[] {
  const serving = config.controls.filter(
    ({ status, criteria }) => status !== "dropped" && Object.hasOwn(criteria, criterion),
  );
  return [
    ...serving.filter((control) => strengthFor(control, criterion) === "direct"),
    ...serving.filter((control) => strengthFor(control, criterion) === "supporting"),
  ];
}

function strengthFor(
  { criteria }: Pick<EffectiveControl, "criteria">,
  criterion: string,
): Finding["strength"] {
  const mapping = isCriterionId(criterion) ? criteria[criterion] : undefined;
  return mapping?.strength ?? "supporting";
}

function assessCheck(
  judged: Judged,
  criterion: string,
  serving: readonly EffectiveControl[],
): { check: AssessedCheck; findings: Finding[] } {
  const { check, population } = judged;
  const links = check.controls.filter(({ control }) => serving.some(({ id }) => id === control));
  const isDirect = links.some(
    ({ control, strength }) =>
      strength === "direct" &&
      serving.some((one) => one.id === control && strengthFor(one, criterion) === "direct"),
  );
  const strength = isDirect ? "direct" : "supporting";
  const controls = links.map(({ control }) => control);
  const findings = judged.findings.map(
    ({ id, check: checkId, status, severity, scope, resource, ...rest }): Finding => ({
      id,
      check: checkId,
      controls,
      criteria: [criterion],
      status,
      severity,
      strength,
      scope,
      resource,
      ...rest,
    }),
  );
  const count = (status: Finding["status"]) =>
    findings.filter((finding) => finding.status === status).length;
  return {
    check: {
      id: check.id,
      title: check.title,
      severity: check.severity,
      strength,
      population,
      counts: {
        pass: count("pass"),
        fail: count("fail"),
        "not-applicable": count("not-applicable"),
        indeterminate: count("indeterminate"),
      },
    },
    findings,
  };
}

const NO_PARTS: ReadonlySet<string> = new Set();

/** The same for every criterion and snapshot of a release. */
const coverages = new WeakMap<readonly AnyCheck[], Map<string, Set<string>>>();

/** The parts that the checks of a catalogue cover, by control. */
function coveredParts(catalogue: readonly AnyCheck[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = coverages.get(catalogue);
  if (known !== undefined) return known;
  const covered = new Map<string, Set<string>>();
  for (const { control, part } of catalogue.flatMap(({ controls }) => controls)) {
    covered.set(control, (covered.get(control) ?? new Set()).add(part));
  }
  coverages.set(catalogue, covered);
  return covered;
}

/** Each closed region once, among the findings of every control that it keeps from being judged. */
function closedRegionsOf(
  judged: readonly Judged[],
  criterion: string,
  serving: readonly EffectiveControl[],
): Finding[] {
  const each = judged.flatMap((one) =>
    assessCheck({ ...one, findings: one.closedRegions }, criterion, serving).findings.map(
      (finding): Finding => ({ ...finding, controls: decidedControls(one.check, finding) }),
    ),
  );
  const byId = Map.groupBy(each, ({ id }) => id);
  return [...byId.values()].flatMap((same) => mergeFindings([{ findings: same }]));
}

/** The controls whose status a check decides, among those that its finding names. */
function decidedControls({ controls }: AnyCheck, finding: Finding): string[] {
  const direct = new Set<string>(
    controls.filter(({ strength }) => strength === "direct").map(({ control }) => control),
  );
  return finding.controls.filter((control) => direct.has(control));
}

function assessControl(
  control: EffectiveControl,
  findings: readonly Finding[],
  { plan, config, context, catalogue }: AssessInput,
): AssessedControl {
  const deciding = new Set(
    plan.checks
      .filter(({ controls }) =>
        controls.some((link) => link.control === control.id && link.strength === "direct"),
      )
      .map(({ id }) => id),
  );
  const covered = coveredParts(catalogue).get(control.id) ?? NO_PARTS;
  const { status, reason, missing } = controlStatus({
    control,
    findings: findings.filter(
      ({ check, controls }) =>
        (deciding.has(check) && check !== regionClosedByPolicy.id) ||
        (check === regionClosedByPolicy.id && controls.includes(control.id)),
    ),
    uncovered: control.parts.filter((part) => !covered.has(part)),
    config,
    now: context.now,
  });
  return {
    id: control.id,
    companyId: control.companyId,
    statement: control.statement,
    strength: strengthFor(control, plan.criterion.id),
    status,
    reason,
    owner: control.owner?.name ?? null,
    missing,
  };
}
