/** The places in docs/runbook.md that alarms point to: the page has a heading for each. */
export const RUNBOOK_ANCHORS = [
  "no-sealed-snapshot",
  "collector-failed",
  "manifest-unsigned",
  "dead-letters",
  "machinery-changed",
] as const;

/** Where in the repository an alarm is explained: what it means, what to look at, what to do. */
export function runbookLink(anchor: (typeof RUNBOOK_ANCHORS)[number]): string {
  return `See docs/runbook.md#${anchor}`;
}
