import type { AnyCheck, Downtime, Severity } from "../checks/check.ts";
import { SEVERITIES } from "../checks/check.ts";
import type { EffectiveConfig, EffectiveControl } from "../config/effective-config.ts";
import type { Finding } from "../snapshot/assessment.ts";
import { triageOfOwn } from "../snapshot/triage-lookup.ts";
import type { Triage } from "../triage/triage.ts";
import { ASKED_FIRST } from "./asked-first.ts";
import { fillCommand } from "./fill-command.ts";
import { isException, isOpen } from "./finding-counts.ts";

/** How many things to fix a report puts first. */
export const FIXES_SHOWN = 10;
/** How many of an entry's resources are named. */
export const RESOURCES_NAMED = 5;

/** One exception, named. */
export interface NamedResource {
  readonly findingId: string;
  readonly id: string;
  readonly arn: string | null;
  readonly type: string;
  readonly region: string | null;
  readonly reason: string;
}

/** A control that an entry bears on, with the person who answers for it. */
export interface ConcernedControl {
  readonly id: string;
  readonly companyId: string | null;
  readonly statement: string;
  readonly owner: string | null;
}

/** How an entry is mended; the command with the first resource's name where that is certain. */
export interface FixSteps {
  readonly downtime: Downtime;
  readonly steps: string;
  readonly cli: string | null;
  readonly cdk: string | null;
}

/** Another rule that does not hold, of a control whose worst rule is an entry of its own. */
export interface AlsoFailing {
  readonly check: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly exceptions: number;
  readonly population: number;
}

/**
 * One thing to fix: a control, by the worst of its rules that does not hold, with everything that
 * breaks that rule.
 */
export interface FixFirst {
  /** From 1. */
  readonly rank: number;
  readonly check: string;
  /** The worst of its exceptions. */
  readonly severity: Severity;
  readonly strength: "direct" | "supporting";
  /** What is wrong, as a sentence. */
  readonly what: string;
  /** The rule that does not hold: the check's title. */
  readonly rule: string;
  /** Open exceptions and all that was looked at, both in the boundary: "3 of 41". */
  readonly exceptions: number;
  readonly population: number;
  /** How many exceptions beside them a decision covers. */
  readonly decided: number;
  /** How many of the population could not be judged. */
  readonly indeterminate: number;
  /** The worst first. */
  readonly resources: readonly NamedResource[];
  readonly moreResources: number;
  /** Regions of all its exceptions, sorted; empty when the rule is about the account as a whole. */
  readonly regions: readonly string[];
  readonly criteria: readonly string[];
  readonly controls: readonly ConcernedControl[];
  /** Who answers for those controls; empty when nobody does. */
  readonly owners: readonly string[];
  /** Why the auditor cares and how it is mended; null when this release has no such check. */
  readonly why: string | null;
  readonly fix: FixSteps | null;
  /** The three questions as far as this release knows the answers; null where it has no such check. */
  readonly triage: Triage | null;
  /** Where the evidence shows the first resource's failure. */
  readonly cites: Finding["cites"];
  /** The other rules of the same control that do not hold, the worst first. */
  readonly also: readonly AlsoFailing[];
}

/** What the list is made from. */
export interface FixFirstInput {
  readonly findings: readonly Finding[];
  readonly config: EffectiveConfig;
  readonly checks: readonly AnyCheck[];
  /** Titles as the snapshot has them, by check id: for checks that this release does not know. */
  readonly titles: ReadonlyMap<string, string>;
}

/**
 * Every rule that does not hold inside the boundary and of which not all is decided, one entry for each control that a rule covers
 * first: worst first, then direct before supporting, then what auditors ask for first, then by how
 * many break it. The caller takes the first ten.
 */
export function fixesInOrder(input: FixFirstInput): FixFirst[] {
  const byCheck = Map.groupBy(
    input.findings.filter(({ scope }) => scope !== "out"),
    ({ check }) => check,
  );
  const known = new Map(
    input.checks.flatMap((check) => [check.id, ...(check.aliases ?? [])].map((id) => [id, check])),
  );
  const rules = [...byCheck]
    .filter(([, findings]) => findings.some(isOpen))
    .map(([id, findings]) => entryOf(id, findings, known.get(id), input))
    .sort(byUrgency);
  // Groups stand in the order of their first members, which are the worst.
  const byControl = Map.groupBy(rules, ({ control, check }) => control ?? check);
  return [...byControl.values()].flatMap(([worst, ...others], index) => {
    if (worst === undefined) return [];
    const { control: _control, ...entry } = worst;
    return [{ rank: index + 1, ...entry, also: others.map(alsoOf) }];
  });
}

/** A rule that does not hold; its control is null where the snapshot knows none. */
type Entry = Omit<FixFirst, "rank" | "also"> & { readonly control: string | null };

function alsoOf({ check, severity, rule, exceptions, population }: Entry): AlsoFailing {
  return { check, severity, rule, exceptions, population };
}

/** The control that the check covers first, of those that the company has. */
function controlOf(check: AnyCheck | undefined, [worst]: readonly Finding[]): string | null {
  const own = worst?.controls ?? [];
  const links = check?.controls.filter(({ control }) => own.includes(control)) ?? [];
  const link = links.find(({ strength }) => strength === "direct") ?? links[0];
  return link?.control ?? own[0] ?? null;
}

function entryOf(
  id: string,
  findings: readonly Finding[],
  check: AnyCheck | undefined,
  { config, titles }: FixFirstInput,
): Entry {
  const exceptions = findings.filter(isOpen).sort(byWorst);
  const [worst] = exceptions;
  const named = exceptions.slice(0, RESOURCES_NAMED);
  const rule = titles.get(id) ?? check?.title ?? id;
  const controls = controlsOf(exceptions, config);
  return {
    check: id,
    control: controlOf(check, exceptions),
    severity: worst?.severity ?? "informational",
    strength: exceptions.some(({ strength }) => strength === "direct") ? "direct" : "supporting",
    what: whatOf(exceptions, findings.length, rule),
    rule,
    exceptions: exceptions.length,
    population: findings.length,
    decided: findings.filter((one) => isException(one) && !isOpen(one)).length,
    indeterminate: findings.filter(({ status }) => status === "indeterminate").length,
    resources: named.map(({ id: findingId, resource, reason }) => ({
      findingId,
      id: resource.id,
      arn: resource.arn,
      type: resource.type,
      region: resource.region,
      reason,
    })),
    moreResources: exceptions.length - named.length,
    regions: distinct(exceptions.flatMap(({ resource }) => resource.region ?? [])).sort(),
    criteria: distinct(exceptions.flatMap(({ criteria }) => criteria)),
    controls,
    owners: distinct(controls.flatMap(({ owner }) => owner ?? [])),
    why: check?.why ?? null,
    fix: check === undefined ? null : fixOf(check, worst),
    triage: check === undefined ? null : triageOfOwn(check, worst?.severity ?? null),
    cites: worst?.cites ?? [],
  };
}

/** One exception says itself what is wrong; several are counted against the rule they break. */
function whatOf(exceptions: readonly Finding[], population: number, rule: string): string {
  const [only, ...others] = exceptions;
  if (only !== undefined && others.length === 0) return only.reason;
  return `${exceptions.length} of ${population} fail: ${rule}.`;
}

function fixOf({ fix }: AnyCheck, worst: Finding | undefined): FixSteps {
  const cli = fix.cli ?? null;
  return {
    downtime: fix.downtime,
    steps: fix.steps,
    cli: cli === null || worst === undefined ? cli : fillCommand(cli, worst.resource),
    cdk: fix.cdk ?? null,
  };
}

function controlsOf(exceptions: readonly Finding[], config: EffectiveConfig): ConcernedControl[] {
  const ids = new Set(exceptions.flatMap(({ controls }) => controls));
  return config.controls
    .filter(({ id }) => ids.has(id))
    .map(({ id, companyId, statement, owner }: EffectiveControl) => ({
      id,
      companyId,
      statement,
      owner: owner?.name ?? null,
    }));
}

function byUrgency(a: Entry, b: Entry): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(a.strength === "supporting") - Number(b.strength === "supporting") ||
    placeAsked(a) - placeAsked(b) ||
    b.exceptions - a.exceptions ||
    compare(a.check, b.check)
  );
}

const PLACES: ReadonlyMap<string, number> = new Map(ASKED_FIRST.map((id, index) => [id, index]));

/** Where auditors ask for an entry's rule; after all others where they do not. */
function placeAsked({ check }: Entry): number {
  return PLACES.get(check) ?? PLACES.size;
}

function byWorst(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.resource.region ?? "", b.resource.region ?? "") ||
    compare(a.resource.arn ?? a.resource.id, b.resource.arn ?? b.resource.id)
  );
}

/** Code-unit order: the same everywhere, whatever the locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
