import { manifestPath, snapshotTime } from "../integrity/bundle-layout.ts";
import type { FaultLog } from "../integrity/faults.ts";
import type { Manifest } from "../integrity/manifest.ts";
import type { VerifyReport } from "../integrity/verify.ts";
import { readWitnessContext, WITNESS_WITHIN_MS } from "../integrity/witness.ts";
import { CLOCK_TOLERANCE_MS } from "./call-index.ts";
import type { CoveredPeriod } from "./period.ts";
import type { TrailEvent } from "./trail-event.ts";

/** A run that takes longer than a day would meet the next one. */
const LONGEST_RUN_MS = 24 * 3_600_000;
/** A longer list of what is gone is named by its ends. */
const NAMED_ONE_BY_ONE = 100;

/** What AWS saw of one manifest: the hash that was stated, and the first time that it was. */
export interface Sighting {
  readonly sequence: number;
  readonly manifestSha256: string;
  readonly timeMs: number;
  readonly eventTime: string;
  readonly eventId: string;
  readonly region: string;
}

/** What the witness says of one snapshot. */
export interface Anchor {
  readonly sequence: number;
  readonly snapshot: string;
  /** When AWS saw this very manifest, ISO 8601 UTC; null when no event of it is in the files. */
  readonly seenAt: string | null;
  /** CloudTrail's id of that event. */
  readonly eventId: string | null;
  /** The nearest later manifest that AWS saw: it names this one by hash, through those between. */
  readonly through: { readonly sequence: number; readonly seenAt: string } | null;
}

/** The part of a manifest that its witness is compared with. */
export type WitnessedTimes = Pick<
  Manifest,
  "chain" | "sequence" | "snapshot" | "completedAt" | "nextExpectedBy" | "replayOf"
>;

/** The `kms:Encrypt` events of one chain: by sequence and hash, the first of each. */
export class Sightings {
  readonly #chain: string;
  readonly #account: string;
  readonly #first = new Map<string, Sighting>();
  readonly #malformed: TrailEvent[] = [];
  #foreign = 0;

  constructor(chain: string, account: string) {
    this.#chain = chain;
    this.#account = account;
  }

  /** Takes an event in if it is a successful `kms:Encrypt` under this chain's encryption context. */
  add(event: TrailEvent): void {
    if (event.eventSource !== "kms.amazonaws.com" || event.eventName !== "Encrypt") return;
    if (event.errorCode !== undefined) return;
    const stated = readWitnessContext(event.encryptionContext);
    if (stated === undefined) return;
    const chain = "malformed" in stated ? stated.malformed : stated.chain;
    if (chain !== this.#chain) return;
    if (event.recipientAccount !== this.#account || event.callerAccount !== this.#account) {
      this.#foreign += 1;
    } else if ("malformed" in stated) {
      this.#malformed.push(event);
    } else {
      const { sequence, manifestSha256 } = stated;
      const { timeMs, eventTime, eventId, region } = event;
      this.#keep({ sequence, manifestSha256, timeMs, eventTime, eventId, region });
    }
  }

  /** Takes in what another one saw. */
  join(other: Sightings): void {
    for (const sighting of other.#first.values()) this.#keep(sighting);
    this.#malformed.push(...other.#malformed);
    this.#foreign += other.#foreign;
  }

  #keep(sighting: Sighting): void {
    const key = `${sighting.sequence} ${sighting.manifestSha256}`;
    const known = this.#first.get(key);
    if (known === undefined || sighting.timeMs < known.timeMs) this.#first.set(key, sighting);
  }

  /** In the order of sequence, then of time. */
  get all(): Sighting[] {
    return [...this.#first.values()].sort(
      (left, right) => left.sequence - right.sequence || left.timeMs - right.timeMs,
    );
  }

  /** Events under the chain's name whose context no release writes. */
  get malformed(): readonly TrailEvent[] {
    return this.#malformed;
  }

  /** How many events under the chain's name were another account's, and were not counted. */
  get foreign(): number {
    return this.#foreign;
  }
}

/** What a bundle's witness is judged by. */
export interface WitnessInput {
  readonly manifests: readonly WitnessedTimes[];
  /** What the verification found at each sequence. */
  readonly report: Pick<VerifyReport, "snapshots" | "head">;
  readonly sightings: Sightings;
  readonly period: CoveredPeriod;
  /** Events after it are of snapshots that this copy need not hold. */
  readonly asOfMs: number;
}

/**
 * Compares the manifests of a chain with what AWS saw of them: each seen with its own hash and no
 * other, at a time that its own times allow, none seen that is not here, and none unseen that the
 * files should show. Every rule is in `docs/formats/manifest.md`.
 *
 * @returns one entry for each manifest, in the order of the chain
 */
export function verifyWitnesses(input: WitnessInput, log: FaultLog): Anchor[] {
  const { manifests, sightings } = input;
  const seen = new Map<number, Sighting[]>();
  for (const sighting of sightings.all) {
    seen.set(sighting.sequence, [...(seen.get(sighting.sequence) ?? []), sighting]);
  }
  reportUnaccountable(input, log);
  reportBeyondHead(input, log);
  const anchors: Anchor[] = [];
  let through: Anchor["through"] = null;
  for (const manifest of manifests.toReversed()) {
    const { sequence, snapshot } = manifest;
    const sha256 = hashOf(input.report, sequence);
    const all = seen.get(sequence) ?? [];
    for (const other of all) {
      if (other.manifestSha256 === sha256) continue;
      const message = `AWS saw another manifest with sequence ${sequence} at ${other.eventTime}, with SHA-256 ${other.manifestSha256}; this one has ${sha256} (CloudTrail event ${other.eventId}).`;
      log.fault("WITNESS_MISMATCH", manifestPath(snapshot), message, sequence);
    }
    const own = all.find((one) => one.manifestSha256 === sha256);
    if (own !== undefined) compareTimes(manifest, own, log);
    else reportUnseen(manifest, through, input, log);
    anchors.push({
      sequence,
      snapshot,
      seenAt: own?.eventTime ?? null,
      eventId: own?.eventId ?? null,
      through: own === undefined ? through : null,
    });
    if (own !== undefined) through = { sequence, seenAt: own.eventTime };
  }
  return anchors.reverse();
}

function hashOf({ snapshots }: WitnessInput["report"], sequence: number): string | undefined {
  return snapshots.find((one) => one.sequence === sequence)?.manifestSha256;
}

/** A snapshot that was backdated was seen long after the times that it states. */
function compareTimes(manifest: WitnessedTimes, own: Sighting, log: FaultLog): void {
  const { snapshot, sequence, completedAt } = manifest;
  const completedMs = Date.parse(completedAt);
  const namedMs = Date.parse(snapshotTime(snapshot) ?? "");
  const early = Math.max(completedMs, namedMs) - CLOCK_TOLERANCE_MS;
  const late = Math.min(completedMs + WITNESS_WITHIN_MS, namedMs + LONGEST_RUN_MS);
  if (own.timeMs >= early && own.timeMs <= late) return;
  const message = `${snapshot} says that its evidence was complete at ${completedAt}, and AWS saw its manifest at ${own.eventTime} (CloudTrail event ${own.eventId}).`;
  log.fault("WITNESS_CONTRADICTS", manifestPath(snapshot), message, sequence);
}

/** A schedule exists in an account only, and there every manifest has a witness. */
function reportUnseen(
  manifest: WitnessedTimes,
  through: Anchor["through"],
  { sightings, period, asOfMs }: WitnessInput,
  log: FaultLog,
): void {
  const { snapshot, sequence, completedAt } = manifest;
  const { all } = sightings;
  const isPromised = manifest.nextExpectedBy !== null || all.some((one) => one.sequence < sequence);
  if (!isPromised || manifest.replayOf !== null) return;
  const completedMs = Date.parse(completedAt);
  const regions = all.length === 0 ? null : [...new Set(all.map(({ region }) => region))];
  if (completedMs > asOfMs || !period.covers(regions, completedMs)) return;
  const since =
    through === null
      ? "No later manifest was seen either."
      : `Sequence ${through.sequence}, which follows from it, was seen at ${through.seenAt}.`;
  const message = `The files cover ${completedAt}, and AWS did not see the manifest of ${snapshot}. ${since} The trail has to log read events and those of AWS KMS, in the region of the vault.`;
  log.fault("WITNESS_MISSING", manifestPath(snapshot), message, sequence);
}

/** Snapshots that AWS saw and that are not here: the newest were removed. */
function reportBeyondHead({ report, sightings, asOfMs }: WitnessInput, log: FaultLog): void {
  const head = report.head?.sequence ?? 0;
  const beyond = sightings.all.filter(
    ({ sequence, timeMs }) => sequence > head && timeMs <= asOfMs,
  );
  for (const { sequence, eventTime, eventId } of beyond.slice(0, NAMED_ONE_BY_ONE)) {
    const message = `AWS saw a manifest with sequence ${sequence} at ${eventTime}, and this chain ends at ${head} (CloudTrail event ${eventId}). If this is a copy that was made before then, give its time with --as-of.`;
    log.fault("WITNESS_BEYOND_HEAD", null, message, sequence);
  }
  const last = beyond.at(-1);
  if (beyond.length <= NAMED_ONE_BY_ONE || last === undefined) return;
  const message = `AWS saw ${beyond.length - NAMED_ONE_BY_ONE} more such manifests, up to sequence ${last.sequence}.`;
  log.fault("WITNESS_BEYOND_HEAD", null, message, last.sequence);
}

function reportUnaccountable({ sightings }: WitnessInput, log: FaultLog): void {
  for (const { eventTime, eventId } of sightings.malformed.slice(0, NAMED_ONE_BY_ONE)) {
    const message = `Somebody used this chain's name for another encryption context at ${eventTime} (CloudTrail event ${eventId}); no release of this product writes it.`;
    log.fault("WITNESS_MISMATCH", null, message);
  }
  if (sightings.foreign === 0) return;
  const message = `${sightings.foreign} events under this chain's name are another account's; they were not counted.`;
  log.warn("WITNESS_FOREIGN", null, message);
}
