import type { Finding, PopulationCount } from "./assessment.ts";

/** A population of which nothing has been looked at yet. */
export function emptyPopulation(definition: string): PopulationCount {
  return {
    definition,
    listed: 0,
    read: 0,
    gone: 0,
    unread: 0,
    excluded: [],
    outOfBoundary: 0,
    inBoundary: 0,
    pass: 0,
    fail: 0,
    notApplicable: 0,
    indeterminate: 0,
  };
}

/** A population with the outcomes of its members: those inside the boundary add up. */
export function counted(
  tally: PopulationCount,
  findings: readonly Pick<Finding, "scope" | "status">[],
): PopulationCount {
  const inside = findings.filter(({ scope }) => scope !== "out");
  const of = (status: Finding["status"]) => inside.filter((one) => one.status === status).length;
  return {
    ...tally,
    outOfBoundary: findings.length - inside.length,
    inBoundary: inside.length,
    pass: of("pass"),
    fail: of("fail"),
    notApplicable: of("not-applicable"),
    indeterminate: of("indeterminate"),
  };
}
