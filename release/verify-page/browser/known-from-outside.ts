import { EvidenceError } from "../../../shared/errors/evidence-error.ts";
import { parseInstant } from "../../../shared/evidence/instant.ts";
import { parseFingerprint, parseKnownHead } from "../../../shared/integrity/known-from-outside.ts";
import type { VerifyRequest } from "./messages.ts";

/** The fields in which a person says what they know of the bundle from elsewhere. */
export type Field = "fingerprint" | "known-head" | "as-of";

/** What they typed, field by field. */
export type Typed = Readonly<Record<Field, string>>;

/** What was understood, or what is wrong with which field. */
export type Understood =
  | { readonly ok: true; readonly request: Omit<VerifyRequest, "evidence"> }
  | { readonly ok: false; readonly field: Field; readonly message: string };

const WRONG: Readonly<Record<Field, string>> = {
  fingerprint:
    "This is not the SHA-256 of a public key: 64 hexadecimal digits (0 to 9, a to f). Several are parted by commas.",
  "known-head": "This is not sequence:SHA-256, such as an earlier verdict shows it.",
  "as-of": "This is no time with its zone, such as 2026-11-22T06:00:00Z.",
};

/**
 * Understands what was typed. Empty fields are things that are not known.
 *
 * @param now ISO 8601 UTC, for when no other time is given
 */
export function understand(typed: Typed, now: string): Understood {
  const fingerprints = orUndefined(() => fingerprintsOf(typed.fingerprint));
  if (fingerprints === undefined) return wrong("fingerprint");
  const head = typed["known-head"].trim();
  const knownHead = head === "" ? null : orUndefined(() => parseKnownHead(head));
  if (knownHead === undefined) return wrong("known-head");
  const time = typed["as-of"].trim();
  const asOf = time === "" ? now : parseInstant(time);
  if (asOf === undefined) return wrong("as-of");
  return { ok: true, request: { fingerprints, knownHead, asOf } };
}

function fingerprintsOf(text: string): string[] {
  return text
    .split(/[,;]/)
    .filter((one) => one.trim() !== "")
    .map(parseFingerprint);
}

function wrong(field: Field): Understood {
  return { ok: false, field, message: WRONG[field] };
}

function orUndefined<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}
