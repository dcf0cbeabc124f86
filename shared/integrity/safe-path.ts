import { EvidenceError } from "../errors/evidence-error.ts";
import { utf8 } from "./bytes.ts";

/** S3 object keys are at most 1024 bytes long (Amazon S3 User Guide, "Naming objects"). */
const MAX_PATH_BYTES = 1024;
/** Ext4, APFS and NTFS hold names of at most 255 bytes or units. */
const MAX_SEGMENT_BYTES = 255;

/**
 * C0 and C1 controls, DEL, line and paragraph separators, and the bidirectional controls that make
 * a name look like another one; U+FFFD, which is what an undecodable file name turns into.
 */
const FORBIDDEN_CHARACTER = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd]/u;

/**
 * Why a path is not an evidence path: relative, `/` between non-empty segments, and nothing in it
 * that a file system or a reader could take for something else.
 *
 * @returns undefined when the path is safe, else what is wrong with it, as the end of a sentence
 */
export function unsafePathReason(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (!path.isWellFormed()) return "it holds a lone surrogate";
  if (FORBIDDEN_CHARACTER.test(path)) return "it holds a control character";
  if (path.includes("\\")) return "it holds a backslash";
  // Drive letters ("C:") and NTFS alternate streams ("file:stream").
  if (path.includes(":")) return "it holds a colon";
  if (path.startsWith("/")) return "it is absolute";
  if (isLonger(path, MAX_PATH_BYTES)) return `it is longer than ${MAX_PATH_BYTES} bytes`;
  for (const segment of path.split("/")) {
    if (segment === "") return "it has an empty segment";
    if (segment === "." || segment === "..") return `it has the segment "${segment}"`;
    // Windows drops both, so that two names would become one file.
    if (segment.endsWith(".") || segment.endsWith(" ")) {
      return "a segment ends with a dot or a space";
    }
    if (isLonger(segment, MAX_SEGMENT_BYTES)) {
      return `a segment is longer than ${MAX_SEGMENT_BYTES} bytes`;
    }
  }
  return undefined;
}

/** In UTF-8, which takes at most three bytes for a UTF-16 unit. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && utf8(text).length > bytes;
}

/**
 * Ends unless the path is an evidence path.
 *
 * @throws EvidenceError PATH_UNSAFE
 */
export function assertSafePath(path: string): void {
  const reason = unsafePathReason(path);
  if (reason === undefined) return;
  throw new EvidenceError(
    "PATH_UNSAFE",
    `The path ${JSON.stringify(path)} is refused because ${reason}. Nothing was read or written there.`,
    { path },
  );
}
