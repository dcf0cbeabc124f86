import { expect, it } from "vitest";
import { isExpiredToken, outcomeOf } from "../../shared/capture/outcome.ts";
import type { OperationDeclaration } from "../../shared/sources/source.ts";

const declared: OperationDeclaration = {
  actions: [],
  absent: ["NoSuchBucketPolicy"],
  gone: ["NoSuchBucket"],
  notEnabled: ["InvalidAccessException"],
};
const careless: OperationDeclaration = {
  actions: [],
  absent: ["AccessDenied", "Throttling"],
  gone: ["AccessDenied"],
  notEnabled: ["AccessDeniedException"],
};

it.each([
  ["there is no such setting", "NoSuchBucketPolicy", 404, declared, "absent"],
  ["the resource was deleted", "NoSuchBucket", 404, declared, "gone"],
  ["the service is off", "InvalidAccessException", 401, declared, "not-enabled"],
  ["permission is missing (JSON)", "AccessDeniedException", 400, declared, "denied"],
  ["permission is missing (EC2)", "UnauthorizedOperation", 403, declared, "denied"],
  ["permission is missing (SNS)", "AuthorizationError", 403, declared, "denied"],
  ["permission is missing and S3 says only 403", "Unknown", 403, declared, "denied"],
  ["AWS asks to slow down", "RequestLimitExceeded", 503, declared, "throttled"],
  ["AWS asks to slow down by status alone", "Odd", 429, declared, "throttled"],
  ["the region is not opted in (EC2)", "AuthFailure", 401, declared, "region-disabled"],
  ["the region is not opted in (IAM)", "InvalidClientTokenId", 403, declared, "region-disabled"],
  ["something else", "ValidationError", 400, declared, "error"],
  ["the network failed", "ECONNRESET", null, declared, "error"],
  ["a denial is declared absent", "AccessDenied", 403, careless, "denied"],
  ["a denial is declared not enabled", "AccessDeniedException", 400, careless, "denied"],
  ["throttling is declared absent", "Throttling", 400, careless, "throttled"],
] as const)("%s", (_, code, httpStatus, declaration, outcome) => {
  expect(outcomeOf({ code, message: "", httpStatus }, declaration)).toBe(outcome);
});

it.each([
  ["ExpiredPaginationToken", true],
  ["InvalidNextTokenException", true],
  ["ExpiredToken", false],
  ["ExpiredTokenException", false],
])("%s speaks of a paging token: %s", (code, expired) => {
  expect(isExpiredToken({ code })).toBe(expired);
});
