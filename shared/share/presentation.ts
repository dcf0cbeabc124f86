import { placeOf } from "../integrity/bundle-layout.ts";

/** How a browser is told to show an object, in the answer's headers. */
export interface Presentation {
  readonly contentType: string;
  /** RFC 6266. */
  readonly contentDisposition: string;
}

/** What is text for a reader, whatever a program would make of it. */
const TEXT_ENDING = /\.(?:json|ndjson|csv|pem|txt|md)$/i;

/**
 * How to show an object. Only pages of our own making are pages: anything else that a browser could
 * run is text or a file to keep, since documents come from elsewhere and so do names in them.
 */
export function presentationOf(path: string): Presentation {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const kind = isOwnPage(path) ? "text/html" : TEXT_ENDING.test(path) ? "text/plain" : null;
  return kind === null
    ? {
        contentType: "application/octet-stream",
        contentDisposition: disposition("attachment", name),
      }
    : { contentType: `${kind}; charset=utf-8`, contentDisposition: disposition("inline", name) };
}

function isOwnPage(path: string): boolean {
  if (!path.endsWith(".html")) return false;
  return placeOf(path).kind === "report" || path.startsWith("shares/");
}

/** A name that is no plain word is written as RFC 8187 has it, which no header can be broken with. */
function disposition(how: "inline" | "attachment", name: string): string {
  if (/^[A-Za-z0-9._-]+$/.test(name)) return `${how}; filename="${name}"`;
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename*=UTF-8''${encoded}`;
}
