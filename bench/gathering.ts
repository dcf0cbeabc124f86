import { CHECKS } from "../shared/checks/catalogue.ts";
import { sourcesOf } from "../shared/checks/check.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import type { Call, EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { stableText } from "../shared/evidence/stable-text.ts";
import type { CachingProxy, SeenRequest } from "./caching-proxy.ts";
import { type DependentChain, longestChain } from "./dependent-calls.ts";
import { type KeptIn, liveRound } from "./live-round.ts";
import { distinctEvidence, readStoredEvidence } from "./stored-evidence.ts";

/** The injected time between a request and its answer. */
export const LATENCY_MS = 60;

/** What one snapshot asked, against what its evidence holds. */
export interface GatheringRound {
  readonly requests: number;
  /** Distinct calls in the evidence, and its polls. */
  readonly fewest: number;
  /** From the first request to the last answer. */
  readonly wallMs: number;
  /** How long this thread was on a processor; 0 where the system does not count it. */
  readonly ranMs: number;
  readonly chain: DependentChain;
  readonly evidence: readonly EvidenceObject[];
}

/**
 * Takes one snapshot and matches requests with evidence.
 *
 * @throws Error when a request was sent that no evidence holds, or that the frozen cache lacks
 */
export async function gatheringRound(
  proxy: CachingProxy,
  account: { readonly config: EffectiveConfig; readonly keptIn: KeptIn },
  snapshot: string,
): Promise<GatheringRound> {
  const { seen, scheduling } = await liveRound(
    proxy.endpoint,
    account,
    snapshot,
    readStoredEvidence,
  );
  const { requests, misses } = await proxy.takeSeen();
  if (misses.length > 0) {
    throw new Error(
      `${misses.length} requests differ from those of the first round, such as ${misses[0]}.`,
    );
  }
  const evidence = distinctEvidence(seen);
  const calls = evidence.flatMap((object) => object.calls);
  refuseUnheld(requests, calls);
  const wallMs =
    Math.max(...requests.map(({ answeredAtMs }) => answeredAtMs)) -
    Math.min(...requests.map(({ receivedAtMs }) => receivedAtMs));
  return {
    requests: requests.length,
    fewest: fewestCalls(calls),
    wallMs,
    ranMs: scheduling?.ranMs ?? 0,
    chain: longestChain(evidence, { namedRegions: account.config.regions.only !== null, isPolled }),
    evidence,
  };
}

/** Calls by service, operation, region and input; of polled ones every single one. */
function fewestCalls(calls: readonly Call[]): number {
  const answered = calls.filter(({ requestId }) => requestId !== null);
  return new Set(
    answered.map((call) =>
      [
        call.service,
        call.operation,
        call.region,
        stableText(call.input),
        isPolled(call) ? call.requestId : "",
      ].join(" "),
    ),
  ).size;
}

function refuseUnheld(requests: readonly SeenRequest[], calls: readonly Call[]): void {
  const held = new Set(calls.map(({ requestId }) => requestId));
  const unheld = requests.filter(({ requestId }) => !held.has(requestId));
  if (unheld.length > 0) throw new Error(`${unheld.length} requests are in no evidence.`);
}

const POLLED: ReadonlySet<string> = new Set(
  CHECKS.flatMap(sourcesOf).flatMap(({ operations }) =>
    operations
      .filter(({ polled }) => polled === true)
      .map(({ service, name }) => `${service.name}:${name}`),
  ),
);

function isPolled({ service, operation }: Call): boolean {
  return POLLED.has(`${service}:${operation}`);
}
