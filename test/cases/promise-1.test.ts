import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { type AnyCheck, judgedFrom, sourcesOf } from "../../shared/checks/check.ts";
import { PolicyView } from "../../shared/checks/policy-view.ts";
import {
  type EffectiveConfig,
  effectiveConfigSchema,
} from "../../shared/config/effective-config.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import type { Call, EvidenceObject, Json } from "../../shared/evidence/evidence-object.ts";
import { EvidenceView } from "../../shared/evidence/evidence-view.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import {
  SAMPLE_STATES,
  type SampleState,
  sampleFolder,
} from "../../shared/sample/sample-account.ts";
import { incompleteOf } from "../../shared/snapshot/incomplete.ts";
import { type Judged, judge } from "../../shared/snapshot/judge.ts";
import { CONTEXT_SOURCES, expectedOf } from "../../shared/snapshot/plan.ts";
import { regionsInUse } from "../../shared/snapshot/regions-in-use.ts";

const READ_REGIONS: ReadonlySet<Json | undefined> = new Set(["eu-west-1", "us-east-1"]);
const REGIONS = "ec2.regions";

/** A recorded account, or the same with one thing about it spoilt. */
interface Account {
  readonly stored: readonly StoredEvidence[];
  readonly config: EffectiveConfig;
  readonly now: string;
}

/** One way in which evidence may be short of something. */
interface Loss {
  readonly what: string;
  readonly stored: readonly StoredEvidence[];
  /** Where the evidence itself shows that something is missing: nothing there may pass. */
  readonly shown: boolean;
}

/**
 * The sample account, reading every region that AWS lists as enabled, so that the list of regions
 * matters too; all but the two that were recorded count as not opted in.
 */
function sampleAccount(state: SampleState): Account {
  const root = sampleFolder(state);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name));
  const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
  const config = effectiveConfigSchema.parse(
    json(files.find((path) => path.endsWith("config.json")) ?? ""),
  );
  const stored = files
    .filter((path) => !path.endsWith("config.json"))
    .map((path) => ({
      path: path.slice(root.length + 1),
      object: withTwoRegions(json(path) as EvidenceObject),
    }));
  return {
    stored,
    config: { ...config, regions: { only: null, reason: null } },
    now: instantOfSnapshot(stored[0]?.object.snapshot ?? ""),
  };
}

function withTwoRegions(object: EvidenceObject): EvidenceObject {
  if (object.source !== REGIONS) return object;
  const calls = object.calls.map((call) => {
    const listed = members(call.response).Regions;
    const regions = (Array.isArray(listed) ? listed : []).map((region: Json) =>
      READ_REGIONS.has(members(region).RegionName)
        ? region
        : { ...members(region), OptInStatus: "not-opted-in" },
    );
    return { ...call, response: { ...members(call.response), Regions: regions } };
  });
  return { ...object, calls };
}

/** Judges those checks that the loss of `source` may touch, as a snapshot of the account does. */
function judgeTouched(account: Account, source: string): Judged[] {
  const { stored, config, now } = account;
  const read = regionsInUse(config, stored, "us-east-1");
  return CHECKS.filter((check) => touches(check, source)).map((check) => {
    const sources = [...new Set([...CONTEXT_SOURCES, ...sourcesOf(check)])];
    const expected = expectedOf({ sources }, read);
    const given = stored.filter(({ object }) =>
      expected.some((one) => one.source === object.source && one.region === object.region),
    );
    return judge(check, {
      config,
      incomplete: incompleteOf(expected, given),
      context: {
        evidence: new EvidenceView(given),
        policy: new PolicyView(config, "config.json"),
        now,
        account: stored[0]?.object.account ?? "",
        partition: "aws",
      },
    });
  });
}

function touches(check: AnyCheck, source: string): boolean {
  return sourcesOf(check).some(
    ({ name, scope }) => name === source || (source === REGIONS && scope === "regional"),
  );
}

/** Everything that can go missing of one stored object, one at a time. */
function* lossesOf({ stored }: Account, lost: StoredEvidence): Generator<Loss> {
  const others = stored.filter((one) => one !== lost);
  const where = lost.path.split("/").at(-1) ?? lost.path;
  const without = (what: string, changes: Partial<EvidenceObject>, shown = true): Loss => ({
    what: `${where} ${what}`,
    shown,
    stored: stored.map((one) =>
      one === lost ? { ...one, object: { ...one.object, ...changes } } : one,
    ),
  });
  const cut = { complete: false, incompleteReason: "The run ended" };
  yield { what: `${where} is not there`, stored: others, shown: true };
  yield without("is not complete", cut);
  yield without("is not complete and holds no call", { ...cut, calls: [] });
  yield without("holds no call and says that it is complete", { calls: [] });
  const { calls } = lost.object;
  for (const [index, call] of calls.entries()) {
    // Calls of one operation are alike: the first and the last stand for those between.
    const alike = calls.filter(({ operation }) => operation === call.operation);
    if (call !== alike[0] && call !== alike.at(-1)) continue;
    const instead = (changed: Call) => calls.map((one, place) => (place === index ? changed : one));
    const { response, ...unanswered } = call;
    for (const outcome of ["denied", "throttled", "error", "region-disabled"] as const) {
      const refused = { ...unanswered, outcome, error: { code: outcome, message: outcome } };
      const changed = instead(refused);
      yield without(`${call.operation} ${outcome}`, { ...cut, calls: changed });
      yield without(`${call.operation} ${outcome}, yet complete`, { calls: changed });
    }
    if (response === undefined) continue;
    const answer = members(response);
    yield without(`${call.operation} without its last page`, {
      calls: instead({ ...call, response: { ...answer, ...nextPage(call.service, answer) } }),
    });
    yield without(`${call.operation} without a response`, { calls: instead(unanswered) });
    const lists = Object.keys(answer).filter((name) => Array.isArray(answer[name]));
    if (!lists.some((name) => isLeftOut(lost.object.source, call.operation, name))) {
      const empty = { calls: instead({ ...call, response: {} }) };
      yield without(`${call.operation} with an empty response`, empty, false);
    }
    for (const [name, value] of Object.entries(answer)) {
      if (!Array.isArray(value) || isLeftOut(lost.object.source, call.operation, name)) continue;
      const { [name]: _lost, ...rest } = answer;
      const shorter = { calls: instead({ ...call, response: rest }) };
      yield without(`${call.operation} without ${name}`, shorter, false);
    }
  }
}

/** Whether AWS itself leaves a list out where it is empty. */
function isLeftOut(source: string, operation: string, member: string): boolean {
  return CHECKS.flatMap(sourcesOf)
    .filter(({ name }) => name === source)
    .flatMap(({ operations }) => operations)
    .some(({ name, leavesOutEmpty = [] }) => name === operation && leavesOutEmpty.includes(member));
}

/** Services that do not call their token `NextToken`; of the others some write it small. */
const TOKENS: Readonly<Record<string, string>> = {
  apigateway: "position",
  dynamodb: "LastEvaluatedTableName",
  elasticache: "Marker",
  rds: "Marker",
  elasticloadbalancing: "NextMarker",
  kms: "NextMarker",
  lambda: "NextMarker",
  wafv2: "NextMarker",
};

/** What says that there is another page, in the way in which this answer's service does. */
function nextPage(
  service: string,
  answer: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  // CloudFront wraps its page in a list object.
  for (const [name, page] of Object.entries(answer)) {
    if (typeof page !== "object" || page === null || !Object.hasOwn(page, "IsTruncated")) continue;
    return { [name]: { ...page, IsTruncated: true, NextMarker: "more" } };
  }
  if (Object.hasOwn(answer, "IsTruncated")) return { IsTruncated: true, Marker: "more" };
  if (Object.hasOwn(answer, "Buckets")) return { ContinuationToken: "more" };
  const isSmall = Object.keys(answer).some((name) => /^[a-z]/.test(name));
  return { [TOKENS[service] ?? (isSmall ? "nextToken" : "NextToken")]: "more" };
}

function members(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}

type Found = Judged["findings"][number];

/** The same resource, even where its region could not be told any more. */
function placeOf({ check, resource }: Found): string {
  return `${check} ${resource.arn ?? `${resource.id} ${resource.region}`}`;
}

const COMFORT: ReadonlySet<string> = new Set(["pass", "not-applicable"]);

/** How a judgement after a loss is kinder than the one before; nothing where it is as it should be. */
function kindnesses(before: readonly Judged[], after: readonly Judged[], what: string): string[] {
  const known = new Map(
    before.flatMap(({ findings }) => findings.map((one) => [placeOf(one), one] as const)),
  );
  // What was left out of a population, and is judged where the reason for that is lost.
  const leftOut = new Set(
    before.flatMap(({ check, population }) =>
      population.excluded.map(({ resource }) => `${check.id} ${resource}`),
    ),
  );
  return after.flatMap(({ check, findings, population }) => {
    const here = new Set(findings.map(placeOf));
    const kinder = findings.filter((one) => {
      const was = known.get(placeOf(one))?.status;
      if (was === undefined && leftOut.has(`${check.id} ${one.resource.id}`)) return false;
      return COMFORT.has(one.status) && (was === undefined || !COMFORT.has(was));
    });
    const passes = findings.filter(
      (one) => one.status === "pass" && known.get(placeOf(one))?.status === "not-applicable",
    );
    const vanished = [...known.values()].filter(
      (one) => one.check === check.id && !here.has(placeOf(one)) && !isSaid(one, findings),
    );
    const twice = findings.length - new Set(findings.map(({ id }) => id)).size;
    const { listed, read, gone, unread } = population;
    return [
      ...[...kinder, ...passes].map((one) => `${what}: ${one.status} ${placeOf(one)}`),
      ...vanished.map((one) => `${what}: nothing is said of ${placeOf(one)}`),
      ...(twice > 0 ? [`${what}: ${check.id} gives an id twice`] : []),
      ...(listed === read + gone + unread ? [] : [`${what}: ${check.id} does not add up`]),
    ];
  });
}

/** What passes of a check that needs a source which is visibly not whole there. */
function comforts(after: readonly Judged[], source: string, region: string | null): string[] {
  return after
    .filter(({ check }) => judgedFrom(check).some(({ name }) => name === source))
    .flatMap(({ findings }) => findings)
    .filter(({ status }) => COMFORT.has(status))
    .filter(
      ({ resource }) => region === null || resource.region === null || resource.region === region,
    )
    .map((one) => `${one.status} ${placeOf(one)}`);
}

/** Whether what vanished is covered by a finding that something there could not be read. */
function isSaid({ status, resource }: Found, findings: readonly Found[]): boolean {
  const isOfNone =
    status === "not-applicable" && resource.type === "AWS::Account" && resource.region === null;
  return findings.some(
    (one) =>
      one.status === "indeterminate" &&
      one.resource.type === "AWS::Account" &&
      // What said that the account has none at all is no longer said where one region is unread.
      (one.resource.region === null || one.resource.region === resource.region || isOfNone),
  );
}

describe.each(SAMPLE_STATES)("nothing passes on missing data, sample account %s", (state) => {
  const account = sampleAccount(state);
  const sources = [...new Set(account.stored.map(({ object }) => object.source))].sort();

  it.each(sources)("whatever is lost of %s", (source) => {
    const before = judgeTouched(account, source);
    const kinder = account.stored
      .filter(({ object }) => object.source === source)
      .flatMap((lost) => [...lossesOf(account, lost)].map((loss) => ({ lost, ...loss })))
      .flatMap(({ lost, what, stored, shown }) => {
        const after = judgeTouched({ ...account, stored }, source);
        const still = shown ? comforts(after, source, lost.object.region) : [];
        return [...kindnesses(before, after, what), ...still.map((one) => `${what}: ${one}`)];
      });
    expect(kinder).toEqual([]);
  });

  it("is asked of every source that a check reads", () => {
    const read = new Set(CHECKS.flatMap(sourcesOf).map(({ name }) => name));
    expect([...read].filter((name) => !sources.includes(name))).toEqual([]);
  });
});
