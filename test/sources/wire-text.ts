/** A name that asks for trouble: markup, a quote, a formula and a right-to-left override. */
export const HOSTILE = "=1+<b>\"x'\u202e";

/** Text as it stands in XML. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** An answer of the Query protocol. */
export function xml(operation: string, result: string): string {
  return `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`;
}
