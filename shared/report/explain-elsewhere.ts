import { CRITERIA } from "../criteria/criteria.ts";
import type { ExternalFinding } from "../external/external-finding.ts";
import type { KnownRule } from "../external/rule-lookup.ts";
import type { Explanation } from "./explanation.ts";
import { decisionInWords, NO_SEVERITY } from "./words.ts";

/**
 * Explains a finding of another tool: what it says and where it stands, what its rule comes to here,
 * and which of our own findings are the same fault.
 *
 * @param known what the mapping says of its rule
 * @param agreeing ids of our own findings that fail by the same rule for the same resource
 */
export function explainElsewhere(
  finding: ExternalFinding,
  known: KnownRule | undefined,
  agreeing: readonly string[],
): Explanation {
  const { tool, catalogue, ruleId, status, severity, resource, region, decision } = finding;
  return {
    kind: "finding",
    id: finding.id,
    title: finding.title,
    sections: [
      {
        heading: "What",
        lines: [
          `${status}, ${severity ?? known?.severity ?? NO_SEVERITY}, by ${catalogue}:${ruleId} of ${tool}`,
          `${resource.type} ${resource.arn ?? resource.id}${region === null ? "" : ` in ${region}`}`,
          ...seenInWords(finding),
          ...agreeing.map((id) => `Our own finding ${id} is the same fault: decide on that one`),
          ...(decision === undefined ? [] : [decisionInWords(decision)]),
        ],
      },
      {
        heading: "Evidence",
        lines: finding.cites.map(
          ({ object, line, pointer }) => `${object}, line ${line}#${pointer}`,
        ),
      },
      { heading: "Criteria", lines: criteriaInWords(known) },
      ...(known === undefined
        ? []
        : [{ heading: "Its rule", lines: [`soc2-evidence explain ${catalogue}:${ruleId}`] }]),
    ],
  };
}

function seenInWords({ firstSeen, lastSeen, copies }: ExternalFinding): string[] {
  if (firstSeen === null && lastSeen === null) return [];
  const copied =
    copies === 0 ? "" : `; ${copies} more ${copies === 1 ? "record" : "records"} of it`;
  return [`First seen ${firstSeen ?? "unknown"}, last ${lastSeen ?? "unknown"}${copied}`];
}

/** The criteria that a rule speaks to, each with the reason, or why there are none. */
export function criteriaInWords(known: KnownRule | undefined): string[] {
  if (known === undefined) return ["Nobody has mapped this rule yet: read it, and decide."];
  if (known.declined !== null) return [`No SOC 2 concern: ${known.declined}`];
  return CRITERIA.flatMap(({ id }) => {
    const because = known.criteria[id];
    return because === undefined ? [] : [`${id}: ${because}`];
  });
}
