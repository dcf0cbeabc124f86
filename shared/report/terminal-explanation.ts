import type { Explanation } from "./explanation.ts";
import { type TerminalOptions, TerminalPage } from "./terminal-page.ts";

/** An explanation for a terminal: commands and code stand whole, so that they can be copied. */
export function renderExplanation(explanation: Explanation, options: TerminalOptions): string {
  const page = new TerminalPage(options);
  page.heading(`${explanation.id}  `, { text: explanation.kind, style: "dim" });
  page.prose(explanation.title);
  for (const { heading, lines } of explanation.sections) {
    if (lines.length === 0) continue;
    page.heading(heading);
    for (const line of lines) {
      if (/^(CLI|CDK): |^https:/.test(line)) page.lines(line.split("\n"), { indent: 2 });
      else page.prose(line, { indent: 2 });
    }
  }
  page.blank();
  return page.toString();
}
