import type { AnyCheck } from "../../shared/checks/check.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import {
  buildManifest,
  type Manifest,
  SIGNATURE_ALGORITHM,
} from "../../shared/integrity/manifest.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { planSnapshot } from "../../shared/snapshot/plan.ts";
import { type RederivedReport, rederive } from "../../shared/snapshot/rederive.ts";
import { type SnapshotInput, takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { company, forge } from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { gateIsLocked, gateIsOpen } from "./gates-and-doors.ts";
import { answering, GATES, TWO_REGIONS } from "./taking.ts";

/** The release that takes every snapshot of these tests. */
export const RELEASE = { version: "0.0.0", codeSha256: "0".repeat(64) };

/** Verifies, then derives every result again. */
export async function rederived(
  reader: EvidenceReader,
  checks: readonly AnyCheck[],
  asOf = "2026-11-22T07:00:00Z",
): Promise<RederivedReport> {
  const trustedKeys = [company];
  const verified = await verifyBundle({ reader, crypto: nodeCrypto, trustedKeys, asOf });
  return rederive({ reader, crypto: nodeCrypto, checks, release: RELEASE, verified });
}

/** A report in short: exit code, and each fault's code and path. */
export function inShort({ exitCode, faults }: RederivedReport): {
  exitCode: number;
  faults: string[];
} {
  return { exitCode, faults: faults.map(({ code, path }) => `${code} ${path}`) };
}

/** The value in a JSON file of a bundle. */
export function jsonIn(store: MemoryStore, path: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(store.objects.get(path)));
}

/** Replaces a JSON file by what `change` makes of it, in the form in which it is stored. */
export function rewrite(
  store: MemoryStore,
  path: string,
  change: (value: Record<string, unknown>) => void,
): void {
  const value = jsonIn(store, path);
  change(value);
  store.objects.set(path, storedJson(value));
}

/**
 * Seals a snapshot again as whoever holds the key can: the manifest lists what stands there now, and is
 * signed by the test's company.
 */
export async function sealAgain(
  store: MemoryStore,
  snapshot: string,
  change: (manifest: Manifest) => void = () => {},
): Promise<void> {
  const old = jsonIn(store, `snapshots/${snapshot}/manifest.json`) as unknown as Manifest;
  const files = old.files.flatMap((file) => {
    const bytes = store.objects.get(file.path);
    return bytes === undefined ? [] : [{ ...file, size: bytes.length, sha256: sha256Hex(bytes) }];
  });
  const { schema: _schema, merkleRoot: _root, ...rest } = { ...old, files };
  const manifest: Manifest = { ...rest } as Manifest;
  const { keyId, spkiSha256 } = company;
  manifest.signer = { keyId, spkiSha256, algorithm: SIGNATURE_ALGORITHM };
  change(manifest);
  await forge(store, await buildManifest(manifest, nodeCrypto), [company]);
}

export const SNAPSHOT = "2026-11-22T06-00-00Z";
export const CHECKS = [gateIsOpen, gateIsLocked];
export const READING = planSnapshot(TWO_REGIONS, CHECKS).filter(
  ({ sources }) => sources.length > 0,
);
export const FIRST = `${READING[0]?.criterion.folder}/${SNAPSHOT}`;
export const ASSESSMENT = `${FIRST}/assessment.json`;
export const FINDINGS = `snapshots/${SNAPSHOT}/findings.json`;
export const CONFIG = `snapshots/${SNAPSHOT}/config.json`;
export const MANIFEST = `snapshots/${SNAPSHOT}/manifest.json`;
export const EVIDENCE = `${FIRST}/test.gates.eu-west-1.json`;

/** A snapshot in memory, with what a test changes. */
export async function taken(changes: Partial<SnapshotInput> = {}): Promise<MemoryStore> {
  const store = new MemoryStore();
  await takeSnapshot({
    store,
    signer: company,
    crypto: nodeCrypto,
    gatherer: answering(GATES),
    config: TWO_REGIONS,
    checks: CHECKS,
    snapshot: SNAPSHOT,
    homeRegion: "eu-west-1",
    nonce: null,
    replayOf: null,
    collector: RELEASE,
    randomChainId: () => "c".repeat(32),
    ...changes,
  });
  return store;
}

/** What tests look at in an assessment. */
export interface Assessed {
  headline: string;
  reason: string;
  checks: { population: { fail: number; inBoundary: number; listed: number } }[];
  findings: { id: string; status: string }[];
}

export const assessed = (value: Record<string, unknown>) => value as unknown as Assessed;
