import * as z from "zod";

/** Longer texts belong into a document that is named here. */
const LONGEST_TEXT_CHARACTERS = 2000;

/** Control characters other than line breaks, and what turns the direction of writing. */
const UNPRINTABLE = /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * A text that a person wrote: not empty, without control characters, bidirectional overrides or lone
 * surrogates (RFC 8785 cannot seal those). `allowed` says what it is, for the error message.
 */
export function writtenText(allowed: string) {
  // All checks at once: each further method call would make the schema anew, at every cold start.
  return z.string({ error: allowed }).check(
    z.minLength(1, { error: allowed }),
    z.maxLength(LONGEST_TEXT_CHARACTERS, {
      error: `${allowed}, of at most ${LONGEST_TEXT_CHARACTERS} characters`,
    }),
    z.refine((text) => text.trim() !== "", { error: allowed }),
    z.refine((text) => text.isWellFormed() && !UNPRINTABLE.test(text), {
      error: `${allowed}, without control characters`,
    }),
  );
}

/** As `writtenText`, of at least so many words: "n/a" and "tbd" are no reasons. */
export function writtenWords(fewestWords: number, allowed: string) {
  return writtenText(allowed).refine((text) => countWords(text) >= fewestWords, { error: allowed });
}

/** A day of the Gregorian calendar, `2026-11-22`. */
export function day(meaning: string) {
  return z.iso
    .date({ error: "a date that the calendar has, such as 2026-11-22" })
    .meta({ description: meaning });
}

/** Words that hold at least one letter or digit. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
