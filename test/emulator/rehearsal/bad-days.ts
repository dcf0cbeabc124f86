import assert from "node:assert/strict";
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { CRITERIA } from "../../../shared/criteria/criteria.ts";
import { snapshotOfInstant } from "../../../shared/evidence/instant.ts";
import { emulatorClients } from "../company-clients.ts";
import { runCli } from "../run-cli.ts";
import type { Report } from "./report.ts";
import { collectorOf, environmentFor, type Stage } from "./stage.ts";
import { readManifest, readObject, s3As, verdict, verify } from "./vault-reading.ts";
import { follow, startAsScheduled, takeDay } from "./workflow-run.ts";

/** What goes wrong on the third day, and where. */
const DENIED = { criterion: "CC6.2", action: "iam:GetAccountSummary" } as const;
const KILLED = { criterion: "CC6.7", atRequest: 6 } as const;
const THROTTLED = { criterion: "CC7.4", service: "cloudtrail" } as const;

const MINUTE_MS = 60_000;

/** A collector dies, an action is denied, a service throttles: the snapshot is sealed and says so. */
export async function badDay(report: Report, stage: Stage, scheduledFor: string): Promise<void> {
  await report.step("Day 3: kill a collector, deny an action, throttle a service", async () => {
    const { gateway } = stage;
    const { iam } = emulatorClients(gateway.endpoint, stage.administrator);
    const policy = {
      RoleName: collectorOf(stage, DENIED.criterion).roleName,
      PolicyName: "rehearsed-denial",
    };
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: [DENIED.action], Resource: "*" }],
    });
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    gateway.killAt(collectorOf(stage, KILLED.criterion).name, KILLED.atRequest);
    gateway.throttle(THROTTLED.service);
    const run = await takeDay(stage, scheduledFor);
    gateway.calm();
    await iam.send(new DeleteRolePolicyCommand(policy));

    assert.deepEqual([run.sequence, run.signed], [3, true], "it is sealed and signed all the same");
    const { incomplete, gaps } = await readManifest(stage, run.snapshot);
    const of = (criterion: string) => incomplete.filter((one) => one.criterion === criterion);
    const reasons = (criterion: string) => of(criterion).map(({ reason }) => reason);
    assert.ok(
      reasons(DENIED.criterion).some((reason) => reason.includes(DENIED.action)),
      `the denial is named: ${reasons(DENIED.criterion)}`,
    );
    assert.ok(
      reasons(THROTTLED.criterion).some((reason) => /throttl/i.test(reason)),
      `the throttling is named: ${reasons(THROTTLED.criterion)}`,
    );
    assert.ok(of(KILLED.criterion).length > 0, "what the killed collector left is named");
    const [gap = "", ...others] = gaps;
    assert.ok(gap.includes(KILLED.criterion) && others.length === 0, `one gap: ${gaps}`);
    for (const { criterion } of [DENIED, KILLED, THROTTLED]) {
      assert.notEqual(await headlineOf(stage, run.snapshot, criterion), "no-exception");
    }
    assert.equal(metricOf(stage, "CollectorFailed"), 1, "the alarm's metric counts it");
    const verified = await verify(stage);
    assert.equal(verified.exitCode, 2, verified.stdout);
    return [
      `${run.snapshot} sealed and signed: link 3, ${run.incomplete} sources incomplete`,
      ...[DENIED, THROTTLED, KILLED].map(
        ({ criterion }) =>
          `${criterion}: ${of(criterion).length} incomplete, such as ${of(criterion)[0]?.source}: ${of(criterion)[0]?.reason}`,
      ),
      `gap: ${gap}`,
      `metrics: CollectorFailed 1, SnapshotIncomplete ${metricOf(stage, "SnapshotIncomplete")}`,
      verdict(verified),
    ];
  });
}

/** Somebody plants an object beforehand, and a person takes a snapshot at the schedule's moment. */
export async function crowdedDay(
  report: Report,
  stage: Stage,
  scheduledFor: string,
): Promise<void> {
  const snapshot = snapshotOfInstant(scheduledFor);
  const planted = `CC6.2-user-lifecycle/${snapshot}/iam.account-summary.json`;
  await report.step("Day 4: plant an object beforehand", async () => {
    await stage.moto.setClock(new Date(Date.parse(scheduledFor) - 10 * MINUTE_MS).toISOString());
    await s3As(stage, stage.administrator).send(
      new PutObjectCommand({
        Bucket: stage.deployment.vaultBucket,
        Key: planted,
        Body: '{"schema": "evidence/1"}\n',
        IfNoneMatch: "*",
        ChecksumAlgorithm: "SHA256",
      }),
    );
    return [`an administrator writes ${planted} ten minutes early`];
  });
  await report.step("Day 4: three starts at one moment", async () => {
    await stage.moto.setClock(scheduledFor);
    const [first, second, person] = await Promise.all([
      startAsScheduled(stage, scheduledFor),
      startAsScheduled(stage, scheduledFor),
      runCli(
        ["snapshot", "--in-account", "--nonce", "an-auditor-looks-on", "--json"],
        environmentFor(stage, stage.administrator),
      ),
    ]);
    assert.deepEqual(second, first, "two deliveries of the schedule are one execution");
    const run = await follow(stage, first.executionArn);
    assert.equal(person.exitCode, 0, person.stderr);
    const own = ownSnapshot(person.stdout);
    const verified = await verify(stage);
    const { snapshots, faults } = verified.report;
    const last = snapshots.slice(-2);
    assert.deepEqual(
      last.map(({ sequence, snapshot: name, nonce }) => [sequence, name, nonce]),
      [
        [4, snapshot, null],
        [5, own, "an-auditor-looks-on"],
      ],
      "both are links of one chain",
    );
    const { incomplete } = await readManifest(stage, snapshot);
    const refusal = incomplete.find(({ reason }) => reason.includes(planted));
    assert.ok(refusal !== undefined, "the manifest names what was planted");
    assert.equal(verified.exitCode, 1, verified.stdout);
    const tampered = faults.filter(({ code }) => code !== "SNAPSHOT_INCOMPLETE");
    assert.deepEqual([...new Set(tampered.map(({ path }) => path))], [planted]);
    return [
      `the schedule's two deliveries: one execution, ${run.snapshot} sealed: link 4`,
      `the person's own snapshot waited for it: ${own}, link 5, with the auditor's nonce`,
      `the manifest: ${refusal.source}: ${refusal.reason}`,
      `${verdict(verified)}, of tampering only: ${tampered[0]?.message}`,
    ];
  });
}

async function headlineOf(stage: Stage, snapshot: string, criterion: string): Promise<string> {
  const folder = CRITERIA.find(({ id }) => id === criterion)?.folder;
  const bytes = await readObject(stage, `${folder}/${snapshot}/assessment.json`);
  return JSON.parse(Buffer.from(bytes).toString()).headline;
}

/** What the last manifest function wrote into its log for CloudWatch, in its embedded format. */
function metricOf({ gateway }: Stage, name: string): number | undefined {
  const log = gateway.invocations.findLast(({ log: text }) => text.includes('"_aws"'))?.log ?? "";
  const line = log.split("\n").find((text) => text.includes('"_aws"')) ?? "{}";
  return JSON.parse(line)[name];
}

function ownSnapshot(stdout: string): string {
  return JSON.parse(stdout).snapshot;
}
