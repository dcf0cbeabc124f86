import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { canonicalBytes } from "../../../shared/integrity/canonical-json.ts";
import { sha256Hex } from "../../../shared/keys/node-crypto.ts";
import { EXTERNAL } from "../../../shared/snapshot/external-plan.ts";
import type { RederivedReport } from "../../../shared/snapshot/rederive.ts";
import type { Report } from "./report.ts";
import type { Stage } from "./stage.ts";
import { evidenceOf, readManifest, verdict, verify, versionsIn } from "./vault-reading.ts";
import { follow, machinesOf, type SealedRun, startAsScheduled, takeDay } from "./workflow-run.ts";

/** The first day: everything is read, sealed and signed, and nothing is denied to anybody. */
export async function firstDay(
  report: Report,
  stage: Stage,
  scheduledFor: string,
): Promise<SealedRun> {
  const sealed = await report.step("Day 1: the schedule calls, the workflow runs", async () => {
    const run = await takeDay(stage, scheduledFor);
    const { invocations, refusals } = stage.gateway;
    assert.deepEqual(refusals, [], "no function meets a denial");
    assert.deepEqual(
      invocations.filter(({ failed }) => failed),
      [],
      "every function ends well",
    );
    const { incomplete } = await readManifest(stage, run.snapshot);
    assert.deepEqual(incomplete, [], "the first snapshot is complete");
    assert.deepEqual([run.sequence, run.signed], [1, true], "it is the first link, and signed");
    return {
      value: run,
      seen: [
        `${run.snapshot} sealed: link ${run.sequence}, signed, nothing incomplete`,
        `${invocations.length} functions ran, each in its own process with its own role; not one request was denied`,
      ],
    };
  });
  await report.step("Read the manifest", async () => {
    const manifest = await readManifest(stage, sealed.snapshot);
    const evidence = await evidenceOf(stage, manifest);
    const calls = evidence.flatMap((one) => one.calls);
    assert.equal(
      manifest.collector.codeSha256,
      stage.synthesis.codeSha256,
      "the manifest names the release that ran",
    );
    assert.equal(
      await bundleSha256Of(stage),
      stage.synthesis.bundleSha256,
      "what is deployed is that release's bundle",
    );
    assert.deepEqual(
      calls.filter(({ outcome }) => outcome === "denied"),
      [],
      "no call in evidence was denied",
    );
    const asked = [...new Set(manifest.expected.map(({ criterion }) => criterion))].sort();
    const asking = asked.filter((criterion) => criterion !== EXTERNAL);
    assert.deepEqual([...new Set(evidence.map(({ criterion }) => criterion))].sort(), asking);
    // What other tools found is read once for all criteria, by a function of its own.
    const elsewhere = manifest.expected.filter(({ criterion }) => criterion === EXTERNAL);
    const written = manifest.files.filter(({ path }) => path.startsWith("external/"));
    assert.equal(
      written.length,
      elsewhere.length + 2,
      "each source of other tools has its file, and there is the list and its assessment",
    );
    return [
      `${elsewhere.length} files of what other tools found, brought together in one list`,
      `${manifest.files.length} files by version and SHA-256, ${evidence.length} of them evidence of ${asking.join(", ")} with ${calls.length} calls`,
      `made by code ${manifest.collector.codeSha256.slice(0, 16)}…; the deployed ZIP is that release's bundle ${stage.synthesis.bundleSha256.slice(0, 16)}…`,
      `signed by ${manifest.signer?.keyId.slice(0, 16)}…, due again by ${manifest.nextExpectedBy}`,
    ];
  });
  await report.step("Verify the vault as an auditor who may only read", async () => {
    const verified = await verify(stage);
    assert.equal(verified.exitCode, 0, verified.stdout);
    return [verdict(verified)];
  });
  await report.step("Derive every result again, as that auditor", async () => {
    const { vaultBucket } = stage.deployment;
    const derived = await verify(stage, vaultBucket, stage.auditor, ["--rederive"]);
    assert.equal(derived.exitCode, 0, derived.stdout);
    const { rederived } = derived.report as RederivedReport;
    assert.deepEqual(
      rederived.snapshots.map(({ snapshot, differing }) => ({ snapshot, differing })),
      [{ snapshot: sealed.snapshot, differing: 0 }],
    );
    return [`${rederived.snapshots[0]?.files} files, each the same to the byte`];
  });
  return sealed;
}

/** The same day once more: a second delivery of the schedule, and a second execution. */
export async function sameDayAgain(
  report: Report,
  stage: Stage,
  scheduledFor: string,
  sealed: SealedRun,
): Promise<void> {
  await report.step("The same day again", async () => {
    const before = await versionsIn(stage);
    const { snapshot, executionArn } = await startAsScheduled(stage, scheduledFor);
    assert.equal(snapshot, sealed.snapshot);
    assert.deepEqual(await follow(stage, executionArn), sealed, "the name was taken before");
    const { executionArn: again } = await machinesOf(stage).send(
      new StartExecutionCommand({
        stateMachineArn: stage.deployment.stateMachineArn,
        name: `${snapshot}-again`,
        input: JSON.stringify({ snapshot, nonce: null, scheduledFor }),
      }),
    );
    assert.deepEqual(await follow(stage, again ?? ""), sealed, "the seal is the same");
    assert.deepEqual(await versionsIn(stage), before, "nothing in the vault changed");
    return [
      "a second delivery of the schedule starts nothing: the execution's name is taken",
      "a second execution finds it sealed, collects nothing and answers the same seal",
      `all ${before.length} object versions stand as they stood`,
    ];
  });
}

/** The next day: one more link. */
export async function nextDay(
  report: Report,
  stage: Stage,
  scheduledFor: string,
  before: SealedRun,
): Promise<SealedRun> {
  return report.step("Day 2: the chain grows", async () => {
    const run = await takeDay(stage, scheduledFor);
    assert.deepEqual([run.sequence, run.signed, run.incomplete], [2, true, 0]);
    const { previous } = await readManifest(stage, run.snapshot);
    assert.deepEqual(previous, { sequence: before.sequence, sha256: before.manifestSha256 });
    const verified = await verify(stage);
    assert.equal(verified.exitCode, 0, verified.stdout);
    assert.equal(verified.report.snapshots.length, 2);
    return {
      value: run,
      seen: [`${run.snapshot} sealed: link 2, after ${before.snapshot}`, verdict(verified)],
    };
  });
}

/** The hash of the bundle as an auditor reckons it: RFC 8785 of paths and hashes, sorted. */
async function bundleSha256Of({ deployment }: Stage): Promise<string> {
  const [folder] = new Set(deployment.functions.map(({ codeFolder }) => codeFolder));
  if (folder === undefined) throw new Error("There are no functions.");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: { path: string; sha256: string }[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.push({ path: relative(folder, file), sha256: sha256Hex(await readFile(file)) });
  }
  files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return sha256Hex(canonicalBytes(files));
}
