import { claimPath, manifestPath, placeOf, snapshotTime } from "./bundle-layout.ts";
import { compareUtf8 } from "./bytes.ts";
import type { Claim } from "./chain.ts";
import type { FaultLog } from "./faults.ts";
import type { Inventory } from "./inventory.ts";
import { type Link, newestOf } from "./verify-chain.ts";
import type { VerifyContext } from "./verify-context.ts";
import type { PinnedFiles } from "./verify-snapshot.ts";

/** Reports every stretch in which the schedule demanded a snapshot and none was taken. */
export function verifySchedule(links: readonly Link[], asOf: string, log: FaultLog): void {
  for (const [index, { record, place }] of links.entries()) {
    const due = record.facts?.nextExpectedBy ?? null;
    if (due === null) continue;
    const next = links[index + 1];
    if (next === undefined) {
      if (Date.parse(asOf) <= Date.parse(due)) continue;
      const message = `The newest snapshot is ${record.snapshot}; the next was due by ${due} and is not here as of ${asOf}.`;
      log.fault("STALE", record.path, message, place.sequence);
      continue;
    }
    // Where a link is missing, a snapshot was taken and is gone: that has its own fault.
    if (next.place.sequence !== place.sequence + 1) continue;
    const taken = snapshotTime(next.place.snapshot);
    if (taken === undefined || Date.parse(taken) <= Date.parse(due)) continue;
    const message = `No snapshot was taken between ${record.snapshot} and ${next.place.snapshot}; one was due by ${due}.`;
    log.fault("DAY_MISSED", next.record.path, message, next.place.sequence);
  }
}

/**
 * Judges the snapshots that have no manifest: being taken, interrupted, or robbed of it.
 *
 * @param unplaced snapshots whose manifest could not be placed: nobody can say what it is
 * @returns true when a snapshot newer than the chain is still without its seal
 */
export async function verifyUnsealed(
  { reader, log }: VerifyContext,
  inventory: Inventory,
  links: readonly Link[],
  claims: ReadonlyMap<number, Claim>,
  unplaced: ReadonlySet<string>,
): Promise<boolean> {
  const head = links.at(-1)?.place;
  const claimBySnapshot = new Map([...claims.values()].map((claim) => [claim.snapshot, claim]));
  let unsealed = false;
  for (const { snapshot, folders, hasManifest, hasTraceOfManifest } of inventory.snapshots) {
    if (hasManifest) continue;
    const claim = claimBySnapshot.get(snapshot);
    const path = manifestPath(snapshot);
    const isNewer = head === undefined || compareUtf8(snapshot, head.snapshot) > 0;
    const mayBeUnfinished = claim === undefined || claim.sequence > (head?.sequence ?? 0);
    if (hasTraceOfManifest || !mayBeUnfinished) {
      const message = `${path} is gone: what was written after it still stands.`;
      log.fault("MANIFEST_MISSING", path, message, claim?.sequence);
    } else if (isNewer && claim === undefined) {
      unsealed = true;
      const message = `${snapshot} is newer than the chain and has no seal yet. Run the snapshot again to finish it.`;
      log.fault("NOT_SEALED", path, message);
    } else if (claim === undefined) {
      for (const folder of folders) {
        for await (const object of reader.list(folder, "names")) {
          const message = `${object.path} belongs to ${snapshot}, which the chain does not know.`;
          log.fault("UNLISTED_FILE", object.path, message);
        }
      }
    }
  }
  const newest = claims.get(newestOf(claims));
  if (newest === undefined || newest.sequence <= (head?.sequence ?? 0)) return unsealed;
  return reportNewestClaim(newest, inventory, unplaced, log) || unsealed;
}

/** A claim past the end of the chain: a run between claim and manifest, or killed there. */
function reportNewestClaim(
  newest: Claim,
  inventory: Inventory,
  unplaced: ReadonlySet<string>,
  log: FaultLog,
): boolean {
  const known = inventory.snapshots.find(({ snapshot }) => snapshot === newest.snapshot);
  if (known?.hasManifest) {
    if (unplaced.has(newest.snapshot)) return false;
    const path = manifestPath(newest.snapshot);
    const message = `${path} is not the manifest that claimed sequence ${newest.sequence}; that one is gone.`;
    log.fault("SEQUENCE_MISSING", path, message, newest.sequence);
    return false;
  }
  if (known?.hasTraceOfManifest) return false;
  const message = `${newest.snapshot} claimed sequence ${newest.sequence} and never wrote its manifest. Run that snapshot again to finish it.`;
  log.fault("CLAIM_UNFINISHED", claimPath(newest.sequence), message, newest.sequence);
  return true;
}

/**
 * Reports documents in `manual/` folders that no manifest lists. A record of a share is written
 * whenever somebody shares, and waits for the next snapshot: that is no fault.
 */
export function verifyPinned(pinned: PinnedFiles, unsealed: boolean, log: FaultLog): void {
  for (const path of pinned.present) {
    if (pinned.listed.has(path)) continue;
    if (placeOf(path).kind === "share") {
      log.warn("SHARE_NOT_SEALED", path, `${path} is sealed with the next snapshot.`);
    } else if (unsealed) {
      log.fault("NOT_SEALED", path, `${path} waits for the snapshot that is not sealed yet.`);
    } else {
      log.fault(
        "UNLISTED_FILE",
        path,
        `${path} stands in a criterion's folder and no manifest lists it.`,
      );
    }
  }
}
