import { EvidenceError } from "../errors/evidence-error.ts";

/**
 * The longest that S3 takes a signature of Signature Version 4 for, in seconds: seven days.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export const LONGEST_LINK_SECONDS = 604_800;
/** A link that ends sooner would end before anyone has opened it. */
export const SHORTEST_LINK_SECONDS = 60;

const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** What is known of the life of the credentials that sign. */
export interface CredentialLife {
  /** Whether they are a session's; an access key of a user ends only when somebody ends it. */
  readonly temporary: boolean;
  /** When the session ends; null where the credentials do not say. */
  readonly expiration: Date | null;
}

/** Until when links open, and what ends them. */
export interface LinkExpiry {
  /** ISO 8601 UTC, to the second, as all times here. */
  readonly asked: string;
  /** Never after the credentials' own end. */
  readonly expires: string;
  readonly why: "asked" | "credentials";
  /** From `created` to `expires`. */
  readonly seconds: number;
}

/**
 * The seconds of a duration such as `7d`, `12h` or `30m`.
 *
 * @throws EvidenceError USAGE when it is none, or longer than S3 allows
 */
export function linkSeconds(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? Number.NaN);
  if (!(seconds > 0)) {
    throw new EvidenceError(
      "USAGE",
      `${JSON.stringify(text)} is no time for links to last. Give minutes, hours or days, such as 30m, 12h or 7d.`,
    );
  }
  if (seconds > LONGEST_LINK_SECONDS) {
    throw new EvidenceError(
      "USAGE",
      `${text} is longer than links can last: S3 takes no signature for more than 7 days. Share for 7d, and share again after that.`,
    );
  }
  return seconds;
}

/**
 * When links that are signed now end in truth: a link ends with the credentials that signed it,
 * whatever it says of itself.
 *
 * @param created the moment of signing, in whole seconds
 * @throws EvidenceError CREDENTIALS when they are temporary and do not say when they end, or end
 *   within a minute
 */
export function linkExpiry(created: Date, askedSeconds: number, life: CredentialLife): LinkExpiry {
  const asked = created.getTime() + askedSeconds * 1_000;
  const end = endOf(life);
  // What remains of the last second is not promised.
  const expires = Math.min(asked, Math.floor(end / 1_000) * 1_000);
  const seconds = (expires - created.getTime()) / 1_000;
  if (seconds < SHORTEST_LINK_SECONDS && expires < asked) {
    throw new EvidenceError(
      "CREDENTIALS",
      `These credentials end at ${inUtc(new Date(end))}, and every link that they sign ends with them. Sign in again, and share then.`,
    );
  }
  return {
    asked: toTheSecond(asked),
    expires: toTheSecond(expires),
    why: expires < asked ? "credentials" : "asked",
    seconds,
  };
}

/** `2026-11-29T06:12:00Z` */
export function toTheSecond(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/**
 * When credentials end. Where an instance's metadata service fails, the SDK goes on with credentials
 * past their end and writes a later one over it; what AWS said is beside it.
 */
export function expirationOf(credentials: {
  readonly expiration?: Date;
  readonly originalExpiration?: unknown;
}): Date | null {
  const { expiration, originalExpiration } = credentials;
  return originalExpiration instanceof Date ? originalExpiration : (expiration ?? null);
}

function endOf({ temporary, expiration }: CredentialLife): number {
  if (!temporary) return Number.POSITIVE_INFINITY;
  if (expiration !== null && !Number.isNaN(expiration.getTime())) return expiration.getTime();
  throw new EvidenceError(
    "CREDENTIALS",
    "These credentials are a session's and do not say when it ends; links end with it, so no time can be promised. Set AWS_PROFILE instead of pasted credentials, or set AWS_CREDENTIAL_EXPIRATION too, as aws configure export-credentials --format env does.",
  );
}

function inUtc(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
