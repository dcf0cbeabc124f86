import { CHECKS } from "../shared/checks/catalogue.ts";
import { PolicyView } from "../shared/checks/policy-view.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import type { StoredEvidence } from "../shared/evidence/cited.ts";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { evidencePath } from "../shared/evidence/evidence-path.ts";
import { EvidenceView } from "../shared/evidence/evidence-view.ts";
import { instantOfSnapshot } from "../shared/evidence/instant.ts";
import { splitEvidence, storedJson } from "../shared/evidence/serialize.ts";
import { assess } from "../shared/snapshot/assess.ts";
import type { Finding } from "../shared/snapshot/assessment.ts";
import { incompleteOf } from "../shared/snapshot/incomplete.ts";
import { type CriterionPlan, expectedOf, planSnapshot } from "../shared/snapshot/plan.ts";
import { regionsInUse } from "../shared/snapshot/regions-in-use.ts";

/**
 * What one round took, in milliseconds of this thread's processor time: neither part waits for
 * anything, and what else the machine does is not counted.
 */
export interface EvaluationRound {
  readonly parseMs: number;
  readonly judgeMs: number;
}

/** Evidence that is parsed and judged again and again. */
export interface Evaluation {
  readonly bytes: number;
  readonly findings: number;
  /** Resources that the findings are about, the account itself aside. */
  readonly resources: number;
  /**
   * Parses each criterion's evidence `times` times over, then judges what each parsing gave: the
   * system counts processor time in steps of some milliseconds.
   */
  round(times: number): EvaluationRound;
}

interface Folder {
  readonly plan: CriterionPlan;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/**
 * Prepares to judge an account's evidence as `takeSnapshot` does: every criterion has its own copy of
 * each source that its checks read.
 *
 * @param evidence one object for each source and region
 */
export function prepareEvaluation(
  evidence: readonly EvidenceObject[],
  config: EffectiveConfig,
  homeRegion: string,
): Evaluation {
  const [first] = evidence;
  if (first === undefined) throw new Error("There is no evidence to judge.");
  const { snapshot, account } = first;
  const plans = planSnapshot(config, CHECKS);
  const folders = plans.map((plan): Folder => ({ plan, files: filesOf(plan, evidence) }));
  const regions = regionsInUse(
    config,
    evidence.map((object) => ({ path: object.source, object })),
    homeRegion,
  );
  const texts = folders.flatMap(({ files }) => files);

  function judge(plan: CriterionPlan, stored: readonly StoredEvidence[]): readonly Finding[] {
    return assess({
      plan,
      snapshot,
      config,
      incomplete: incompleteOf(expectedOf(plan, regions), stored),
      catalogue: CHECKS,
      context: {
        evidence: new EvidenceView(stored),
        policy: new PolicyView(config, `snapshots/${snapshot}/config.json`),
        now: instantOfSnapshot(snapshot),
        account,
        partition: "aws",
      },
    }).findings;
  }
  const findings = folders.flatMap(({ plan, files }) => judge(plan, files.map(parse)));

  return {
    bytes: texts.reduce((sum, { text }) => sum + text.length, 0),
    findings: findings.length,
    resources: new Set(
      findings
        .filter(({ resource }) => resource.type !== "AWS::Account")
        .map(({ resource: { arn, id, region } }) => `${arn ?? id} ${region}`),
    ).size,
    round(times) {
      let parseMs = 0;
      let judgeMs = 0;
      for (const { plan, files } of folders) {
        const start = processorMs();
        const parsings = Array.from({ length: times }, () => files.map(parse));
        const parsed = processorMs();
        for (const stored of parsings) judge(plan, stored);
        judgeMs += processorMs() - parsed;
        parseMs += parsed - start;
      }
      return { parseMs, judgeMs };
    },
  };
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function parse({ path, text }: Folder["files"][number]): StoredEvidence {
  return { path, object: JSON.parse(text) as EvidenceObject };
}

function filesOf(plan: CriterionPlan, evidence: readonly EvidenceObject[]): Folder["files"] {
  const { id, folder } = plan.criterion;
  const needed = new Set(plan.sources.map(({ name }) => name));
  return evidence
    .filter(({ source }) => needed.has(source))
    .flatMap((object) => {
      const { snapshot, source, region } = object;
      const parts = splitEvidence({ ...object, criterion: id });
      return parts.map((part, index) => ({
        path: evidencePath(
          { folder, snapshot, source, region },
          parts.length === 1 ? undefined : index + 1,
        ),
        text: new TextDecoder().decode(storedJson(part)),
      }));
    });
}
