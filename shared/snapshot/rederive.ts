import type { AnyCheck } from "../checks/check.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestPath } from "../integrity/bundle-layout.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { exitCodeOf, FaultLog } from "../integrity/faults.ts";
import { type Manifest, parseManifest } from "../integrity/manifest.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import type { VerifyReport } from "../integrity/verify.ts";
import type { EvidenceReader } from "../store/store.ts";
import { rederiveSnapshot } from "./rederive-snapshot.ts";

/** A release of the rules. */
export interface Release {
  readonly version: string;
  /** As `collector.codeSha256` of a manifest has it. */
  readonly codeSha256: string;
}

/** What results are derived again from. */
export interface RederiveInput {
  readonly reader: EvidenceReader;
  readonly crypto: Pick<IntegrityCrypto, "sha256">;
  /** The catalogue of the release that runs. */
  readonly checks: readonly AnyCheck[];
  readonly release: Release;
  /** What verify came to: only sealed bytes are judged, and only where it could read the manifest. */
  readonly verified: VerifyReport;
  /** Told before each snapshot. */
  readonly progress?: (step: { done: number; of: number; what: string }) => void;
}

/** A verification that derived the results again as well. */
export interface RederivedReport extends VerifyReport {
  readonly rederived: {
    readonly release: Release;
    /** What was derived, in the order of the chain, and how many of its files differ. */
    readonly snapshots: readonly { snapshot: string; files: number; differing: number }[];
  };
}

/**
 * Runs the rules again on the sealed evidence, with the sealed configuration, and compares every result
 * with what was sealed, to the byte. What another release made is left to that release, and named.
 *
 * Never throws for what is in the bundle: that becomes faults, added to those of `verified`.
 *
 * @throws EvidenceError STORE_UNREADABLE when the place cannot be read
 */
export async function rederive(input: RederiveInput): Promise<RederivedReport> {
  const { verified, release, progress } = input;
  const log = new FaultLog();
  const strangers = new Map<string, Stranger[]>();
  const snapshots: { snapshot: string; files: number; differing: number }[] = [];
  const faulty = new Set(verified.faults.map(({ path }) => path));
  const isKnown = (path: string) => faulty.has(path);
  for (const [done, { snapshot, manifestSha256 }] of verified.snapshots.entries()) {
    progress?.({ done, of: verified.snapshots.length, what: snapshot });
    const manifest = await readManifest(input, snapshot, manifestSha256, log);
    if (manifest === undefined) continue;
    const { collector, sequence } = manifest;
    if (collector.codeSha256 !== release.codeSha256) {
      const key = `${collector.codeSha256} ${collector.version}`;
      strangers.set(key, [...(strangers.get(key) ?? []), { collector, snapshot, sequence }]);
      continue;
    }
    const before = log.faults.length;
    const files = await rederiveSnapshot({ ...input, manifest, log, isKnown });
    snapshots.push({ snapshot, files, differing: log.faults.length - before });
  }
  for (const made of strangers.values()) reportOtherRelease(made, release, log);
  const faults = [...verified.faults, ...log.faults];
  return {
    ...verified,
    exitCode: exitCodeOf(faults),
    faults,
    warnings: [...verified.warnings, ...log.warnings],
    rederived: { release, snapshots },
  };
}

/** A snapshot of another release: what is said of it. */
type Stranger = Pick<Manifest, "collector" | "snapshot" | "sequence">;

/** @returns undefined where it breaks a rule, which verify has said, or is no longer what verify read */
async function readManifest(
  { reader, crypto }: RederiveInput,
  snapshot: string,
  manifestSha256: string,
  log: FaultLog,
): Promise<Manifest | undefined> {
  const path = manifestPath(snapshot);
  const bytes = await reader.read(path);
  if (bytes === undefined || (await crypto.sha256(bytes)) !== manifestSha256) {
    log.fault("MANIFEST_CHANGED", path, `${path} was changed while the bundle was verified.`);
    return undefined;
  }
  try {
    return parseManifest(parseStrictJson(bytes, path), bytes, path);
  } catch (thrown) {
    if (thrown instanceof EvidenceError) return undefined;
    throw thrown;
  }
}

/** One fault for each release, however many snapshots it made. */
function reportOtherRelease(made: readonly Stranger[], release: Release, log: FaultLog): void {
  const [first] = made;
  const last = made.at(-1);
  if (first === undefined || last === undefined) return;
  const { version, codeSha256 } = first.collector;
  const which =
    made.length === 1
      ? `${first.snapshot} was`
      : `${made.length} snapshots, ${first.snapshot} to ${last.snapshot}, were`;
  const message = `${which} made by release ${version} with code hash ${codeSha256}: derive the results again with rederive-${codeSha256}.mjs of that release. This is ${release.version} with ${release.codeSha256}.`;
  log.fault("RELEASE_NEEDED", manifestPath(first.snapshot), message, first.sequence);
}
