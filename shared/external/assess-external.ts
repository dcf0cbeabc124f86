import { hash } from "node:crypto";
import type {
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
import { IdSet } from "./id-set.ts";
import type { RuleLookup } from "./rule-lookup.ts";
import { comparedResource, type OwnFinding, WitnessIndex } from "./witnesses.ts";

/** The most of anything that one rule shows: what there is beyond is counted. */
const MAX_SHOWN = 20;
/** The most rules, and gaps, that are told one by one: a thousand weak packages are a list of their own. */
const MAX_LISTED = 2_000;

interface OpenGap extends Omit<ExternalGap, "tools"> {
  readonly tools: Set<string>;
}

/** What is counted of a rule while findings come in. */
type OpenRule = {
  -readonly [Key in keyof ExternalRule]: ExternalRule[Key];
} & { worstOpen: ExternalSeverity | null; worst: ExternalSeverity | null };

/** Counts external findings by rule, one at a time: what it holds grows with rules, not with findings. */
export class ExternalAssessor {
  readonly #account: string;
  readonly #lookup: RuleLookup;
  readonly #witnesses: WitnessIndex;
  readonly #rules = new Map<string, OpenRule>();
  readonly #gaps = new Map<string, OpenGap>();
  /** Rule and resource of each open finding, whoever found it. */
  readonly #places = new IdSet();
  readonly #byStatus = noCounts();
  #otherAccounts = 0;
  #unmapped = 0;
  #contradictions = 0;

  constructor(account: string, own: Iterable<OwnFinding>, lookup: RuleLookup) {
    this.#account = account;
    this.#lookup = lookup;
    this.#witnesses = new WitnessIndex(own);
  }

  /** Takes in the next finding, one for each id. */
  add(finding: ExternalFinding): void {
    const { tool, catalogue, ruleId, title, account, status, severity } = finding;
    this.#contradictions += finding.contradictions;
    if (account !== null && account !== this.#account) {
      this.#otherAccounts += 1;
      return;
    }
    this.#byStatus[status] += 1;
    const known = this.#lookup({ catalogue, id: ruleId });
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
    if (status !== "open") {
      if (rule.cites.length < MAX_SHOWN && rule.counts.open === 0)
        rule.cites.push(...finding.cites.slice(0, 1));
      return;
    }
    this.#addOpen(
      finding,
      rule,
      known === undefined ? `${catalogue}:${ruleId}` : known.rule,
      counted,
    );
  }

  #addOpen(
    finding: ExternalFinding,
    rule: OpenRule,
    name: string,
    severity: ExternalSeverity | null,
  ): void {
    const { id, region, resource, cites, catalogue, ruleId, tool } = finding;
    // What is open is shown before what is not.
    if (rule.counts.open === 1) rule.cites = [];
    rule.worstOpen = worse(rule.worstOpen, severity);
    if (rule.cites.length < MAX_SHOWN) rule.cites.push(...cites.slice(0, 1));
    if (rule.resources.length < MAX_SHOWN)
      rule.resources.push({ finding: id, region, ...resource });
    const known = this.#lookup({ catalogue, id: ruleId });
    const { agreeing, contradicting } = this.#witnesses.of(known, finding);
    addShown(rule.witnesses, agreeing);
    addShown(rule.contradicted, contradicting);
    let gap = this.#gaps.get(name);
    if (gap === undefined) {
      gap = {
        rule: name,
        title: rule.title,
        severity: null,
        criteria: rule.criteria,
        tools: new Set(),
        open: 0,
        witnessed: 0,
      };
      this.#gaps.set(name, gap);
    }
    gap.severity = worse(gap.severity, severity);
    gap.tools.add(tool);
    // Our own finding is the gap, where there is one; else rule, resource and region are.
    const place = agreeing[0] ?? `${comparedResource(resource)} ${region ?? ""}`;
    if (!this.#places.add(hash("sha256", JSON.stringify([name, place]), "hex").slice(0, 16)))
      return;
    gap.open += 1;
    if (agreeing.length > 0) gap.witnessed += 1;
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
      },
      rules: rules.slice(0, MAX_LISTED),
      gaps: gaps.slice(0, MAX_LISTED),
      leftOut: {
        rules: Math.max(0, rules.length - MAX_LISTED),
        gaps: Math.max(0, gaps.length - MAX_LISTED),
      },
      findings,
    };
  }
}

function finished({ worstOpen, worst, ...rule }: OpenRule): ExternalRule {
  return { ...rule, severity: worstOpen ?? worst };
}

function counted({ tools, ...gap }: OpenGap): ExternalGap {
  return { ...gap, tools: [...tools].sort() };
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
