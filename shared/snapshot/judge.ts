import { regionClosedByPolicy } from "../checks/account/region-closed-by-policy.ts";
import type {
  AnyCheck,
  Check,
  JudgeContext,
  Judgement,
  Member,
  Resource,
} from "../checks/check.ts";
import { judgedFrom } from "../checks/check.ts";
import { Unstated } from "../checks/policy-view.ts";
import { boundaryOf } from "../config/boundary.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import type { Citation, Cited } from "../evidence/cited.ts";
import { Gone, Unread } from "../evidence/evidence-view.ts";
import { regions } from "../sources/ec2/regions.ts";
import type { Finding, PopulationCount } from "./assessment.ts";
import { findingId } from "./finding-id.ts";
import type { Incomplete } from "./incomplete.ts";
import { worseOf } from "./merge-findings.ts";
import { counted, emptyPopulation } from "./population-count.ts";
import { enabledRegions } from "./regions-in-use.ts";

/** What one check found, without the criterion it is found for. */
export interface Judged {
  readonly check: AnyCheck;
  readonly population: PopulationCount;
  readonly findings: readonly Omit<Finding, "controls" | "criteria" | "strength">[];
  /**
   * One finding of `account.region-closed-by-policy` for each closed region that this check would
   * have read: equal for all checks, so that the region is said once and not by every check.
   */
  readonly closedRegions: Judged["findings"];
}

type Draft = Judged["findings"][number];

/** Everything that judging depends on; equal values give equal findings, to the byte. */
export interface JudgeInput {
  readonly context: JudgeContext;
  readonly config: EffectiveConfig;
  /** Every needed source that is not complete, with its region. */
  readonly incomplete: readonly Incomplete[];
}

/**
 * Runs one check over its population.
 *
 * This is where nothing passes on missing data: where a source that the check needs is incomplete,
 * for a region or the account, every `pass` and `not-applicable` there becomes `indeterminate`, and
 * what could not be listed at all is reported as such. A `fail` stands: what was read proves it.
 * A region that a service control policy closes is told apart (`closedRegions`): whoever assesses
 * must count its finding among those of the check's controls.
 */
export function judge(check: AnyCheck, input: JudgeInput): Judged {
  const unread = incompleteFor(check, input);
  const closed = unread.filter(({ closedByPolicy }) => closedByPolicy === true);
  const incomplete = unread.filter(({ closedByPolicy }) => closedByPolicy !== true);
  const tally = emptyPopulation(check.population.definition);
  const findings: Draft[] = [];
  const places = new Map<string, number>();

  const members = membersOf(check, input.context);
  for (const member of members.list) {
    if (member.excluded !== undefined) {
      tally.listed += 1;
      tally.read += 1;
      tally.excluded.push({ resource: nameOf(member.resource), reason: member.excluded });
      continue;
    }
    const judged = judgeMember(check, member, input.context);
    if (judged === "gone") {
      tally.listed += 1;
      tally.gone += 1;
      continue;
    }
    const judgement = withoutFalseComfort(judged, member.resource, incomplete);
    const scope = scopeOf(member, input.config);
    const draft = finding(check, member.resource, judgement, scope, input);
    const place = places.get(draft.id);
    const same = place === undefined ? undefined : findings[place];
    if (place !== undefined && same !== undefined) {
      // Pages overlap where the list changes while it is read: still one outcome for one resource.
      findings[place] = worseOf(same, draft);
      continue;
    }
    tally.listed += 1;
    if (judged.unread) tally.unread += 1;
    else tally.read += 1;
    places.set(draft.id, findings.length);
    findings.push(draft);
  }
  if (closed.length === 0 || incomplete.length > 0) {
    reportUnread(check, members, incomplete, findings, input);
  }
  if (findings.length === 0 && (members.unread === null || closed.length === 0)) {
    findings.push(nothingThere(check, tally, members.lists, closed, input));
  }
  return {
    check,
    population: counted(tally, findings),
    findings: inOrder(findings),
    closedRegions: closedRegions(closed, input),
  };
}

interface Members {
  readonly list: readonly Member<unknown>[];
  /** Set when even listing the members needed what was not read. */
  readonly unread: Unread | null;
  /** The lists that were walked to find them. */
  readonly lists: readonly Cited<unknown>[];
}

/** Populations are shared between checks, and listing one is the dearer part of many judgements. */
const listed = new WeakMap<JudgeContext, Map<AnyCheck["population"], Members>>();

function membersOf({ population }: AnyCheck, context: JudgeContext): Members {
  let ofContext = listed.get(context);
  if (ofContext === undefined) {
    ofContext = new Map();
    listed.set(context, ofContext);
  }
  let members = ofContext.get(population);
  if (members === undefined) {
    members = listMembers(population, context);
    ofContext.set(population, members);
  }
  return members;
}

function listMembers(population: AnyCheck["population"], context: JudgeContext): Members {
  const listing = population.needs.map(({ name }) => name);
  context.evidence.forgetWalked();
  try {
    const list = [...population.members(context)];
    return { list, unread: null, lists: context.evidence.walked(listing) };
  } catch (thrown) {
    const unread =
      thrown instanceof Unread ? thrown : stumbled(thrown, context.evidence.walked(listing)[0]);
    return { list: [], unread, lists: [] };
  }
}

type MemberJudgement = Judgement & { readonly unread: boolean };

function judgeMember(
  check: AnyCheck,
  member: Member<unknown>,
  context: JudgeContext,
): MemberJudgement | "gone" {
  // The member comes from the check's own population.
  const { judge } = check as unknown as Check<unknown>;
  try {
    return { ...judge(member.of, context, member.resource), unread: false };
  } catch (thrown) {
    if (thrown instanceof Gone) return "gone";
    if (thrown instanceof Unread) {
      return {
        status: "indeterminate",
        reason: `${nameOf(member.resource)} could not be judged: ${thrown.message}.`,
        cites: [thrown.at ?? member.at],
        unread: true,
      };
    }
    if (thrown instanceof Unstated) {
      return {
        status: "indeterminate",
        reason: `${nameOf(member.resource)} was not judged: ${thrown.message}.`,
        cites: [member.at, thrown.at],
        unread: false,
      };
    }
    return {
      status: "indeterminate",
      reason: `${nameOf(member.resource)} could not be judged: ${stumbled(thrown).message}.`,
      cites: [member.at],
      unread: true,
    };
  }
}

/**
 * What AWS answered was not of the shape that a rule takes for granted. That costs the rule its
 * judgement, never the other rules theirs.
 *
 * @throws what was thrown, where it is no such mishap
 */
function stumbled(thrown: unknown, at: Cited<unknown> | null = null): Unread {
  if (!(thrown instanceof TypeError || thrown instanceof RangeError)) throw thrown;
  // Only the kind: an engine's own words change from version to version.
  return new Unread(`the evidence is not of the expected shape (${thrown.name})`, at);
}

/** Promise 1: a pass or a not-applicable does not stand on a source that was not read whole. */
function withoutFalseComfort(
  judgement: Judgement,
  resource: Resource,
  incomplete: readonly Incomplete[],
): Judgement & { readonly extra?: Citation } {
  if (judgement.status !== "pass" && judgement.status !== "not-applicable") return judgement;
  const missing = incomplete.find(
    ({ region }) => region === null || resource.region === null || region === resource.region,
  );
  if (missing === undefined) return judgement;
  return {
    status: "indeterminate",
    reason: `${nameOf(resource)} cannot be judged on what was read: ${missing.reason}.`,
    cites: judgement.cites,
    ...(missing.cite === null ? {} : { extra: missing.cite }),
  };
}

/**
 * What could not be listed is a finding of its own, so that it is never absent. Where the check has
 * found something of that very resource, the account, it is said there: one outcome for one resource.
 */
function reportUnread(
  check: AnyCheck,
  members: Members,
  incomplete: readonly Incomplete[],
  findings: Draft[],
  input: JudgeInput,
): void {
  // Without the list of regions nobody knows what else there is to list.
  const listing = new Set([...check.population.needs.map(({ name }) => name), regions.name]);
  const byRegion = new Map<string | null, Incomplete[]>();
  for (const one of incomplete) {
    const shown = findings.some(
      ({ status, resource }) =>
        status === "indeterminate" && (one.region === null || resource.region === one.region),
    );
    if (!listing.has(one.source) && shown) continue;
    byRegion.set(one.region, [...(byRegion.get(one.region) ?? []), one]);
  }
  const isElsewhere = byRegion.size === 0 || members.unread?.at != null;
  if (members.unread !== null && !byRegion.has(null) && isElsewhere) {
    const { message, at } = members.unread;
    byRegion.set(null, [{ source: "", region: null, reason: message, cite: at?.citation ?? null }]);
  }
  for (const [region, ones] of byRegion) {
    const reasons = [...new Set(ones.map(({ reason }) => reason))].join("; ");
    const where = region === null ? `account ${input.context.account}` : region;
    const draft = finding(
      check,
      accountResource(input.context, region),
      {
        status: "indeterminate",
        reason: `Not all of ${check.population.definition} in ${where} could be read: ${reasons}.`,
        cites: [],
      },
      "in",
      input,
    );
    const cites = ones.flatMap(({ cite }) => (cite === null ? [] : [cite]));
    const place = findings.findIndex(({ id }) => id === draft.id);
    const same = findings[place];
    if (same === undefined) findings.push({ ...draft, cites });
    else {
      findings[place] = {
        ...same,
        reason: `${same.reason} ${draft.reason}`,
        cites: [...same.cites, ...cites],
      };
    }
  }
}

/** The one finding of each region that a service control policy closes. */
function closedRegions(closed: readonly Incomplete[], input: JudgeInput): Draft[] {
  return [...Map.groupBy(closed, ({ region }) => region)].map(([region, refused]) => {
    const reason = `A service control policy closes ${region} to whoever takes the snapshot, so nothing there was judged.`;
    const draft = finding(
      regionClosedByPolicy,
      accountResource(input.context, region),
      { status: "indeterminate", reason, cites: [] },
      "in",
      input,
    );
    return { ...draft, cites: refused.flatMap(({ cite }) => (cite === null ? [] : [cite])) };
  });
}

/** A population of zero is said, with the empty lists that show it. */
function nothingThere(
  check: AnyCheck,
  tally: PopulationCount,
  lists: readonly Cited<unknown>[],
  closed: readonly Incomplete[],
  input: JudgeInput,
): Draft {
  const left = tally.excluded.length > 0 || tally.gone > 0 ? " left to judge" : "";
  const regionNames = [...new Set(closed.map(({ region }) => region))].join(", ");
  const where =
    closed.length > 0 ? ` outside ${regionNames}, which a service control policy closes` : "";
  return finding(
    check,
    accountResource(input.context, null),
    {
      status: "not-applicable",
      reason: `Account ${input.context.account} has none of ${check.population.definition}${left}${where}.`,
      cites: lists.length > 0 ? lists : [input.context.policy.at],
    },
    "in",
    input,
  );
}

function finding(
  check: AnyCheck,
  resource: Resource,
  judgement: Judgement & { readonly extra?: Citation },
  scope: Finding["scope"],
  { context }: JudgeInput,
): Draft {
  const cites = judgement.cites.map(({ citation }: Cited<unknown>) => citation);
  if (judgement.extra !== undefined) cites.push(judgement.extra);
  return {
    id: findingId(check, context.account, resource),
    check: check.id,
    status: judgement.status,
    severity: judgement.severity ?? check.severity,
    scope,
    // In one order, whoever made it: what is written and what is read back have the same bytes.
    resource: {
      id: resource.id,
      arn: resource.arn,
      type: resource.type,
      region: resource.region,
    },
    reason: judgement.reason,
    ...(judgement.document === undefined ? {} : { needsDocument: judgement.document }),
    cites,
  };
}

/** What cannot be tagged belongs to the account itself and so to the system. */
function scopeOf(member: Member<unknown>, config: EffectiveConfig): Finding["scope"] {
  return member.tags === undefined ? "in" : boundaryOf(config, member.tags).scope;
}

/**
 * What a check needs and does not have. A regional check needs to know which regions there are,
 * unless the configuration names them.
 */
function incompleteFor(check: AnyCheck, { incomplete, config, context }: JudgeInput): Incomplete[] {
  const sources = judgedFrom(check);
  const needed = new Set(sources.map(({ name }) => name));
  const isRegional = sources.some(({ scope }) => scope === "regional");
  if (isRegional && config.regions.only === null) needed.add(regions.name);
  const missing = incomplete.filter(({ source }) => needed.has(source));
  const isSaid = missing.some(({ source }) => source === regions.name);
  if (!needed.has(regions.name) || isSaid) return missing;
  const { evidence } = context;
  if (!evidence.has(regions) || enabledRegions(evidence).length > 0) return missing;
  const reason = "DescribeRegions listed no region that is enabled";
  const cite = evidence.answers(regions, "DescribeRegions")[0]?.citation ?? null;
  return [...missing, { source: regions.name, region: null, reason, cite }];
}

/** The account itself, or the account in one region, as a resource. */
export function accountResource(
  { account }: Pick<JudgeContext, "account">,
  region: string | null,
): Resource {
  return {
    id: account,
    // The account's ARN is also its root user's, who is a resource of its own.
    arn: null,
    type: "AWS::Account",
    region,
  };
}

function nameOf(resource: Resource): string {
  return resource.type === "AWS::Account" ? `Account ${resource.id}` : resource.id;
}

/** By region, then resource, in code-unit order: the same everywhere, whatever the locale. */
function inOrder(findings: readonly Draft[]): Draft[] {
  return findings
    .map((draft) => ({ draft, place: placeOf(draft) }))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ draft }) => draft);
}

function placeOf({ resource, id }: Draft): string {
  return `${resource.region ?? ""}\u0000${resource.arn ?? resource.id}\u0000${id}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
