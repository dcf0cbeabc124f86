import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSample } from "../../cli/sample.ts";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { restrictCriteria } from "../../shared/config/restrict-config.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import type { EvidenceObject } from "../../shared/evidence/evidence-object.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { Assessment, Findings } from "../../shared/snapshot/assessment.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";

/** The check and its control that the format pages show. */
const SHOWN = { criterion: "CC6.1", check: "iam.root-mfa-enabled", control: "AC-01" };

/** Stored files of a real snapshot, as text; of long lists only the members that are shown. */
export interface Example {
  readonly evidencePath: string;
  /** Whole, byte for byte. */
  readonly evidence: string;
  readonly assessmentPath: string;
  readonly assessment: string;
  readonly findingsPath: string;
  readonly findings: string;
  /** How many the whole files have. */
  readonly of: { readonly controls: number; readonly checks: number; readonly findings: number };
}

/** Takes the sample account's first snapshot and reads the files that the format pages show. */
export async function sampleExample(): Promise<Example> {
  const { recording, config } = await openSample("before");
  const { snapshot, gatherer } = recording;
  const folder = await mkdtemp(join(tmpdir(), "sample-example-"));
  try {
    const store = new FolderStore(folder);
    await takeSnapshot({
      store,
      signer: null,
      crypto: nodeCrypto,
      gatherer,
      config: restrictCriteria(config, [SHOWN.criterion]),
      checks: CHECKS,
      snapshot,
      homeRegion: "us-east-1",
      nonce: null,
      replayOf: instantOfSnapshot(snapshot),
      collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
      randomChainId: () => "0".repeat(32),
    });
    const evidencePath = `CC6.1-access-controls/${snapshot}/iam.account-summary.json`;
    const assessmentPath = `CC6.1-access-controls/${snapshot}/assessment.json`;
    const findingsPath = `snapshots/${snapshot}/findings.json`;
    // What our own engine has just written has the shape that its schemas say.
    const assessment = JSON.parse(await readText(store, assessmentPath)) as Assessment;
    const findings = JSON.parse(await readText(store, findingsPath)) as Findings;
    const evidence = await readText(store, evidencePath);
    return {
      evidencePath,
      evidence: shortest(JSON.parse(evidence) as EvidenceObject, evidence),
      assessmentPath,
      assessment: pretty({
        ...assessment,
        controls: assessment.controls.filter(({ id }) => id === SHOWN.control),
        checks: assessment.checks.filter(({ id }) => id === SHOWN.check),
        findings: assessment.findings.filter(({ check }) => check === SHOWN.check),
      }),
      findingsPath,
      findings: pretty({
        ...findings,
        findings: findings.findings.filter(({ check }) => check === SHOWN.check),
      }),
      of: {
        controls: assessment.controls.length,
        checks: assessment.checks.length,
        findings: assessment.findings.length,
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The example is small enough to stand whole; where it is not, the page would be no example. */
function shortest({ source, calls }: EvidenceObject, text: string): string {
  if (calls.length !== 1) throw new Error(`${source} has ${calls.length} calls: show another.`);
  return text;
}

function pretty(value: object): string {
  return JSON.stringify(value, null, 2);
}

async function readText(store: FolderStore, path: string): Promise<string> {
  const bytes = await store.read(path);
  if (bytes === undefined) {
    throw new EvidenceError("RECORDING_INVALID", `The sample account has no ${path}.`);
  }
  return new TextDecoder().decode(bytes);
}
