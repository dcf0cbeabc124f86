import type { Cited, StoredEvidence } from "../evidence/cited.ts";
import type { Call } from "../evidence/evidence-object.ts";

/**
 * The regions that a service control policy closes: all that was asked there was refused by one, or
 * at least all of EC2, since such policies commonly exempt services that serve every region.
 *
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/primary-region-deny-policy.html
 */
export function regionsClosedByPolicy(stored: readonly StoredEvidence[]): Set<string> {
  const closed = new Set<string>();
  for (const [region, there] of Map.groupBy(stored, ({ object }) => object.region)) {
    const ofCompute = there.filter(({ object }) => object.source.startsWith("ec2."));
    const telling = ofCompute.length > 0 ? ofCompute : there;
    if (region !== null && telling.every(isRefusedByPolicy)) closed.add(region);
  }
  return closed;
}

/**
 * How AWS words a refusal that a service control policy makes, whatever the service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const DENIED_BY_POLICY = /explicit deny in a service control policy/i;

/** Whether a service control policy refused all that a source asked, and nothing else was said. */
export function isRefusedByPolicy({ object }: StoredEvidence): boolean {
  const { calls } = object;
  return (
    calls.length > 0 &&
    calls.every(
      ({ outcome, error }) => outcome === "denied" && DENIED_BY_POLICY.test(error?.message ?? ""),
    )
  );
}

/** What AWS said where it was refused by a policy, since that names it; else how the call ended. */
export function placeOfRefusal(failed: Cited<Call> | undefined): Cited<unknown> | undefined {
  const isByPolicy = DENIED_BY_POLICY.test(failed?.value.error?.message ?? "");
  return isByPolicy ? failed?.at("error", "message") : failed?.at("outcome");
}
