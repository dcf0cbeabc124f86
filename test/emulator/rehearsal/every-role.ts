import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Capture, createCapture } from "../../../shared/capture/capture.ts";
import { createLimiter } from "../../../shared/capture/limits.ts";
import { redact } from "../../../shared/capture/redaction.ts";
import { CHECKS } from "../../../shared/checks/catalogue.ts";
import { sourcesOf } from "../../../shared/checks/check.ts";
import { effectiveConfig } from "../../../shared/config/effective-config.ts";
import { loadConfig } from "../../../shared/config/load.ts";
import { CRITERIA } from "../../../shared/criteria/criteria.ts";
import type { Call } from "../../../shared/evidence/evidence-object.ts";
import { EXTERNAL } from "../../../shared/snapshot/external-plan.ts";
import { CONTEXT_SOURCES, planSnapshot } from "../../../shared/snapshot/plan.ts";
import { regions } from "../../../shared/sources/ec2/regions.ts";
import { EXTERNAL_SOURCES } from "../../../shared/sources/external-sources.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { addAuroraCluster } from "../aurora-cluster.ts";
import { COMPANY, remediate } from "../company.ts";
import { emulatorClients } from "../company-clients.ts";
import { deploy } from "./deployment.ts";
import type { DeployedFunction } from "./lambda-process.ts";
import type { Report } from "./report.ts";
import { rolePolicies } from "./role-policies.ts";
import type { Stage } from "./stage.ts";
import { rehearsedYaml, synthesize } from "./synthesis.ts";

/** A criterion's collector or the reader of other tools, and what its role is for. */
interface Collector {
  /** `CC6.1`, or `external`. */
  readonly item: string;
  readonly deployed: DeployedFunction;
  readonly sources: readonly Source[];
}

/**
 * Details of what is not there in the emulated company (findings of Macie, an aggregator, a conformance
 * pack …), so that nothing asks for them.
 */
const NEVER_ASKED: readonly string[] = [
  "config:DescribeConformancePackCompliance",
  "config:GetComplianceDetailsByConfigRule",
  "macie2:GetFindings",
  "securityhub:GetFindingAggregator",
];

/**
 * Deploys every criterion, whatever is in scope, and sees that no collector meets a denial with its
 * role, and that each does without any one of the actions that its role was given. Sources are run
 * in this process with the role's session; that a function takes its role's session is what the days
 * before have shown.
 */
export async function everyRole(report: Report, stage: Stage): Promise<void> {
  const collectors = await report.step(
    "Deploy every criterion, beside the first stack",
    async () => {
      const made = await deployAll(stage);
      const reading = made.filter(({ sources }) => sources.length > 0);
      return {
        value: reading,
        seen: [
          `${made.length} functions with a role each, one of them for other tools; ${reading.length} read AWS, the others' evidence people bring`,
        ],
      };
    },
  );
  await report.step("Read all that every collector's role is for", async () => {
    let calls = 0;
    let sources = 0;
    for (const collector of collectors) {
      // One for each collector, as its function has: sources share what is asked alike.
      const capture = captureOf(stage, collector.deployed);
      for (const source of collector.sources) {
        for (const region of regionsOf(stage, source)) {
          const made = await callsIn(capture, source, region);
          const denied = made.filter(isDenied).map(({ operation }) => operation);
          assert.deepEqual(denied, [], `${collector.item} is denied: ${source.name}`);
          calls += made.length;
        }
        sources += 1;
      }
      capture.close();
    }
    return [
      `${collectors.length} roles, ${sources} sources, ${calls} calls in evidence: not one was denied`,
    ];
  });
  await report.step("Take each action away from each role, one at a time", () =>
    takeEachAway(report, stage, collectors),
  );
}

async function takeEachAway(
  report: Report,
  stage: Stage,
  collectors: readonly Collector[],
): Promise<string[]> {
  const { iam } = emulatorClients(stage.moto.endpoint, stage.administrator);
  const taken = new Set<string>();
  const unasked: string[] = [];
  let pairs = 0;
  for (const collector of collectors) {
    const policies = await rolePolicies(iam, collector.deployed.roleName);
    const declared = new Set(collector.sources.flatMap(actionsOf));
    assert.deepEqual(
      [...policies.declared].sort(),
      [...declared].sort(),
      `the role of ${collector.item} reads what its sources declare, and nothing else`,
    );
    for (const action of declared) {
      await policies.takeAway(action);
      const denied = await isDeniedWithout(stage, collector, action);
      await policies.restore();
      if (!denied && collector.item === EXTERNAL) {
        unasked.push(action);
        continue;
      }
      assert.ok(denied, `without ${action} the role of ${collector.item} is denied nothing`);
      taken.add(action);
      pairs += 1;
    }
  }
  const catalogue = new Set(
    [...CONTEXT_SOURCES, ...CHECKS.flatMap(sourcesOf), ...EXTERNAL_SOURCES].flatMap((source) =>
      actionsOf(source),
    ),
  );
  assert.deepEqual(unasked.sort(), NEVER_ASKED, "what the emulated company never asks for");
  const left = [...catalogue].filter((action) => !taken.has(action) && !unasked.includes(action));
  assert.deepEqual(left, [], "every action that a source declares is in some role");
  const covered = `${catalogue.size} different actions in the catalogue, ${taken.size} covered, ${unasked.length} never asked for`;
  report.sum(
    `Each of ${pairs} actions of ${collectors.length} roles was taken away, and missed. ${covered}.`,
  );
  return [
    `${pairs} actions of ${collectors.length} roles: without any one of them its collector is denied`,
    covered,
  ];
}

/** Whether a source that needs the action is denied the operation that the action is declared for. */
async function isDeniedWithout(
  stage: Stage,
  collector: Collector,
  action: string,
): Promise<boolean> {
  for (const source of collector.sources) {
    const needing = source.operations.filter(({ actions }) =>
      (actions as readonly string[]).includes(action),
    );
    if (needing.length === 0) continue;
    const names = needing.map(({ name }) => name);
    for (const region of regionsOf(stage, source)) {
      const capture = captureOf(stage, collector.deployed);
      const calls = await callsIn(capture, source, region);
      capture.close();
      if (calls.some((call) => isDenied(call) && names.includes(call.operation))) return true;
    }
  }
  return false;
}

async function deployAll(stage: Stage): Promise<Collector[]> {
  const { gateway, moto, company, region, folder } = stage;
  const place = join(folder, "every-criterion");
  await mkdir(place);
  const soc2Yaml = rehearsedYaml(CRITERIA.map(({ id }) => id));
  await moto.enforceIam(false);
  // What is switched on by then takes calls that the company of the first day does not.
  await remediate(moto, company);
  const { functions } = await deploy(synthesize(soc2Yaml, join(place, "cdk.out")), {
    endpoint: gateway.endpoint,
    region,
    folder: place,
    stackName: "EveryCriterion",
  });
  await moto.enforceIam(true);
  await addAuroraCluster(moto.endpoint, region, stage.administrator);
  // What runs in this process has the machine's clock, and so must the server.
  await moto.setClock(new Date().toISOString());
  const today = COMPANY.at.before.slice(0, 10);
  const config = effectiveConfig(loadConfig({ fileName: "soc2.yaml", content: soc2Yaml, today }));
  const collectors = planSnapshot(config, CHECKS).map(({ criterion, sources }): Collector => {
    const deployed = functions.find(({ environment }) => environment.CRITERION === criterion.id);
    if (deployed === undefined) throw new Error(`Nothing collects ${criterion.id}.`);
    return { item: criterion.id, deployed, sources };
  });
  const reader = functions.find(({ handler }) => handler.startsWith(`${EXTERNAL}.`));
  if (reader === undefined) throw new Error("Nothing reads other tools.");
  return [
    ...collectors,
    { item: EXTERNAL, deployed: reader, sources: [regions, ...EXTERNAL_SOURCES] },
  ];
}

function regionsOf({ region }: Stage, { scope }: Source): readonly string[] {
  return scope === "global" ? [region] : COMPANY.regions;
}

async function callsIn(capture: Capture, source: Source, region: string): Promise<readonly Call[]> {
  const target = { region, account: COMPANY.account, partition: "aws" };
  return (await capture.gather(source, target)).calls;
}

function captureOf({ moto }: Stage, { credentials }: DeployedFunction): Capture {
  return createCapture({
    credentials: async () => credentials,
    endpoint: moto.endpoint,
    limiter: createLimiter(1),
    redact,
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 30_000,
  });
}

function actionsOf({ operations }: Source): string[] {
  return operations.flatMap(({ actions }) => [...actions]);
}

function isDenied({ outcome }: Pick<Call, "outcome">): boolean {
  return outcome === "denied";
}
