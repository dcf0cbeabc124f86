import type { Outcome } from "../evidence/evidence-object.ts";
import type { OperationDeclaration } from "../sources/source.ts";

/**
 * Codes with which AWS refuses for want of permission.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const DENIED = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "AccessDeniedFault",
  "AuthorizationError",
  "AuthorizationErrorException",
  "UnauthorizedOperation",
  "UnauthorizedAccess",
  "Client.UnauthorizedOperation",
  "Forbidden",
  "ForbiddenException",
  "AllAccessDisabled",
]);

/** Codes with which AWS asks to slow down, as the SDK's own retry classification names them. */
const THROTTLED = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

/**
 * Codes with which a region that is not opted in answers: it knows no credentials of the account.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const REGION_DISABLED = new Set([
  "AuthFailure",
  "InvalidClientTokenId",
  "InvalidRegionException",
  "OptInRequired",
  "RegionDisabledException",
  "UnrecognizedClientException",
]);

/** Codes with which AWS says that a paging token has run out. */
const TOKEN_EXPIRED = new Set([
  "ExpiredNextToken",
  "ExpiredNextTokenException",
  "ExpiredPaginationToken",
  "InvalidNextToken",
  "InvalidNextTokenException",
  "InvalidPaginationToken",
  "InvalidPaginationTokenException",
  "InvalidToken",
]);

/** What an SDK error says about itself, whatever its class. */
export interface CallError {
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number | null;
}

/**
 * How a failed call counts, given what its source declares of it. A refusal for want of permission
 * or for haste never counts as an ordinary answer, whatever is declared: nothing was read.
 */
export function outcomeOf(error: CallError, declaration: OperationDeclaration): Outcome {
  const { notEnabledSays } = declaration;
  if (notEnabledSays !== undefined && error.message.includes(notEnabledSays)) return "not-enabled";
  if (DENIED.has(error.code)) return "denied";
  if (THROTTLED.has(error.code) || error.httpStatus === 429) return "throttled";
  if (declaration.absent?.includes(error.code)) return "absent";
  if (declaration.gone?.includes(error.code)) return "gone";
  if (declaration.notEnabled?.includes(error.code)) return "not-enabled";
  if (REGION_DISABLED.has(error.code)) return "region-disabled";
  // S3 answers a denied HEAD-like read with a bare 403.
  if (error.httpStatus === 403) return "denied";
  return "error";
}

/** Whether the error says that a paging token has expired, so that the listing may begin again. */
export function isExpiredToken({ code }: { readonly code: string }): boolean {
  return TOKEN_EXPIRED.has(code);
}
