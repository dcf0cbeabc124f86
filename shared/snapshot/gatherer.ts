import type { Capture, Receive, Streamed } from "../capture/capture.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { Call, EvidenceObject, Redaction } from "../evidence/evidence-object.ts";
import type { Source } from "../sources/source.ts";
import { callerIdentity } from "../sources/sts/caller-identity.ts";
import type { Store } from "../store/store.ts";

/** What one source gave in one region for one criterion: the body of its evidence object. */
export interface GatheredBody {
  readonly collectedBy: EvidenceObject["collectedBy"];
  readonly startedAt: string;
  readonly completedAt: string;
  readonly complete: boolean;
  readonly incompleteReason?: string;
  readonly calls: readonly Call[];
  readonly redactions: readonly Redaction[];
  /** False when nothing of it may be written (redaction failed). */
  readonly writable: boolean;
}

/** One source in one region, for the criteria that need it. */
export interface GatherUnit {
  readonly source: Source;
  /** Null for global sources. */
  readonly region: string | null;
  /** Ids of criteria, in catalogue order. */
  readonly criteria: readonly string[];
}

/** Where evidence comes from: AWS now, or a recording of it. */
export interface Gatherer {
  readonly account: string;
  readonly partition: string;
  /** Says which sources will be gathered, and with none that nothing is any more. */
  expect(sources: readonly Source[]): void;
  /** The body for each criterion of the unit. */
  gather(unit: GatherUnit): Promise<ReadonlyMap<string, GatheredBody>>;
  /** What other tools found; nothing where nobody asks them. */
  readonly external?: ExternalGatherer | null;
}

/** Where the findings of other tools come from: page by page, since they may be a million. */
export interface ExternalGatherer {
  /** Who asks, and with what: the same for every source. */
  readonly collectedBy: EvidenceObject["collectedBy"];
  /** The sources that are read once for all criteria. */
  readonly sources: readonly Source[];
  /** Hands each call of a source on before the next is asked for. */
  stream(unit: Omit<GatherUnit, "criteria">, receive: Receive): Promise<Streamed>;
  /** Files what a recording had imported, for another snapshot. */
  refile?(store: Store, snapshot: string): Promise<void>;
}

/**
 * Gathers from AWS. Who asks, and in which account, is asked first.
 *
 * @param homeRegion where global services and the list of regions are asked
 * @throws EvidenceError CREDENTIALS when AWS does not say who asks
 */
export async function createLiveGatherer(
  capture: Pick<Capture, "gather"> & Partial<Capture>,
  options: {
    readonly homeRegion: string;
    readonly version: string;
    readonly sdk: string;
    /** What is read of other tools; none unless given. */
    readonly external?: readonly Source[];
  },
): Promise<Gatherer> {
  const nowhere = { account: "000000000000", partition: "aws", region: options.homeRegion };
  const identity = (await capture.gather(callerIdentity, nowhere)).calls[0];
  const answer = identity?.response as { Account?: unknown; Arn?: unknown } | undefined;
  if (typeof answer?.Account !== "string" || typeof answer.Arn !== "string") {
    const why = identity?.error;
    throw new EvidenceError(
      "CREDENTIALS",
      `AWS did not say who is asking${why === undefined ? "" : ` (${why.code}: ${why.message})`}. Check the credentials with: aws sts get-caller-identity`,
      { error: why?.code ?? null },
    );
  }
  const partition = answer.Arn.split(":")[1] ?? "aws";
  const account = answer.Account;
  const collectedBy = { principal: answer.Arn, version: options.version, sdk: options.sdk };
  const targetOf = (region: string | null) => ({
    account,
    partition,
    region: region ?? options.homeRegion,
  });
  const { stream } = capture;
  const { external: sources = [] } = options;
  return {
    account,
    partition,
    expect: (sources) => capture.expect?.(sources),
    external:
      stream === undefined || sources.length === 0
        ? null
        : {
            collectedBy,
            sources,
            stream: ({ source, region }, receive) => stream(source, targetOf(region), receive),
          },
    async gather({ source, region, criteria }) {
      const target = targetOf(region);
      const body = { collectedBy, ...(await capture.gather(source, target)) };
      return new Map(criteria.map((criterion) => [criterion, body]));
    },
  };
}
