import type { Outcome } from "../../../shared/evidence/evidence-object.ts";
import { type AskedCall, MAX_ATTEMPTS } from "./answered-source.ts";
import type { Said } from "./wire-answer.ts";

/** One way in which AWS does not answer, in the words of the service's protocol. */
export interface Refusal {
  readonly outcome: Outcome;
  readonly attempts: number;
  readonly said: (asked: AskedCall) => Said;
}

/** How AWS words a refusal that a service control policy makes. */
const BY_POLICY =
  " with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-1/service_control_policy/p-1";

/** Every way in which a call can end without an answer. */
export const REFUSALS = {
  denied: { outcome: "denied", attempts: 1, said: (asked) => denied(asked, "") },
  "denied by a service control policy": {
    outcome: "denied",
    attempts: 1,
    said: (asked) => denied(asked, BY_POLICY),
  },
  "throttled until retries end": {
    outcome: "throttled",
    attempts: MAX_ATTEMPTS,
    said: throttled,
  },
  down: {
    outcome: "error",
    attempts: MAX_ATTEMPTS,
    said: () => ({ code: "InternalFailure", message: "Try again.", status: 500 }),
  },
  "asked in a region that is not opted in": {
    outcome: "region-disabled",
    attempts: 1,
    said: () => ({ code: "UnrecognizedClientException", message: "Invalid.", status: 403 }),
  },
} as const satisfies Readonly<Record<string, Refusal>>;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied({ service, operation, spoken }: AskedCall, why: string): Said {
  const message = `User: arn:aws:sts::123456789012:assumed-role/evidence/run is not authorized to perform: ${service}:${operation}${why}`;
  if (service === "ec2") return { code: "UnauthorizedOperation", message, status: 403 };
  if (service === "sns") return { code: "AuthorizationError", message, status: 403 };
  return speaksJson(spoken.protocol)
    ? { code: "AccessDeniedException", message, status: 400 }
    : { code: "AccessDenied", message, status: 403 };
}

/** @see https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
function throttled({ service, spoken }: AskedCall): Said {
  const message = "Rate exceeded";
  if (service === "ec2") return { code: "RequestLimitExceeded", message, status: 503 };
  if (service === "s3") return { code: "SlowDown", message, status: 503 };
  return speaksJson(spoken.protocol)
    ? { code: "ThrottlingException", message, status: 400 }
    : { code: "Throttling", message, status: 400 };
}

function speaksJson(protocol: string): boolean {
  return /json/i.test(protocol);
}
