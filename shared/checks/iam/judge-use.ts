import type { Cited } from "../../evidence/cited.ts";
import { daysBetween } from "../../evidence/instant.ts";
import type { Moment } from "../../sources/iam/credential-report-csv.ts";
import { fail, indeterminate, type JudgeContext, type Judgement, pass } from "../check.ts";
import { countDays, dayOf } from "./count-days.ts";

/** A password or access key, and what the credential report says of its use. */
export interface Credential {
  /** As a sentence begins with it: `Access key 1 of alice`. */
  readonly name: string;
  readonly lastUsed: Moment;
  /** From when the wait for its first use counts. */
  readonly madeAt: Moment;
  /** What happened then, in the words of the report: a key's time is also that of a later change. */
  readonly began: "made" | "set" | "made or last changed";
  /** The word with which the report says that AWS recorded no use. */
  readonly neverUsed: Moment;
  readonly row: Cited<unknown>;
  /** The end of each reason when the report is old; empty otherwise. */
  readonly reportAge: string;
}

/** Holds the last use of a credential against `unusedCredentialMaxDays`. */
export function judgeUse(credential: Credential, { policy, now }: JudgeContext): Judgement {
  const { name, lastUsed, madeAt, began, neverUsed, row, reportAge } = credential;
  const allowed = policy.stated("unusedCredentialMaxDays");
  const limit = `${allowed.document} allows ${countDays(allowed.value)} without use`;
  const since = lastUsed === neverUsed ? madeAt : lastUsed;
  if (typeof since === "string") {
    return indeterminate(
      `${name}: the credential report does not say since when it is unused${reportAge}.`,
      row,
    );
  }
  const days = daysBetween(since.at, now);
  const story =
    lastUsed === neverUsed
      ? `${name} was ${began} ${countDays(days)} ago and was never used${reportAge}`
      : `${name} was last used on ${dayOf(since.at)}, ${countDays(days)} ago${reportAge}`;
  return days > allowed.value
    ? fail(`${story}, but ${limit}.`, row, allowed.at)
    : pass(`${story}; ${limit}.`, row, allowed.at);
}
