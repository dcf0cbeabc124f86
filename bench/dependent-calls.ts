import type { Call, EvidenceObject, Json } from "../shared/evidence/evidence-object.ts";
import { regions } from "../shared/sources/ec2/regions.ts";
import { callerIdentity } from "../shared/sources/sts/caller-identity.ts";

/** The longest chain of calls in which each could only be sent when the one before was answered. */
export interface DependentChain {
  readonly length: number;
  /** `sts:GetCallerIdentity`, …: the chain's calls in order. */
  readonly calls: readonly string[];
  /** The source that ends the chain. */
  readonly source: string;
}

/** Shorter texts (a state, a number) are equal by chance. */
const MIN_TELLING_LENGTH = 8;

/**
 * Finds the longest chain of dependent calls in a snapshot's evidence, by these rules:
 *
 * 1. Every call depends on `GetCallerIdentity`: nothing of an account is read before it is known to
 *    be the one that the configuration is for.
 * 2. Calls of regional sources depend on `DescribeRegions`, unless the configuration names the
 *    regions.
 * 3. Within a source and region, a call depends on each call that was answered before it was sent
 *    and that gave a text of its input (a name from a list, the token of the next page) or, where it
 *    goes to another region than the source's first call, the name of that region.
 * 4. A polled call depends on the polled calls of its source before it.
 *
 * @param namedRegions whether the configuration names the regions
 */
export function longestChain(
  evidence: readonly EvidenceObject[],
  { namedRegions, isPolled }: { namedRegions: boolean; isPolled: (call: Call) => boolean },
): DependentChain {
  const who =
    evidence.find(({ source }) => source === callerIdentity.name)?.calls.slice(0, 1) ?? [];
  const where = evidence.find(({ source }) => source === regions.name)?.calls.slice(0, 1) ?? [];
  let longest: DependentChain = { length: 0, calls: [], source: "" };
  for (const { source, region, calls } of evidence) {
    const isFirst = source === callerIdentity.name;
    const before = isFirst ? [] : region === null || namedRegions ? who : [...who, ...where];
    for (const chain of chainsOf(calls, isPolled)) {
      const whole = [...before, ...chain].map(
        ({ service, operation }) => `${service}:${operation}`,
      );
      if (whole.length > longest.length) longest = { length: whole.length, calls: whole, source };
    }
  }
  return longest;
}

/** For each call of one source, the longest chain that ends in it. */
function chainsOf(calls: readonly Call[], isPolled: (call: Call) => boolean): Call[][] {
  const chains = new Map<Call, Call[]>();
  const given = new Map(calls.map((call) => [call, textsIn(call.response ?? null)]));
  const home = calls[0]?.region;
  const inOrder = calls.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  for (const call of inOrder) {
    const asked = textsIn(call.input);
    if (call.region !== home) asked.add(call.region);
    let longest: Call[] = [];
    for (const [earlier, chain] of chains) {
      if (Date.parse(earlier.completedAt) > Date.parse(call.startedAt)) continue;
      const depends =
        (isPolled(call) && isPolled(earlier)) || !asked.isDisjointFrom(given.get(earlier) ?? NONE);
      if (depends && chain.length > longest.length) longest = chain;
    }
    chains.set(call, [...longest, call]);
  }
  return [...chains.values()];
}

const NONE: ReadonlySet<string> = new Set();

function textsIn(value: Json, texts = new Set<string>()): Set<string> {
  if (typeof value === "string") {
    if (value.length >= MIN_TELLING_LENGTH) texts.add(value);
  } else if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) textsIn(member, texts);
  }
  return texts;
}
