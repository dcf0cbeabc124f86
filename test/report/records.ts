import { type AnyCheck, check, covers } from "../../shared/checks/check.ts";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { type EffectiveConfig, effectiveConfig } from "../../shared/config/effective-config.ts";
import type { Criterion } from "../../shared/criteria/criteria.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import type { Manifest } from "../../shared/integrity/manifest.ts";
import type { SnapshotRecord } from "../../shared/report/read-snapshot.ts";
import type { SealState } from "../../shared/report/seal-state.ts";
import type { Assessment, Finding, PopulationCount } from "../../shared/snapshot/assessment.ts";
import { markDecided } from "../../shared/snapshot/decided.ts";
import { findingId } from "../../shared/snapshot/finding-id.ts";
import type { Incomplete } from "../../shared/snapshot/incomplete.ts";
import { mergeFindings } from "../../shared/snapshot/merge-findings.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { controlStatus, headlineOf } from "../../shared/snapshot/status.ts";

/** The account and snapshot that report tests live in. */
export const ACCOUNT = "123456789012";
export const SNAPSHOT = "2026-11-22T06-00-00Z";
export const NOTHING_CONFIGURED = effectiveConfig(defaultConfig());

/** A seal that holds. */
export const VERIFIED: SealState = {
  state: "verified",
  exitCode: 0,
  sequence: 1,
  manifestSha256: "3b".repeat(32),
  signerKeyId: "c4".repeat(32),
  message: `Every file is as it was sealed, and nothing is missing up to ${SNAPSHOT}.`,
};

/** A finding in short; what is left out is plain. */
export interface HandFinding {
  readonly check: AnyCheck;
  readonly status: Finding["status"];
  readonly id: string;
  readonly arn?: string;
  readonly type?: string;
  readonly region?: string;
  readonly reason?: string;
  readonly severity?: Finding["severity"];
  readonly scope?: Finding["scope"];
  readonly needsDocument?: string;
}

/** What a record is made from by hand. */
export interface HandRecord {
  readonly checks: readonly AnyCheck[];
  readonly findings: readonly HandFinding[];
  readonly snapshot?: string;
  readonly config?: EffectiveConfig;
  readonly incomplete?: readonly Omit<Incomplete, "cite">[];
  readonly replayOf?: string;
  readonly account?: string;
}

/** A check of nothing, to hang findings on. */
export function exampleCheck(declared: Partial<AnyCheck> & Pick<AnyCheck, "id">): AnyCheck {
  const plain = check({
    id: declared.id,
    title: `Everything is as ${declared.id} wants it`,
    severity: "high",
    controls: [covers("AC-01", "root user's MFA")],
    why: "Auditors look here first.",
    fix: { downtime: "none", steps: "Mend it." },
    references: { docs: [] },
    population: { definition: "every thing", needs: [], *members() {} },
    judge: () => ({ status: "pass", reason: "", cites: [] }),
  });
  return { ...plain, ...declared };
}

/** The record of a snapshot with these findings; statuses and headlines as the engine gives them. */
export function recordOf({
  checks,
  findings,
  snapshot = SNAPSHOT,
  config = NOTHING_CONFIGURED,
  incomplete = [],
  replayOf,
  account = ACCOUNT,
}: HandRecord): SnapshotRecord {
  const assessments = planSnapshot(config, checks).map((plan): Assessment => {
    const frame = { schema: "assessment/1" as const, criterion: plan.criterion.id, snapshot };
    if (plan.outOfScope !== null) {
      const nothing = { controls: [], checks: [], findings: [] };
      return { ...frame, headline: "out-of-scope", reason: plan.outOfScope, ...nothing };
    }
    const mapped = config.controls.flatMap((control) => {
      const criteria: Readonly<Record<string, { strength: "direct" | "supporting" } | undefined>> =
        control.criteria;
      const strength = criteria[plan.criterion.id]?.strength;
      return strength === undefined || control.status === "dropped" ? [] : [{ control, strength }];
    });
    const serving = [
      ...mapped.filter(({ strength }) => strength === "direct"),
      ...mapped.filter(({ strength }) => strength === "supporting"),
    ];
    const own = plan.checks.map((one) => {
      const links = one.controls.filter(({ control }) =>
        serving.some(({ control: { id } }) => id === control),
      );
      const isDirect = links.some(
        (link) =>
          link.strength === "direct" &&
          serving.some(
            ({ control, strength }) => control.id === link.control && strength === "direct",
          ),
      );
      const strength = isDirect ? ("direct" as const) : ("supporting" as const);
      const ids = links.map(({ control }) => control);
      const told = findings
        .filter((finding) => finding.check.id === one.id)
        .map((finding) =>
          wholeFinding(finding, plan.criterion, { ids, strength, snapshot, account }),
        );
      return { one, strength, told };
    });
    const all = markDecided(
      own.flatMap(({ told }) => told),
      config.decisions ?? [],
      instantOfSnapshot(snapshot),
    );
    const controls = serving.map(({ control, strength }) => ({
      id: control.id,
      companyId: control.companyId,
      statement: control.statement,
      strength,
      ...controlStatus({
        control,
        findings: all.filter(({ controls: ids }) => ids.includes(control.id)),
        uncovered: control.parts.filter(
          (part) =>
            !checks.some((one) =>
              one.controls.some((link) => link.control === control.id && link.part === part),
            ),
        ),
        config,
        now: instantOfSnapshot(snapshot),
      }),
      owner: control.owner?.name ?? null,
    }));
    return {
      ...frame,
      ...headlineOf(
        serving.flatMap(({ control, strength }, index) => {
          const status = controls[index]?.status;
          if (strength !== "direct" || status === undefined) return [];
          return [{ id: control.id, status, carvedOut: control.carvedOut !== null }];
        }),
      ),
      controls,
      checks: own.map(({ one, strength, told }) => ({
        id: one.id,
        title: one.title,
        severity: one.severity,
        strength,
        population: populationOf(one, told),
        counts: {
          pass: countOf(told, "pass"),
          fail: countOf(told, "fail"),
          "not-applicable": countOf(told, "not-applicable"),
          indeterminate: countOf(told, "indeterminate"),
        },
      })),
      findings: all,
    };
  });
  return {
    snapshot,
    account,
    manifest: manifestOf(snapshot, account, replayOf ?? null, incomplete),
    config,
    assessments,
    findings: mergeFindings(assessments),
    external: null,
  };
}

function wholeFinding(
  finding: HandFinding,
  criterion: Criterion,
  facts: { ids: string[]; strength: Finding["strength"]; snapshot: string; account: string },
): Finding {
  const resource = {
    id: finding.id,
    arn: finding.arn ?? null,
    type: finding.type ?? "AWS::IAM::User",
    region: finding.region ?? null,
  };
  const place = finding.region === undefined ? "" : `.${finding.region}`;
  return {
    id: findingId(finding.check, facts.account, resource),
    check: finding.check.id,
    controls: facts.ids,
    criteria: [criterion.id],
    status: finding.status,
    severity: finding.severity ?? finding.check.severity,
    strength: facts.strength,
    scope: finding.scope ?? "in",
    resource,
    reason: finding.reason ?? `${finding.id} is told about.`,
    ...(finding.needsDocument === undefined ? {} : { needsDocument: finding.needsDocument }),
    cites: [
      {
        object: `${criterion.folder}/${facts.snapshot}/${finding.check.id.split(".")[0]}.answers${place}.json`,
        pointer: "/calls/0/response",
      },
    ],
  };
}

function populationOf(one: AnyCheck, told: readonly Finding[]): PopulationCount {
  const inside = told.filter(({ scope }) => scope !== "out");
  return {
    definition: one.population.definition,
    listed: told.length,
    read: told.length,
    gone: 0,
    unread: 0,
    excluded: [],
    outOfBoundary: told.length - inside.length,
    inBoundary: inside.length,
    pass: countOf(inside, "pass"),
    fail: countOf(inside, "fail"),
    notApplicable: countOf(inside, "not-applicable"),
    indeterminate: countOf(inside, "indeterminate"),
  };
}

function countOf(findings: readonly Finding[], status: Finding["status"]): number {
  return findings.filter((finding) => finding.status === status).length;
}

function manifestOf(
  snapshot: string,
  account: string,
  replayOf: string | null,
  incomplete: readonly Omit<Incomplete, "cite">[],
): Manifest {
  const time = instantOfSnapshot(snapshot);
  return {
    schema: "manifest/1",
    chain: "0".repeat(32),
    account,
    partition: "aws",
    sequence: 1,
    snapshot,
    scheduledFor: time,
    startedAt: time,
    completedAt: time,
    awsDateMin: null,
    awsDateMax: null,
    nonce: null,
    replayOf,
    nextExpectedBy: null,
    previous: null,
    gaps: [],
    collector: { version: "0.1.0", codeSha256: "0".repeat(64), configSha256: "0".repeat(64) },
    expected: [],
    files: [],
    incomplete: incomplete.flatMap((one) => [
      { criterion: "CC6.1", ...one },
      { criterion: "CC6.6", ...one },
    ]),
    merkleRoot: "0".repeat(64),
    signer: null,
  };
}
