import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { expect, it } from "vitest";
import { parseEnvelope } from "../../shared/integrity/dsse.ts";
import { spkiToPem } from "../../shared/integrity/spki.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { DeployedFunction } from "./rehearsal/lambda-process.ts";
import { Report } from "./rehearsal/report.ts";
import { environmentFor, onStage, type Stage } from "./rehearsal/stage.ts";
import { readObject } from "./rehearsal/vault-reading.ts";
import { takeDay } from "./rehearsal/workflow-run.ts";
import { runCli } from "./run-cli.ts";

/** People bring its evidence: nothing is asked of AWS, and a day is short. */
const CRITERIA = ["CC1.1"];
const DAYS = [20, 21, 22].map((day) => `2026-10-${day}T05:00:00Z`);

/** One of the keys as an auditor knows it. */
interface KnownKey {
  readonly spkiSha256: string;
  readonly pem: string;
}

async function keyOf(
  { gateway, region, administrator, folder }: Stage,
  KeyId: string,
): Promise<KnownKey> {
  const kms = new KMSClient({ endpoint: gateway.endpoint, region, credentials: administrator });
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  const spki = new Uint8Array(PublicKey ?? []);
  const spkiSha256 = sha256Hex(spki);
  const pem = join(folder, `${spkiSha256}.pem`);
  await writeFile(pem, spkiToPem(spki));
  return { spkiSha256, pem };
}

async function signersOf(stage: Stage, snapshot: string): Promise<string[]> {
  const path = `snapshots/${snapshot}/manifest.dsse.json`;
  return parseEnvelope(await readObject(stage, path), path).signatures.map(({ keyId }) => keyId);
}

async function verdictWith(stage: Stage, { pem }: KnownKey) {
  const run = await runCli(
    ["verify", `s3://${stage.deployment.vaultBucket}`, "--key", pem, "--json"],
    environmentFor(stage, stage.auditor),
  );
  const { faults, warnings } = JSON.parse(run.stdout);
  const codes = (list: { code: string }[]) => [...new Set(list.map(({ code }) => code))].sort();
  return { exitCode: run.exitCode, faults: codes(faults), warnings: codes(warnings) };
}

/**
 * The template has both keys, as the deployment that changes them does. The days before and after it
 * differ in the environment of one function alone: `test/infra/constructs/signing-keys.test.ts` shows
 * that on the templates of all three.
 */
it("the signing key of a deployed stack changes: one manifest by both keys, then the new alone", async () => {
  const told: string[] = [];
  await onStage(
    new Report((text) => void told.push(text)),
    CRITERIA,
    async (stage) => {
      const manifest = stage.deployment.functions.find(
        ({ handler }) => handler === "manifest.handler",
      );
      if (manifest === undefined) throw new Error("Nothing seals.");
      const { SIGNING_KEY_ID = "", PREVIOUS_SIGNING_KEY_ID = "", ...others } = manifest.environment;
      const with_ = (environment: DeployedFunction["environment"]) =>
        stage.gateway.deploy([{ ...manifest, environment: { ...others, ...environment } }]);
      const old = await keyOf(stage, PREVIOUS_SIGNING_KEY_ID);
      const next = await keyOf(stage, SIGNING_KEY_ID);
      expect(next.spkiSha256).not.toBe(old.spkiSha256);

      with_({ SIGNING_KEY_ID: PREVIOUS_SIGNING_KEY_ID });
      const first = await takeDay(stage, DAYS[0] ?? "");
      with_({ SIGNING_KEY_ID, PREVIOUS_SIGNING_KEY_ID });
      const second = await takeDay(stage, DAYS[1] ?? "");
      with_({ SIGNING_KEY_ID });
      const third = await takeDay(stage, DAYS[2] ?? "");

      expect([first, second, third].map(({ sequence, signed }) => [sequence, signed])).toEqual([
        [1, true],
        [2, true],
        [3, true],
      ]);
      expect(await signersOf(stage, first.snapshot)).toEqual([old.spkiSha256]);
      expect(await signersOf(stage, second.snapshot)).toEqual([next.spkiSha256, old.spkiSha256]);
      expect(await signersOf(stage, third.snapshot)).toEqual([next.spkiSha256]);
      expect(await verdictWith(stage, old)).toEqual({
        exitCode: 0,
        faults: [],
        warnings: ["KEY_CHANGED"],
      });
      expect(await verdictWith(stage, next)).toEqual({
        exitCode: 0,
        faults: [],
        warnings: ["KEY_CHANGED", "TRUSTED_THROUGH_LINK"],
      });
      // With the roles as deployed: signing by both, and three manifests witnessed.
      expect(stage.gateway.refusals).toEqual([]);
      expect(stage.gateway.invocations.filter(({ failed }) => failed)).toEqual([]);
    },
    "{ signingKey: { generation: 2 } }",
  );
});
