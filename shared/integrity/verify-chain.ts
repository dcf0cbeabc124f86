import { EvidenceError } from "../errors/evidence-error.ts";
import { claimPath, manifestPath } from "./bundle-layout.ts";
import { compareUtf8 } from "./bytes.ts";
import { type Claim, parseClaim } from "./chain.ts";
import type { FaultLog } from "./faults.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";
import type { Predicate } from "./statement.ts";
import type { VerifyContext } from "./verify-context.ts";
import type { SnapshotRecord } from "./verify-snapshot.ts";

/** A longer run of missing numbers is named by its ends: a forged number may be enormous. */
const MISSING_NAMED_ONE_BY_ONE = 100;

/** A record whose place in the chain is known. */
export interface Link {
  record: SnapshotRecord;
  place: Predicate;
}

/** The claims of a bundle, by sequence number. */
export interface Claims {
  readable: ReadonlyMap<number, Claim>;
  /** Those of a schema that this release does not know, with the sentence that says so. */
  unknown: ReadonlyMap<number, string>;
  /** Every number for which a file stands there. */
  present: ReadonlySet<number>;
}

/** Reads every claim; what breaks a rule is a fault. */
export async function readClaims(
  context: VerifyContext,
  claimed: readonly number[],
): Promise<Claims> {
  const readable = new Map<number, Claim>();
  const unknown = new Map<number, string>();
  for (const sequence of claimed) {
    const path = claimPath(sequence);
    const bytes = await context.read(path, MAX_SEAL_BYTES.claim);
    if (typeof bytes === "string") continue;
    try {
      readable.set(sequence, parseClaim(bytes, sequence));
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      if (error.code === "SCHEMA_UNKNOWN") unknown.set(sequence, error.message);
      else context.log.fault("CLAIM_INVALID", path, error.message, sequence);
    }
  }
  return { readable, unknown, present: new Set(claimed) };
}

/** The records that have a place, in the order of the chain. */
export function linksOf(records: readonly SnapshotRecord[]): Link[] {
  return records
    .flatMap((record) => {
      const { place } = record.seal;
      return place === undefined ? [] : [{ record, place }];
    })
    .toSorted(
      (left, right) =>
        left.place.sequence - right.place.sequence ||
        compareUtf8(left.record.snapshot, right.record.snapshot),
    );
}

/**
 * Verifies that the manifests form one chain: no number twice, none missing, each following the one
 * before it by hash and in time, all of one account, each with its claim.
 *
 * @param links in the order of the chain, as {@link linksOf} gives them
 * @param unplaced snapshots whose manifest is there but of an unknown schema
 */
export function verifyChain(
  links: readonly Link[],
  claims: Claims,
  unplaced: ReadonlySet<string>,
  log: FaultLog,
): void {
  refuseForks(links, log);
  refuseForeigners(links, log);
  refuseHoles(links, claims.readable, unplaced, log);
  verifyLinks(links, log);
  verifyClaims(links, claims, log);
}

/** The highest number that is claimed, 0 without any. A hostile bundle may hold any number of claims. */
export function newestOf(claims: ReadonlyMap<number, Claim>): number {
  let newest = 0;
  for (const sequence of claims.keys()) newest = Math.max(newest, sequence);
  return newest;
}

function refuseForks(links: readonly Link[], log: FaultLog): void {
  const bySequence = Map.groupBy(links, ({ place }) => place.sequence);
  for (const { record, place } of links) {
    const same = bySequence.get(place.sequence) ?? [];
    const rivals = same.filter((other) => other.record !== record);
    if (rivals.length === 0) continue;
    const message = `${record.path} has sequence ${place.sequence}, and so has ${rivals.map((rival) => rival.record.path).join(", ")}.`;
    log.fault("SEQUENCE_TWICE", record.path, message, place.sequence);
  }
}

function refuseForeigners(links: readonly Link[], log: FaultLog): void {
  const [first] = links;
  if (first === undefined) return;
  for (const { record, place } of links) {
    const strange = [
      place.account !== first.place.account && `account ${place.account}`,
      place.chain !== first.place.chain && `chain ${place.chain}`,
      ...strangeFacts(record, first.record),
    ].filter((what) => typeof what === "string");
    if (strange.length === 0) continue;
    const message = `${record.path} is of another chain than ${first.record.path}: ${strange.join(", ")}.`;
    log.fault("CHAIN_FOREIGN", record.path, message, place.sequence);
  }
}

function strangeFacts(record: SnapshotRecord, first: SnapshotRecord): (string | false)[] {
  if (record.facts === undefined || first.facts === undefined) return [];
  const isReplay = record.facts.replayOf !== null;
  return [
    record.facts.partition !== first.facts.partition && `partition ${record.facts.partition}`,
    isReplay !== (first.facts.replayOf !== null) &&
      (isReplay ? "a replay among live snapshots" : "a live snapshot among replays"),
  ];
}

function refuseHoles(
  links: readonly Link[],
  claims: ReadonlyMap<number, Claim>,
  unplaced: ReadonlySet<string>,
  log: FaultLog,
): void {
  const present = new Set(links.map(({ place }) => place.sequence));
  const isHole = (sequence: number): boolean => {
    const claim = claims.get(sequence);
    return !present.has(sequence) && !(claim !== undefined && unplaced.has(claim.snapshot));
  };
  let from = 0;
  // Only the newest claim can be of a run that still goes on; earlier ones had their manifest.
  for (const to of [...present, newestOf(claims)]) {
    if (to - from - 1 > MISSING_NAMED_ONE_BY_ONE) {
      const message = `The snapshots with sequence ${from + 1} to ${to - 1} are gone.`;
      log.fault("SEQUENCE_MISSING", null, message, from + 1);
    } else {
      for (let sequence = from + 1; sequence < to; sequence++) {
        if (!isHole(sequence)) continue;
        const snapshot = claims.get(sequence)?.snapshot;
        const message = `The snapshot with sequence ${sequence}${snapshot === undefined ? "" : ` (${snapshot})`} is gone.`;
        const path = snapshot === undefined ? null : manifestPath(snapshot);
        log.fault("SEQUENCE_MISSING", path, message, sequence);
      }
    }
    from = to;
  }
}

function verifyLinks(links: readonly Link[], log: FaultLog): void {
  for (const [index, { record, place }] of links.entries()) {
    const before = links[index - 1];
    if (before === undefined || before.place.sequence !== place.sequence - 1) continue;
    if (place.previous?.sha256 !== before.record.seal.signedSha256) {
      const message = `${record.path} follows a manifest with SHA-256 ${place.previous?.sha256 ?? "none"}; ${before.record.path} has ${before.record.seal.signedSha256}.`;
      log.fault("LINK_BROKEN", record.path, message, place.sequence);
    }
    if (compareUtf8(before.place.snapshot, place.snapshot) >= 0) {
      const message = `${record.path} is of ${place.snapshot}, and comes after ${before.place.snapshot} in the chain.`;
      log.fault("SNAPSHOT_ORDER", record.path, message, place.sequence);
    }
  }
}

function verifyClaims(
  links: readonly Link[],
  { readable, unknown, present }: Claims,
  log: FaultLog,
): void {
  const known = new Set<number>();
  for (const { record, place } of links) {
    const { sequence } = place;
    const path = claimPath(sequence);
    if (record.facts !== undefined) known.add(sequence);
    const claim = readable.get(sequence);
    if (claim === undefined) {
      const message = `${record.path} has sequence ${sequence}, and ${path} is gone.`;
      if (!present.has(sequence)) log.fault("CLAIM_MISSING", path, message, sequence);
      continue;
    }
    const matches =
      claim.chain === place.chain &&
      claim.snapshot === place.snapshot &&
      claim.manifestSha256 === record.seal.signedSha256 &&
      (record.facts === undefined || claim.signer === (record.facts.signer?.spkiSha256 ?? null));
    if (matches) continue;
    const message = `${path} was claimed for another manifest than ${record.path}.`;
    log.fault("CLAIM_MISMATCH", path, message, sequence);
  }
  // Nobody signs claims: only beside a manifest that is unknown too may one be of a later release.
  for (const [sequence, message] of unknown) {
    const code = known.has(sequence) ? "CLAIM_INVALID" : "SCHEMA_UNKNOWN";
    log.fault(code, claimPath(sequence), message, sequence);
  }
}
