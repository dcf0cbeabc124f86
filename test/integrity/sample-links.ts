import type { Claim } from "../../shared/integrity/chain.ts";
import type { FaultLog } from "../../shared/integrity/faults.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import { LockLog } from "../../shared/integrity/lock-state.ts";
import type { Link } from "../../shared/integrity/verify-chain.ts";
import { makeContext, type VerifyContext } from "../../shared/integrity/verify-context.ts";
import type { CheckedEnvelope } from "../../shared/integrity/verify-envelope.ts";
import type { ManifestFacts, SnapshotRecord } from "../../shared/integrity/verify-snapshot.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { ACCOUNT, CHAIN } from "./sample-bundle.ts";

/** Days of a chain by sequence number from 1; each is sealed at six in the morning. */
export function snapshotAt(sequence: number): string {
  return `2026-11-${String(sequence).padStart(2, "0")}T06-00-00Z`;
}

/** The SHA-256 of the manifest at this place, made up. */
export function sha256At(sequence: number): string {
  return String(sequence).padStart(64, "0");
}

/** Whose signatures an envelope holds: all of them match, unless said. */
export function signedBy(
  keyIds: readonly string[],
  more: Partial<CheckedEnvelope> = {},
): CheckedEnvelope {
  return {
    keyIds,
    validKeyIds: keyIds,
    trusted: false,
    invalid: false,
    statement: undefined,
    algorithmUnknown: false,
    ...more,
  };
}

/** What a test of links is about; the rest is as in a good chain signed by the key `a`. */
export interface LinkChange {
  readonly place?: Partial<Link["place"]>;
  readonly seal?: Partial<SnapshotRecord["seal"]>;
  /** Null for a manifest that could not be read. */
  readonly facts?: Partial<ManifestFacts> | null;
}

/** A link of a chain, as a verification holds it once the files have been checked. */
export function linkAt(sequence: number, { place, seal, facts = {} }: LinkChange = {}): Link {
  const snapshot = place?.snapshot ?? snapshotAt(sequence);
  const whole = {
    account: ACCOUNT,
    chain: CHAIN,
    snapshot,
    sequence,
    previous: sequence === 1 ? null : { sequence: sequence - 1, sha256: sha256At(sequence - 1) },
    ...place,
  };
  const record: SnapshotRecord = {
    snapshot,
    path: `snapshots/${snapshot}/manifest.json`,
    seal: {
      sha256: sha256At(sequence),
      signedSha256: sha256At(sequence),
      place: whole,
      envelope: signedBy(["a"]),
      envelopeFile: "there",
      ...seal,
    },
    facts:
      facts === null
        ? undefined
        : {
            account: ACCOUNT,
            partition: "aws",
            replayOf: null,
            nextExpectedBy: null,
            signer: { keyId: "alias/a", spkiSha256: "a", algorithm: "ECDSA_SHA_256" },
            nonce: null,
            collector: { version: "1.0.0", codeSha256: "", configSha256: "" },
            gaps: [],
            incomplete: [],
            fileCount: 0,
            byteCount: 0,
            comparedCount: 0,
            unchangedCount: 0,
            hasReports: false,
            ...facts,
          },
    lock: null,
  };
  return { record, place: whole };
}

/** The claim of a good link. */
export function claimAt(sequence: number, change: Partial<Claim> = {}): Claim {
  return {
    schema: "claim/1",
    chain: CHAIN,
    sequence,
    snapshot: snapshotAt(sequence),
    manifestSha256: sha256At(sequence),
    signer: "a",
    ...change,
  };
}

/** What a step of a verification works with, over a store. */
export function contextOf(store: EvidenceReader, log: FaultLog): VerifyContext {
  const locks = new LockLog("2026-11-30T00:00:00Z");
  return makeContext(store, nodeCrypto, new KeyRing(nodeCrypto), log, locks);
}

/** Faults and warnings without their words: code, path, place in the chain. */
export function noted({
  faults,
  warnings,
}: FaultLog): [string, string | null, number | undefined][] {
  return [...faults, ...warnings].map(({ code, path, sequence }) => [code, path, sequence]);
}
