import assert from "node:assert/strict";
import {
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { snapshotOfInstant } from "../../../shared/evidence/instant.ts";
import { emulatorClients } from "../company-clients.ts";
import type { Report } from "./report.ts";
import { collectorOf, type Stage } from "./stage.ts";
import { invoke } from "./workflow-run.ts";

/** Few actions, so that each of them can be taken away in turn. */
const CRITERION = "CC6.2";

/** AWS refuses it to nobody. */
const ALWAYS_ALLOWED = "sts:GetCallerIdentity";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

/**
 * Takes each action that a collector's sources declare away from its role, one at a time, and sees
 * that the collector then meets a denial: none of them is there for nothing. It leaves evidence
 * behind that no run seals, so it is the last step.
 */
export async function eachActionTakenAway(
  report: Report,
  stage: Stage,
  lastDay: string,
): Promise<void> {
  await report.step(`Take each action away from the collector of ${CRITERION}`, async () => {
    const { iam } = emulatorClients(stage.gateway.endpoint, stage.administrator);
    const collector = collectorOf(stage, CRITERION);
    const { roleName: RoleName } = collector;
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const [PolicyName = "", ...others] = PolicyNames ?? [];
    assert.deepEqual(others, [], "the role has one inline policy");
    const { PolicyDocument = "" } = await iam.send(
      new GetRolePolicyCommand({ RoleName, PolicyName }),
    );
    const document = JSON.parse(decodeURIComponent(PolicyDocument));
    const statements: Statement[] = document.Statement;
    const declared = statements
      .filter(({ Effect, Resource }) => Effect === "Allow" && Resource === "*")
      .flatMap(({ Action }) => Action)
      .filter((action) => !action.startsWith("xray:") && action !== ALWAYS_ALLOWED);
    assert.ok(declared.length > 3, `the role reads: ${declared}`);
    const deniedWithout = async (missing: string | null, index: number): Promise<string[]> => {
      const Statement = statements.map((one) => ({
        ...one,
        Action: [one.Action].flat().filter((action) => action !== missing),
      }));
      const less = JSON.stringify({
        ...document,
        Statement: Statement.filter(({ Action }) => Action.length > 0),
      });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: less }));
      const before = stage.gateway.refusals.length;
      const now = new Date(Date.parse(lastDay) + (index + 1) * 60_000).toISOString();
      await stage.moto.setClock(now);
      await invoke(stage, collector.name, {
        snapshot: snapshotOfInstant(`${now.slice(0, 19)}Z`),
        executionStartedAt: now,
        criterion: CRITERION,
      });
      return stage.gateway.refusals.slice(before).map(({ service }) => service);
    };
    assert.deepEqual(await deniedWithout(null, 0), [], "with all of them it meets no denial");
    for (const [index, action] of declared.entries()) {
      const denied = await deniedWithout(action, index + 1);
      assert.ok(denied.length > 0, `without ${action} nothing was denied`);
    }
    return [
      `with all of them: no denial`,
      `without any one of ${declared.join(", ")}: a denial each time`,
    ];
  });
}
