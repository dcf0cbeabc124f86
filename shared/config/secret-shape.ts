/**
 * Shapes that the issuers of credentials document, and that nothing else has: GitHub's and Slack's
 * prefixed tokens, Stripe's live keys, PEM private keys, JSON Web Tokens (RFC 7519), AWS's secret access
 * keys (40 letters, digits, slashes and pluses; a commit has small letters only). An access key's id is
 * none. And what somebody names as one: a password with letters and digits behind its name, or in a URL.
 */
const CREDENTIALS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[oprsu]_[A-Za-z0-9]{30,}/,
  /\bgithub_pat_[A-Za-z0-9_]{30,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\b[rs]k_live_[A-Za-z0-9]{16,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\./,
  /(?<![A-Za-z0-9/+=_.-])(?=[A-Za-z0-9/+]{0,39}[A-Z])(?=[A-Za-z0-9/+]{0,39}[a-z])(?=[A-Za-z0-9/+]{0,39}[0-9])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])/,
  /(?<![\w:/.-])(?:passw(?:or)?d|pwd|secret|token|api[ _-]?key)\s*[:=]\s*(?!arn:)(?=\S{0,200}[A-Za-z])(?=\S{0,200}[0-9])\S{8,}/i,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
];

/** Shapes that are often harmless, and still nothing that an error message should repeat. */
const SUSPICIOUS: readonly RegExp[] = [
  /\bA(?:KIA|SIA)[A-Z0-9]{16}\b/,
  /:\/\/[^/\s:@]*:[^/\s@]*@/,
  /(?:passw(?:or)?d|pwd|secret|token|api.?key)\s*[:=]/i,
];

/** A word this long that mixes letters and digits was made by a machine. */
const MACHINE_WORD = /[A-Za-z0-9+/_=]{16,}/g;

/** Whether the text holds a credential for certain, so that it must not be sealed as evidence. */
export function holdsCredential(text: string): boolean {
  return CREDENTIALS.some((shape) => shape.test(text));
}

/** Whether the text may hold a secret, so that an error message must not repeat it. */
export function mayHoldSecret(text: string): boolean {
  const words = text.match(MACHINE_WORD) ?? [];
  return (
    holdsCredential(text) ||
    SUSPICIOUS.some((shape) => shape.test(text)) ||
    words.some((word) => /[0-9]/.test(word) && /[A-Za-z]/.test(word))
  );
}
