import type { DecisionMark } from "../decisions/decision-mark.ts";
import type {
  DecidedElsewhere,
  ExternalAssessment,
  ExternalGap,
  ExternalRule,
  StatusCounts,
} from "./external-assessment.ts";
import {
  EXTERNAL_SEVERITIES,
  type ExternalFinding,
  type ExternalSeverity,
} from "./external-finding.ts";
import type { GapPlace, GapPlaces } from "./gap-places.ts";
import { IdSet } from "./id-set.ts";
import { OpenTotals } from "./open-totals.ts";

/** The most of anything that one rule shows: what there is beyond is counted. */
const MAX_SHOWN = 20;
/** The most rules, and gaps, that are told one by one: a thousand weak packages are a list of their own. */
const MAX_LISTED = 2_000;

interface OpenGap extends Omit<ExternalGap, "tools" | "decisions"> {
  readonly tools: Set<string>;
  readonly decisions: Set<string>;
}

/** What is counted of a rule while findings come in. */
type OpenRule = {
  -readonly [Key in keyof ExternalRule]: ExternalRule[Key];
} & { worstOpen: ExternalSeverity | null; worst: ExternalSeverity | null };

/** Counts external findings by rule, one at a time: what it holds grows with rules, not with findings. */
export class ExternalAssessor {
  readonly #account: string;
  readonly #places: GapPlaces;
  readonly #rules = new Map<string, OpenRule>();
  readonly #gaps = new Map<string, OpenGap>();
  /** Places that were counted, whoever found them. */
  readonly #counted = new IdSet();
  readonly #totals = new OpenTotals();
  readonly #decided: DecidedElsewhere[] = [];
  readonly #byStatus = noCounts();
  #otherAccounts = 0;
  #unmapped = 0;
  #contradictions = 0;
  #decidedLeftOut = 0;

  constructor(account: string, places: GapPlaces) {
    this.#account = account;
    this.#places = places;
  }

  /**
   * Takes in the next finding, one for each id, with the decision that counts for it.
   *
   * @param place where it is, if it is open
   */
  add(finding: ExternalFinding, place: GapPlace | undefined): void {
    const { tool, catalogue, ruleId, title, account, status, severity } = finding;
    this.#contradictions += finding.contradictions;
    if (account !== null && account !== this.#account) {
      this.#otherAccounts += 1;
      return;
    }
    this.#byStatus[status] += 1;
    const known = this.#places.ruleOf(finding);
    if (known === undefined) this.#unmapped += 1;
    const key = JSON.stringify([tool, catalogue, ruleId]);
    let rule = this.#rules.get(key);
    if (rule === undefined) {
      rule = {
        ...{ tool, catalogue, ruleId, rule: known?.rule ?? null, title: known?.title ?? title },
        severity: null,
        criteria: criteriaOf(known?.criteria ?? {}),
        declined: known?.declined ?? null,
        counts: noCounts(),
        decided: 0,
        resources: [],
        witnesses: [],
        contradicted: [],
        cites: [],
        worstOpen: null,
        worst: null,
      };
      this.#rules.set(key, rule);
    }
    rule.counts[status] += 1;
    const counted = severity ?? known?.severity ?? null;
    rule.worst = worse(rule.worst, counted);
    if (place !== undefined) this.#addOpen(finding, rule, place, counted);
    else if (rule.cites.length < MAX_SHOWN && rule.counts.open === 0) {
      rule.cites.push(...finding.cites.slice(0, 1));
    }
  }

  #addOpen(
    finding: ExternalFinding,
    rule: OpenRule,
    place: GapPlace,
    severity: ExternalSeverity | null,
  ): void {
    const { id, region, resource, cites, decision } = finding;
    // What is open is shown before what is not.
    if (rule.counts.open === 1) rule.cites = [];
    rule.worstOpen = worse(rule.worstOpen, severity);
    if (rule.cites.length < MAX_SHOWN) rule.cites.push(...cites.slice(0, 1));
    const mark = decision === undefined ? {} : { decision };
    if (rule.resources.length < MAX_SHOWN) {
      rule.resources.push({ finding: id, region, ...resource, ...mark });
    }
    addShown(rule.witnesses, place.agreeing);
    addShown(rule.contradicted, place.contradicting);
    const isDecided = decision?.state === "holds";
    if (isDecided) rule.decided += 1;
    this.#totals.add(severity, place.known, isDecided);
    if (decision !== undefined) this.#noteDecided(finding, rule.title, severity, decision);
    const gap = this.#gapOf(rule, place);
    gap.severity = worse(gap.severity, severity);
    gap.tools.add(finding.tool);
    if (isDecided) gap.decisions.add(decision.id);
    if (!this.#counted.add(place.key)) return;
    gap.open += 1;
    if (place.agreeing.length > 0) gap.witnessed += 1;
    else if (!isDecided) {
      gap.toDecide += 1;
      gap.worstToDecide = worse(gap.worstToDecide, severity);
    }
    if (isDecided) gap.decided += 1;
  }

  #gapOf({ title, criteria, declined }: OpenRule, { rule }: GapPlace): OpenGap {
    let gap = this.#gaps.get(rule);
    if (gap === undefined) {
      gap = {
        ...{ rule, title, severity: null, criteria, declined },
        ...{ tools: new Set(), open: 0, witnessed: 0, decided: 0, toDecide: 0 },
        worstToDecide: null,
        decisions: new Set(),
      };
      this.#gaps.set(rule, gap);
    }
    return gap;
  }

  #noteDecided(
    { id, tool, catalogue, ruleId, region, resource }: ExternalFinding,
    title: string,
    severity: ExternalSeverity | null,
    decision: DecisionMark,
  ): void {
    if (this.#decided.length >= MAX_LISTED) {
      this.#decidedLeftOut += 1;
      return;
    }
    const rule = `${catalogue}:${ruleId}`;
    this.#decided.push({ finding: id, tool, rule, title, severity, region, resource, decision });
  }

  /** What was counted, worst first; the order does not hang on that in which findings came. */
  finish(
    rest: Pick<ExternalAssessment, "snapshot" | "sources" | "findings"> & {
      readonly records: number;
      readonly ids: number;
    },
  ): ExternalAssessment {
    const { records, ids, snapshot, sources, findings } = rest;
    const rules = [...this.#rules.values()].map(finished).sort(byWeight);
    const gaps = [...this.#gaps.values()].map(counted).sort(byWeight);
    return {
      schema: "external-assessment/1",
      snapshot,
      account: this.#account,
      sources,
      counts: {
        records,
        findings: ids,
        copies: records - ids,
        contradictions: this.#contradictions,
        otherAccounts: this.#otherAccounts,
        unmapped: this.#unmapped,
        byStatus: this.#byStatus,
        ...this.#totals.finish(),
      },
      rules: rules.slice(0, MAX_LISTED),
      gaps: gaps.slice(0, MAX_LISTED),
      decided: this.#decided.toSorted((a, b) => compare(a.finding, b.finding)),
      leftOut: {
        rules: Math.max(0, rules.length - MAX_LISTED),
        gaps: Math.max(0, gaps.length - MAX_LISTED),
        decided: this.#decidedLeftOut,
      },
      findings,
    };
  }
}

function finished({ worstOpen, worst, ...rule }: OpenRule): ExternalRule {
  return { ...rule, severity: worstOpen ?? worst };
}

function counted({ tools, decisions, ...gap }: OpenGap): ExternalGap {
  return { ...gap, tools: [...tools].sort(), decisions: [...decisions].sort().slice(0, MAX_SHOWN) };
}

function criteriaOf(criteria: Readonly<Partial<Record<string, string>>>): string[] {
  return Object.keys(criteria).sort();
}

function addShown(shown: string[], ids: readonly string[]): void {
  for (const id of ids) {
    if (shown.length < MAX_SHOWN && !shown.includes(id)) shown.push(id);
  }
}

function noCounts(): StatusCounts {
  return { open: 0, unknown: 0, suppressed: 0, resolved: 0, archived: 0, passed: 0 };
}

function worse(a: ExternalSeverity | null, b: ExternalSeverity | null): ExternalSeverity | null {
  if (a === null || b === null) return a ?? b;
  return rank(a) <= rank(b) ? a : b;
}

function rank(severity: ExternalSeverity | null): number {
  return severity === null ? EXTERNAL_SEVERITIES.length : EXTERNAL_SEVERITIES.indexOf(severity);
}

/** Open before the rest, then by severity, by how many, and by name. */
function byWeight(a: ExternalRule | ExternalGap, b: ExternalRule | ExternalGap): number {
  const [openA, openB] = [openOf(a), openOf(b)];
  return (
    Number(openA === 0) - Number(openB === 0) ||
    rank(a.severity) - rank(b.severity) ||
    openB - openA ||
    compare(nameOf(a), nameOf(b))
  );
}

function openOf(one: ExternalRule | ExternalGap): number {
  return "counts" in one ? one.counts.open : one.open;
}

function nameOf(one: ExternalRule | ExternalGap): string {
  return "tool" in one ? `${one.tool} ${one.catalogue} ${one.ruleId}` : one.rule;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
