import type { DecisionStanding } from "./decided-findings.ts";
import type { GapReport } from "./gap-report.ts";
import { chip, resourceName, severityChip, table } from "./html-parts.ts";
import { type Markup, markup } from "./markup.ts";
import { answersInWords } from "./triage-section.ts";
import { counted, DECISION_STATE_WORDS, NO_SEVERITY, OUTCOME_WORDS } from "./words.ts";

/** Every decision of the register, with its reason, its owner and what it is about. */
export function decisionsSection({ decisions }: GapReport): Markup | null {
  if (decisions === null) return null;
  return markup`<section id="decisions" aria-labelledby="decisions-title">
<h2 id="decisions-title">Decisions</h2>
<p class="soft">What management decided to mend later, to bear, or to make up for by another control. A decided exception stays in every list and is never counted as met. A decision that has expired, or whose pattern matches new resources, leaves its findings open again.</p>
${
  decisions.length === 0
    ? markup`<p>The register is empty.</p>`
    : table(
        counted(decisions.length, "decision"),
        [
          { heading: "Decision", kind: "short" },
          { heading: "Findings", kind: "third" },
          { heading: "Why" },
          { heading: "Owner and approval", kind: "third" },
        ],
        decisions.map(decisionRow),
      )
}
</section>`;
}

function decisionRow(standing: DecisionStanding) {
  const { id, rationale, compensatingControl, ticket, owner, approver, decidedOn, word } = standing;
  return [
    markup`${id}<br>${stateChip(standing)}<br><span class="soft small">until ${standing.expiresOn}</span>`,
    findingsOf(standing),
    markup`${rationale}${
      compensatingControl === null
        ? null
        : markup`<br><span class="soft">Instead: ${compensatingControl}</span>`
    }${ticket === null ? null : markup`<br><span class="soft">Ticket: ${ticket}</span>`}${answersOf(standing)}`,
    markup`${owner}<br><span class="soft small">Approved by ${approver} on ${decidedOn}; ${word}.</span>`,
  ];
}

/** What the owner answered before the decision. */
function answersOf(standing: DecisionStanding): Markup | null {
  const said = answersInWords(standing);
  return said === null ? null : markup`<br><span class="soft small">Triage: ${said}</span>`;
}

function stateChip({ state, outcome }: DecisionStanding): Markup {
  if (state === "holds") return chip(OUTCOME_WORDS[outcome], "blue");
  return chip(DECISION_STATE_WORDS[state], state === "not-yet" ? "grey" : "red");
}

function findingsOf({ findings, pattern }: DecisionStanding): Markup {
  const about =
    pattern === null
      ? null
      : markup`<p class="small"><span class="mono">${pattern.check}</span> on <span class="mono">${pattern.resources}</span></p>`;
  if (findings.length === 0) return markup`${about}<p class="soft">Nothing left to cover.</p>`;
  return markup`${about}<ul class="small">${findings.map(
    ({ severity, resource, reason, isNew }) =>
      markup`<li>${severity === null ? chip(NO_SEVERITY, "grey") : severityChip(severity)}${isNew ? markup` <strong>new</strong>` : null} ${reason} ${resourceName(resource)}</li>`,
  )}</ul>`;
}
