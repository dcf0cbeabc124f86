import { visibleText } from "../shared/report/visible-text.ts";

/** Text for a terminal: lines stay lines, everything else that a terminal would obey is shown. */
export function printable(text: string): string {
  return text.split("\n").map(visibleText).join("\n");
}
