import { SEVERITIES, type Severity } from "../../shared/checks/check.ts";
import { FSBP } from "../../shared/external/mapping/catalogues/fsbp.ts";
import { MAPPED_RULES } from "../../shared/external/mapping/mapping.ts";
import type { SampleState } from "../../shared/sample/sample-account.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { type AsffFinding, asffFinding } from "./asff-finding.ts";
import type { SampleFindings } from "./sample-findings.ts";
import {
  DECLINED,
  FURTHER,
  LEFT_OUT,
  MIX,
  NOTES,
  OPEN_AFTER,
  OTHER_SEVERITIES,
  type Place,
  type PlannedRule,
  UNMAPPED,
} from "./security-hub-plan.ts";

/** Both states of the sample account, as our own checks judge them. */
export type SampleStates = Readonly<Record<SampleState, SampleFindings>>;

/** One finding of the export before it is written as ASFF. */
export interface PlannedFinding {
  /** `S3.5`, or `prowler:…`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly resource: { readonly id: string; readonly type: string; readonly region: string };
  /** Where it comes from: a failure of our own checks, or a row of the plan. */
  readonly from: "own" | "further" | "declined" | "unmapped" | "note";
  readonly openAfter: boolean;
}

/**
 * A Security Hub export of the sample account, of the size and mix that a small company meets when it
 * first switches Security Hub on: 322 findings, all open before, 40 of them after four weeks.
 *
 * @returns findings in AWS Security Finding Format, in the same order and with the same ids in both
 */
export function securityHubExport(sample: SampleStates, state: SampleState): AsffFinding[] {
  const { account, at } = sample[state];
  return plannedFindings(sample).map((planned) =>
    asffFinding(planned, {
      account,
      firstSeen: sample.before.at,
      at,
      isOpen: state === "before" || planned.openAfter,
    }),
  );
}

/** What the export holds, worst first, told apart by where it comes from. */
export function plannedFindings(sample: SampleStates): PlannedFinding[] {
  const own = ownFailures(sample);
  const rows = [
    ...own,
    ...planned(UNMAPPED, "unmapped", sample.before),
    ...planned(DECLINED, "declined", sample.before),
    ...planned(NOTES, "note", sample.before),
    ...planned(FURTHER, "further", sample.before),
  ];
  const all = SEVERITIES.flatMap((severity) => {
    const same = rows.filter((row) => row.severity === severity);
    if (same.length < MIX[severity]) {
      throw new Error(`The plan has ${same.length} ${severity} findings, not ${MIX[severity]}.`);
    }
    return same.slice(0, MIX[severity]);
  });
  return withRemaining(all);
}

/** Fills what is still open in our own findings up to the numbers of the plan. */
function withRemaining(all: readonly PlannedFinding[]): PlannedFinding[] {
  const open = new Set(all.filter(({ openAfter }) => openAfter));
  const high = all.filter(({ severity, from }) => severity === "high" && from !== "own");
  for (const row of high) {
    if ([...open].filter(({ severity }) => severity === "high").length < OPEN_AFTER.high) {
      open.add(row);
    }
  }
  // What is no concern, or nobody mapped, is accepted rather than mended.
  const order = ["declined", "unmapped", "note", "further"] as const;
  for (const from of order) {
    for (const row of all) {
      const isMinor = row.severity !== "critical" && row.severity !== "high";
      if (row.from === from && isMinor && open.size < OPEN_AFTER.all) open.add(row);
    }
  }
  return all.map((row) => ({ ...row, openAfter: open.has(row) }));
}

/** What our own checks fail, as the controls that state the same, each resource once. */
function ownFailures({ before, after }: SampleStates): PlannedFinding[] {
  const rows = new Map<string, PlannedFinding>();
  const failingAfter = new Set(failuresOf(after).map(keyOf));
  for (const failure of failuresOf(before)) {
    rows.set(keyOf(failure), { ...failure, openAfter: failingAfter.has(keyOf(failure)) });
  }
  return [...rows.values()];
}

function failuresOf({ findings, account, homeRegion }: SampleFindings): PlannedFinding[] {
  return findings
    .filter(({ status }) => status === "fail")
    .flatMap((finding) =>
      controlsOf(finding.check).map(
        (rule): PlannedFinding => ({
          rule,
          severity: severityOf(rule),
          resource: subjectOf(finding, account, homeRegion),
          from: "own",
          openAfter: false,
        }),
      ),
    );
}

/** The controls of Security Hub that judge what a check of ours judges. */
function controlsOf(check: string): string[] {
  return MAPPED_RULES.filter(({ checks }) => checks.includes(check))
    .flatMap(({ ids }) => [...(ids.fsbp ?? []), ...(ids["security-hub"] ?? [])])
    .filter((id) => !LEFT_OUT.has(id));
}

function planned(
  rules: readonly PlannedRule[],
  from: PlannedFinding["from"],
  sample: SampleFindings,
): PlannedFinding[] {
  return rules.flatMap(([rule, place]) => {
    const severity = from === "note" ? "informational" : severityOf(rule);
    return resourcesAt(place, sample).map((resource) => ({
      ...{ rule, severity, resource, from },
      openAfter: false,
    }));
  });
}

function resourcesAt(place: Place, sample: SampleFindings): PlannedFinding["resource"][] {
  const { account, homeRegion, findings } = sample;
  if ("arns" in place) {
    return place.arns.map((arn) => {
      const id = arn.replace("ACCOUNT", account);
      return { id, type: place.type, region: id.split(":")[3] || homeRegion };
    });
  }
  if ("account" in place) {
    const regions = new Set(findings.flatMap(({ resource }) => resource.region ?? []));
    const told = place.account === "once" ? [homeRegion] : [...regions].toSorted();
    return told.map((region) => accountIn(region, account));
  }
  const subjects = findings
    .filter(({ resource }) => resource.type === place.every)
    .map((finding) => subjectOf(finding, account, homeRegion))
    .filter(({ type }) => type === place.every);
  return [...new Map(subjects.map((subject) => [subject.id, subject])).values()];
}

/** The resource as Security Hub names it: keys are their user's, and root is the account. */
function subjectOf(
  { resource }: Finding,
  account: string,
  homeRegion: string,
): PlannedFinding["resource"] {
  const region = resource.region ?? homeRegion;
  const user = resource.type === "AWS::IAM::AccessKey" ? resource.id.split("/")[0] : undefined;
  const isRoot = user === "<root_account>" || resource.id === "root";
  if (resource.type === "AWS::Account" || isRoot) return accountIn(region, account);
  if (user !== undefined) {
    return { id: `arn:aws:iam::${account}:user/${user}`, type: "AWS::IAM::User", region };
  }
  return { id: resource.arn ?? resource.id, type: resource.type, region };
}

function accountIn(region: string, account: string): PlannedFinding["resource"] {
  return { id: `AWS::::Account:${account}`, type: "AWS::Account", region };
}

const severities = new Map(FSBP.map(({ id, severity }) => [id, severity]));

function severityOf(rule: string): Severity {
  const severity = severities.get(rule) ?? OTHER_SEVERITIES[rule];
  if (severity === undefined || severity === null) throw new Error(`${rule} has no severity.`);
  return severity;
}

function keyOf({ rule, resource }: PlannedFinding): string {
  return `${rule} ${resource.id} ${resource.region}`;
}
