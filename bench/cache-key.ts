import type { IncomingHttpHeaders } from "node:http";

/**
 * What makes two requests to AWS equal: method, path, query, body, the operation and account where
 * they stand in headers, and service and region, which on one host only the signature's credential
 * scope names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function cacheKey(
  method: string,
  pathAndQuery: string,
  headers: IncomingHttpHeaders,
  body: Uint8Array,
): string {
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? "");
  return JSON.stringify([
    method,
    pathAndQuery,
    headers["x-amz-target"] ?? null,
    headers["x-amz-account-id"] ?? null,
    scope?.[1] ?? null,
    scope?.[2] ?? null,
    Buffer.from(body).toString("latin1"),
  ]);
}
